#pragma once

// Text of any encoding, compressed or not, as a stream of UTF-8.

#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "io/byte_buffer.hpp"
#include "io/byte_stream.hpp"
#include "io/decoded.hpp"
#include "io/utf16_text.hpp"
#include "io/utf8_write.hpp"
#include "tenure/io/encoding.hpp"

namespace tenure::inline v0::detail::io {

/// The source's text, inflated where it is gzip data, in UTF-8. It is not checked: what is not
/// valid in its encoding comes as bytes that are not valid UTF-8, which `describe_invalid`
/// explains. Text that is UTF-8 already is read straight into the caller's memory. A byte order
/// mark is left in, as U+FEFF.
[[nodiscard]] std::unique_ptr<ByteStream> open_text(ByteSource source, Encoding encoding);

/// Bytes of an encoding other than UTF-8, decoded.
class TextDecoder final : public ByteStream {
public:
    TextDecoder(std::unique_ptr<ByteStream> bytes, Encoding encoding);

    [[nodiscard]] Result<std::size_t> read(char* buffer, std::size_t size) override;
    [[nodiscard]] std::uint64_t taken(std::size_t) const noexcept override {
        return input_.taken(input_.bytes().size());
    }
    [[nodiscard]] const std::string& name() const noexcept override { return input_.name(); }

private:
    Result<void> start();
    Result<std::size_t> decode_some(std::span<char> out);
    [[nodiscard]] Decoded decode(std::span<char> out) const noexcept;
    std::size_t give_held(char* buffer, std::size_t size) noexcept;

    ByteBuffer input_;
    Encoding encoding_;
    ByteOrder order_ = ByteOrder::little;
    bool started_ = false;
    std::array<char, longest_utf8> character_{};  // one that was asked for byte by byte
    std::string_view held_;                       // what of it was not handed on
};

}  // namespace tenure::inline v0::detail::io
