#include "data/log_sources.hpp"

#include <utility>

namespace tenure::inline v0::detail::data {

using io::FileSource;

Result<LogSources> LogSources::of_files(const std::vector<std::string>& paths) {
    LogSources sources;
    bool is_known = true;
    for (const std::string& path : paths) {
        auto file = FileSource::open(path);
        if (!file) return file.error();
        const auto size = static_cast<std::size_t>(file->size());
        Text& text = sources.texts_.emplace_back();
        text.path = path;
        if (size == 0) text.file.emplace(*std::move(file));
        is_known = is_known && size != 0;
        sources.bytes_ += size;
    }
    if (!is_known) sources.bytes_ = 0;
    return sources;
}

LogSources LogSources::of(std::vector<ByteSource> sources) {
    LogSources out;
    for (ByteSource& source : sources) {
        out.texts_.push_back({source.name, std::nullopt, std::move(source)});
    }
    return out;
}

Result<ByteSource> LogSources::next() {
    if (next_ != 0) texts_[next_ - 1].file.reset();
    Text& text = texts_[next_++];
    if (text.source) return *text.source;
    if (!text.file) {
        auto file = FileSource::open(text.path);
        if (!file) return file.error();
        text.file.emplace(*std::move(file));
    }
    return text.file->source();
}

}  // namespace tenure::inline v0::detail::data
