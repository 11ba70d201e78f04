#pragma once

// Where the fields and records of a delimited text end, found 64 bytes at a time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace tenure::inline v0::detail::io {

/// Which of 64 bytes are signs: a bit for each, the lowest for the first.
struct SignMasks {
    std::uint64_t separators;  ///< Delimiters and line feeds.
    std::uint64_t quotes;      ///< Double quotes.
    friend bool operator==(const SignMasks&, const SignMasks&) = default;
};

/// The signs among the 64 bytes at `bytes`.
[[nodiscard]] SignMasks find_signs(const char* bytes, char delimiter) noexcept;
/// The same without the processor's vectors.
[[nodiscard]] SignMasks find_signs_by_words(const char* bytes, char delimiter) noexcept;

/// Of each bit, whether the number of bits set up to it, itself included, is odd.
[[nodiscard]] constexpr std::uint64_t prefix_xor(std::uint64_t bits) noexcept {
    for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

/// Writes, of each bit that is set, `base` + the number of bits up to it and with it; returns the
/// end of what was written. There must be room for `positions_too_many` more.
std::uint16_t* append_positions(std::uint64_t bits, std::size_t base, std::uint16_t* out) noexcept;
/// The same without the processor's vectors.
std::uint16_t* append_positions_by_bytes(std::uint64_t bits, std::size_t base,
                                         std::uint16_t* out) noexcept;
inline constexpr std::size_t positions_too_many = 8;

/// An index of a window on a text. It takes every double quote for the start or the end of a
/// quoted field, so what it says of a record with quotes is to be checked; of one without it is
/// exact. A record that was found to end where the index says leaves the next ones as they are.
class CsvIndex {
public:
    /// The number of bytes of a window up to a sign and with it: where what is behind it starts.
    using Position = std::uint16_t;
    /// The most bytes of a window: few enough that their positions stay in the fastest cache.
    static constexpr std::size_t window = std::size_t{16} << 10;

    /// What may be records, from the one where the index stands.
    struct Run {
        const char* text;  ///< Where positions count from.
        /// Where the fields start: the first record's first one, then behind each delimiter and
        /// line feed outside of quotes.
        const Position* starts;
        /// Behind the double quotes that follow; after the last one, positions above all others.
        const Position* quotes;
        std::size_t records;  ///< How many there are if all are of the width.
    };

    /// `delimiter` is a single sign.
    explicit CsvIndex(char delimiter) noexcept : delimiter_(delimiter) {}

    /// Indexes the front of a text that starts a record, and stands there.
    void build(std::string_view text);
    /// Holds nothing any more.
    void clear() noexcept { begin_ = end_ = nullptr; }

    [[nodiscard]] const char* begin() const noexcept { return begin_; }
    [[nodiscard]] const char* end() const noexcept { return end_; }

    /// Moves forward to a record that starts within the window; false where the index sees no start
    /// of one there.
    [[nodiscard]] bool seek(const char* record) noexcept;
    /// How many fields follow.
    [[nodiscard]] std::size_t fields() const noexcept { return starts_.count - starts_.at - 1; }
    [[nodiscard]] Run run(std::size_t width) const noexcept;
    /// Moves over so many fields.
    void skip(std::size_t fields) noexcept { starts_.at += fields; }

private:
    // Positions in rising order, and which of them is next.
    struct Positions {
        std::unique_ptr<Position[]> values;
        std::size_t count = 0;
        std::size_t at = 0;
        void restart(const Position* end) noexcept;
        void seek(Position position) noexcept;
    };

    void make_room(std::size_t bytes);

    char delimiter_;
    const char* begin_ = nullptr;
    const char* end_ = nullptr;
    std::size_t room_ = 0;  // for how many bytes there is memory
    Positions starts_;
    Positions quotes_;
};

}  // namespace tenure::inline v0::detail::io
