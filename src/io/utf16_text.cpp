#include "io/utf16_text.hpp"

#include <cstddef>

#include "io/utf8_write.hpp"

namespace tenure::inline v0::detail::io {
namespace {

constexpr std::size_t unit_size = 2;

template <ByteOrder order>
char16_t unit_at(const char* bytes) noexcept {
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    return order == ByteOrder::little ? static_cast<char16_t>(first | second << 8)
                                      : static_cast<char16_t>(second | first << 8);
}

bool is_high_surrogate(char16_t unit) noexcept { return (unit & 0xfc00) == 0xd800; }
bool is_low_surrogate(char16_t unit) noexcept { return (unit & 0xfc00) == 0xdc00; }

char32_t pair(char16_t high, char16_t low) noexcept {
    return 0x10000 + (static_cast<char32_t>(high - 0xd800) << 10) + (low - 0xdc00u);
}

template <ByteOrder order>
class Decoder {
public:
    Decoder(std::string_view bytes, bool at_end, std::span<char> out) noexcept
        : in_(bytes), at_end_(at_end), out_(out) {}

    Decoded run() noexcept {
        while (has_room()) {
            copy_ascii();
            if (!has_room() || !character()) break;
        }
        if (at_end_ && left() == 1 && has_room()) {
            out_[to_++] = half_unit;
            ++at_;
        }
        return {at_, to_};
    }

private:
    static constexpr std::size_t block = 8;

    [[nodiscard]] std::size_t left() const noexcept { return in_.size() - at_; }
    [[nodiscard]] const char* front() const noexcept { return in_.data() + at_; }
    [[nodiscard]] bool has_room() const noexcept { return out_.size() - to_ >= longest_utf8; }

    // Eight units at a time, then one by one up to the first that is not ASCII.
    void copy_ascii() noexcept {
        while (left() >= block * unit_size && out_.size() - to_ >= block && copy_block()) {
        }
        while (left() >= unit_size && out_.size() != to_ && unit_at<order>(front()) < 0x80) {
            out_[to_++] = static_cast<char>(unit_at<order>(front()));
            at_ += unit_size;
        }
    }

    // False where they are not all ASCII.
    bool copy_block() noexcept {
        char16_t seen = 0;
        for (std::size_t i = 0; i < block; ++i) {
            const char16_t unit = unit_at<order>(front() + i * unit_size);
            seen = static_cast<char16_t>(seen | unit);
            out_[to_ + i] = static_cast<char>(unit);
        }
        if (seen >= 0x80) return false;
        at_ += block * unit_size;
        to_ += block;
        return true;
    }

    // False where the bytes do not hold a whole one.
    bool character() noexcept {
        if (left() < unit_size) return false;
        const char16_t unit = unit_at<order>(front());
        if (!is_high_surrogate(unit)) return write(unit, unit_size);
        if (left() < 2 * unit_size) return at_end_ && write(unit, unit_size);
        const char16_t next = unit_at<order>(front() + unit_size);
        if (!is_low_surrogate(next)) return write(unit, unit_size);
        return write(pair(unit, next), 2 * unit_size);
    }

    bool write(char32_t point, std::size_t size) noexcept {
        to_ += write_utf8(point, out_.data() + to_);
        at_ += size;
        return true;
    }

    std::string_view in_;
    bool at_end_;
    std::span<char> out_;
    std::size_t at_ = 0, to_ = 0;
};

}  // namespace

ByteOrder utf16_order(std::string_view front) noexcept {
    if (front.starts_with("\xfe\xff")) return ByteOrder::big;
    if (front.starts_with("\xff\xfe")) return ByteOrder::little;
    for (std::size_t at = 0; front.size() - at >= unit_size; at += unit_size) {
        const char* const unit = front.data() + at;
        if (unit_at<ByteOrder::little>(unit) == u'\n') return ByteOrder::little;
        if (unit_at<ByteOrder::big>(unit) == u'\n') return ByteOrder::big;
    }
    return ByteOrder::little;
}

Decoded decode_utf16(ByteOrder order, std::string_view bytes, bool at_end,
                     std::span<char> out) noexcept {
    if (order == ByteOrder::big) return Decoder<ByteOrder::big>(bytes, at_end, out).run();
    return Decoder<ByteOrder::little>(bytes, at_end, out).run();
}

}  // namespace tenure::inline v0::detail::io
