#pragma once

// Compressed sources, read as what they hold.

#include <array>
#include <memory>
#include <string_view>

#include "io/source_stream.hpp"

namespace tenure::inline v0::detail::io {

/// A source that starts with the bytes 1f 8b is gzip data, of one member or more, and is inflated
/// with a fixed amount of memory; any other source is handed on as it is, without a copy.
///
/// Reading fails with `Code::cannot_read` where the data is damaged or cut off, or something other
/// than zeros (which tapes and blocks are filled up with) follows it; what was inflated before that
/// has been read by then.
class GunzipStream final : public ByteStream {
public:
    explicit GunzipStream(ByteSource source);
    ~GunzipStream() override;

    [[nodiscard]] Result<std::size_t> read(char* buffer, std::size_t size) override;
    [[nodiscard]] std::uint64_t taken(std::size_t unused) const noexcept override;
    [[nodiscard]] const std::string& name() const noexcept override { return source_.name(); }

private:
    class Inflater;

    Result<void> look_at_front();
    std::size_t give_front(char* buffer, std::size_t size) noexcept;

    SourceStream source_;
    bool looked_ = false;
    std::array<char, 2> front_{};  // the first bytes of the source, which tell gzip
    std::string_view held_;        // what of them was not handed on
    std::unique_ptr<Inflater> inflater_;
};

}  // namespace tenure::inline v0::detail::io
