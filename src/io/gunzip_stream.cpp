#include "io/gunzip_stream.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <optional>
#include <utility>

#include "core/message.hpp"

namespace tenure::inline v0::detail::io {
namespace {

constexpr std::string_view magic = "\x1f\x8b";

}  // namespace

class GunzipStream::Inflater {
public:
    /// `front` was read from the source already.
    Inflater(SourceStream& source, std::string_view front) : source_(source) {
        constexpr int gzip_alone = 16 + MAX_WBITS;
        if (::inflateInit2(&zlib_, gzip_alone) != Z_OK) throw std::bad_alloc();
        std::copy(front.begin(), front.end(), input_.begin());
        zlib_.next_in = input_.data();
        zlib_.avail_in = static_cast<uInt>(front.size());
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { ::inflateEnd(&zlib_); }

    /// An error comes after all bytes before it, however they are asked for.
    Result<std::size_t> read(char* buffer, std::size_t size) {
        const uInt room =
            static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
        zlib_.next_out = reinterpret_cast<Bytef*>(buffer);
        zlib_.avail_out = room;
        while (zlib_.avail_out == room && !over_ && !failure_) step();
        const std::size_t count = room - zlib_.avail_out;
        if (count == 0 && failure_) return *failure_;
        return count;
    }

    [[nodiscard]] std::size_t unused() const noexcept { return zlib_.avail_in; }

private:
    void step() {
        if (between_members_) return next_member();
        switch (::inflate(&zlib_, Z_NO_FLUSH)) {
            case Z_OK:
                return;
            case Z_STREAM_END:
                between_members_ = true;
                return;
            case Z_BUF_ERROR:  // nothing left to inflate
                if (!refill()) fail("the rest of the compressed data", "the end of the file");
                return;
            case Z_MEM_ERROR:
                throw std::bad_alloc();
            default:
                fail("intact gzip data", "damage before byte " + offset());
        }
    }

    // Behind a member there is another, or nothing, or zeros up to the end.
    void next_member() {
        if (zlib_.avail_in == 0 && !refill()) {
            over_ = !failure_;
            return;
        }
        if (*zlib_.next_in == 0) return skip_zeros();
        if (padded_ || *zlib_.next_in != static_cast<Bytef>(magic.front())) {
            return fail("the end of the gzip data", "more at byte " + offset());
        }
        ::inflateReset(&zlib_);
        between_members_ = false;
    }

    void skip_zeros() noexcept {
        padded_ = true;
        while (zlib_.avail_in > 0 && *zlib_.next_in == 0) {
            ++zlib_.next_in;
            --zlib_.avail_in;
        }
    }

    // False where there is no more, or an error.
    bool refill() {
        const auto count = source_.read(reinterpret_cast<char*>(input_.data()), input_.size());
        if (!count) {
            failure_ = count.error();
            return false;
        }
        zlib_.next_in = input_.data();
        zlib_.avail_in = static_cast<uInt>(*count);
        return *count > 0;
    }

    // The number, from 1, of the next compressed byte.
    [[nodiscard]] std::string offset() const { return std::to_string(source_.taken(unused()) + 1); }

    // The source's own error comes first.
    void fail(std::string_view expected, std::string_view got) {
        if (failure_) return;
        failure_ =
            Error{Code::cannot_read, core::expected_got(expected, got), {source_.name(), 0, 0, {}}};
    }

    SourceStream& source_;
    z_stream zlib_{};
    bool between_members_ = false;
    bool padded_ = false;
    bool over_ = false;
    std::optional<Error> failure_;
    std::array<Bytef, std::size_t{64} << 10> input_;
};

GunzipStream::GunzipStream(ByteSource source) : source_(std::move(source)) {}

GunzipStream::~GunzipStream() = default;

Result<std::size_t> GunzipStream::read(char* buffer, std::size_t size) {
    if (!looked_) {
        if (auto looked = look_at_front(); !looked) return looked.error();
    }
    if (inflater_) return inflater_->read(buffer, size);
    if (!held_.empty()) return give_front(buffer, size);
    return source_.read(buffer, size);
}

std::uint64_t GunzipStream::taken(std::size_t unused) const noexcept {
    return source_.taken(inflater_ ? inflater_->unused() : held_.size() + unused);
}

Result<void> GunzipStream::look_at_front() {
    std::size_t size = 0;
    for (std::size_t count = 1; count > 0 && size < front_.size(); size += count) {
        const auto got = source_.read(front_.data() + size, front_.size() - size);
        if (!got) return got.error();
        count = *got;
    }
    looked_ = true;
    held_ = {front_.data(), size};
    if (held_ != magic) return {};
    inflater_ = std::make_unique<Inflater>(source_, held_);
    held_ = {};
    return {};
}

std::size_t GunzipStream::give_front(char* buffer, std::size_t size) noexcept {
    const std::size_t count = held_.copy(buffer, size);
    held_.remove_prefix(count);
    return count;
}

}  // namespace tenure::inline v0::detail::io
