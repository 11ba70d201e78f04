#include "io/text_stream.hpp"

#include <utility>

#include "io/gunzip_stream.hpp"
#include "io/windows_text.hpp"

namespace tenure::inline v0::detail::io {

std::unique_ptr<ByteStream> open_text(ByteSource source, Encoding encoding) {
    auto bytes = std::make_unique<GunzipStream>(std::move(source));
    if (encoding == Encoding::utf_8) return bytes;
    return std::make_unique<TextDecoder>(std::move(bytes), encoding);
}

TextDecoder::TextDecoder(std::unique_ptr<ByteStream> bytes, Encoding encoding)
    : input_(std::move(bytes), 0), encoding_(encoding) {}

Result<std::size_t> TextDecoder::read(char* buffer, std::size_t size) {
    if (!started_) {
        if (auto started = start(); !started) return started.error();
    }
    if (held_.empty() && size >= longest_utf8) return decode_some({buffer, size});
    if (held_.empty()) {
        const auto count = decode_some(character_);
        if (!count) return count.error();
        held_ = {character_.data(), *count};
    }
    return give_held(buffer, size);
}

Result<void> TextDecoder::start() {
    if (auto filled = input_.fill(); !filled) return filled;
    started_ = true;
    order_ = utf16_order(input_.bytes());
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (!input_.bytes().starts_with(mark)) return {};
    input_.consume(mark.size());
    character_[0] = utf8_mark;
    held_ = {character_.data(), 1};
    return {};
}

Result<std::size_t> TextDecoder::decode_some(std::span<char> out) {
    for (;;) {
        const auto [consumed, produced] = decode(out);
        input_.consume(consumed);
        if (produced > 0 || input_.at_end()) return produced;
        if (auto filled = input_.fill(); !filled) return filled.error();
    }
}

Decoded TextDecoder::decode(std::span<char> out) const noexcept {
    const std::string_view bytes = input_.bytes();
    switch (encoding_) {
        case Encoding::windows_1250:
            return decode_windows_1250(bytes, out);
        case Encoding::windows_1252:
            return decode_windows_1252(bytes, out);
        default:
            return decode_utf16(order_, bytes, input_.at_end(), out);
    }
}

std::size_t TextDecoder::give_held(char* buffer, std::size_t size) noexcept {
    const std::size_t count = held_.copy(buffer, size);
    held_.remove_prefix(count);
    return count;
}

}  // namespace tenure::inline v0::detail::io
