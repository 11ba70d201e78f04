#include "io/csv_index.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tenure::inline v0::detail::io {
namespace {

using Position = CsvIndex::Position;

constexpr std::size_t word_bytes = 64;
constexpr Position no_quote = static_cast<Position>(-1);

// Of a byte, how many bits there are up to each that is set, and with it; and how many are set.
struct ByteBits {
    std::array<std::array<std::uint8_t, 8>, 256> places{};
    std::array<std::uint8_t, 256> count{};
};

constexpr ByteBits make_byte_bits() {
    ByteBits bits;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        for (std::uint8_t place = 1; place <= 8; ++place) {
            if ((byte >> (place - 1) & 1) != 0) bits.places[byte][bits.count[byte]++] = place;
        }
    }
    return bits;
}

constexpr ByteBits byte_bits = make_byte_bits();

// Writes the positions of places in a byte, and moves to the next byte.
class PlaceWriter {
public:
    explicit PlaceWriter(std::size_t position) noexcept : position_(position) {}
    void write(const std::array<std::uint8_t, 8>& places, Position* out) noexcept {
        for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<Position>(position_ + places[i]);
        position_ += 8;
    }

private:
    std::size_t position_;
};

#if defined(__SSE2__)
class VectorPlaceWriter {
public:
    explicit VectorPlaceWriter(std::size_t position) noexcept
        : positions_(_mm_set1_epi16(static_cast<short>(position))) {}
    void write(const std::array<std::uint8_t, 8>& places, Position* out) noexcept {
        const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(places.data()));
        const __m128i words = _mm_unpacklo_epi8(bytes, _mm_setzero_si128());
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_add_epi16(positions_, words));
        positions_ = _mm_add_epi16(positions_, _mm_set1_epi16(8));
    }

private:
    __m128i positions_;
};
#else
using VectorPlaceWriter = PlaceWriter;
#endif

// Eight are written of every byte, and those too many are written over: there is no branch that
// the processor could guess wrong.
template <class Writer>
Position* append_places(Writer writer, std::uint64_t bits, Position* out) noexcept {
    const auto append_byte = [&](std::uint64_t byte) {
        writer.write(byte_bits.places[byte], out);
        out += byte_bits.count[byte];
    };
    append_byte(bits & 0xff);
    append_byte(bits >> 8 & 0xff);
    append_byte(bits >> 16 & 0xff);
    append_byte(bits >> 24 & 0xff);
    append_byte(bits >> 32 & 0xff);
    append_byte(bits >> 40 & 0xff);
    append_byte(bits >> 48 & 0xff);
    append_byte(bits >> 56);
    return out;
}

// A bit for each of 8 bytes, from the lowest: whether it is 0.
std::uint64_t zero_bytes(std::uint64_t word) noexcept {
    constexpr std::uint64_t low_bits = 0x7f7f7f7f7f7f7f7f;
    const std::uint64_t high_where_zero = ~(((word & low_bits) + low_bits) | word | low_bits);
    return (high_where_zero >> 7) * 0x0102040810204080 >> 56;
}

// The first byte is the lowest on every machine.
std::uint64_t load_word(const char* bytes) noexcept {
    std::uint64_t word = 0;
    for (unsigned i = 0; i < 8; ++i) {
        word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << 8 * i;
    }
    return word;
}

std::uint64_t repeated(char byte) noexcept {
    return 0x0101010101010101 * static_cast<unsigned char>(byte);
}

#if defined(__SSE2__)
struct Vectors {
    __m128i first, second, third, fourth;
};

inline Vectors load_vectors(const char* bytes) noexcept {
    const auto load = [bytes](std::size_t at) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at));
    };
    return {load(0), load(16), load(32), load(48)};
}

inline Vectors find_bytes(const Vectors& vectors, char byte) noexcept {
    const __m128i wanted = _mm_set1_epi8(byte);
    return {_mm_cmpeq_epi8(vectors.first, wanted), _mm_cmpeq_epi8(vectors.second, wanted),
            _mm_cmpeq_epi8(vectors.third, wanted), _mm_cmpeq_epi8(vectors.fourth, wanted)};
}

inline Vectors either(const Vectors& a, const Vectors& b) noexcept {
    return {_mm_or_si128(a.first, b.first), _mm_or_si128(a.second, b.second),
            _mm_or_si128(a.third, b.third), _mm_or_si128(a.fourth, b.fourth)};
}

inline bool any(const Vectors& found) noexcept {
    const __m128i halves[] = {_mm_or_si128(found.first, found.second),
                              _mm_or_si128(found.third, found.fourth)};
    return _mm_movemask_epi8(_mm_or_si128(halves[0], halves[1])) != 0;
}

inline std::uint64_t mask_of(const Vectors& found) noexcept {
    const auto bits = [](__m128i vector) {
        return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(vector))};
    };
    return bits(found.first) | bits(found.second) << 16 | bits(found.third) << 32 |
           bits(found.fourth) << 48;
}

inline SignMasks find_in_word(const char* bytes, char delimiter) noexcept {
    const Vectors vectors = load_vectors(bytes);
    const Vectors separators = either(find_bytes(vectors, delimiter), find_bytes(vectors, '\n'));
    const Vectors quotes = find_bytes(vectors, '"');
    return {mask_of(separators), any(quotes) ? mask_of(quotes) : 0};
}
#else
inline SignMasks find_in_word(const char* bytes, char delimiter) noexcept {
    return find_signs_by_words(bytes, delimiter);
}
#endif

// Writes the positions of a window's signs, word by word.
class IndexWriter {
public:
    IndexWriter(char delimiter, Position* starts, Position* quotes) noexcept
        : delimiter_(delimiter), starts_(starts), quotes_(quotes) {}

    void add(std::string_view text) noexcept {
        std::size_t at = 0;
        for (; at + word_bytes <= text.size(); at += word_bytes) add_word(text.data() + at, at);
        if (at == text.size()) return;
        std::array<char, word_bytes> rest{};  // NUL is no sign
        std::memcpy(rest.data(), text.data() + at, text.size() - at);
        add_word(rest.data(), at);
    }

    [[nodiscard]] const Position* starts_end() const noexcept { return starts_; }
    [[nodiscard]] const Position* quotes_end() const noexcept { return quotes_; }

private:
    void add_word(const char* bytes, std::size_t base) noexcept {
        SignMasks signs = find_in_word(bytes, delimiter_);
        if ((signs.quotes | inside_) != 0) {
            const std::uint64_t inside = prefix_xor(signs.quotes) ^ inside_;
            inside_ = 0 - (inside >> 63);
            signs.separators &= ~inside;
            quotes_ = append_places(VectorPlaceWriter(base), signs.quotes, quotes_);
        }
        starts_ = append_places(VectorPlaceWriter(base), signs.separators, starts_);
    }

    char delimiter_;
    std::uint64_t inside_ = 0;  // all bits, where the next word starts inside quotes
    Position* starts_;
    Position* quotes_;
};

}  // namespace

SignMasks find_signs(const char* bytes, char delimiter) noexcept {
    return find_in_word(bytes, delimiter);
}

SignMasks find_signs_by_words(const char* bytes, char delimiter) noexcept {
    SignMasks masks{};
    for (std::size_t at = 0; at < word_bytes; at += 8) {
        const std::uint64_t word = load_word(bytes + at);
        const std::uint64_t delimiters = zero_bytes(word ^ repeated(delimiter));
        masks.separators |= (delimiters | zero_bytes(word ^ repeated('\n'))) << at;
        masks.quotes |= zero_bytes(word ^ repeated('"')) << at;
    }
    return masks;
}

Position* append_positions(std::uint64_t bits, std::size_t base, Position* out) noexcept {
    return append_places(VectorPlaceWriter(base), bits, out);
}

Position* append_positions_by_bytes(std::uint64_t bits, std::size_t base, Position* out) noexcept {
    return append_places(PlaceWriter(base), bits, out);
}

void CsvIndex::Positions::restart(const Position* end) noexcept {
    count = static_cast<std::size_t>(end - values.get());
    at = 0;
}

void CsvIndex::Positions::seek(Position position) noexcept {
    while (at < count && values[at] < position) ++at;
}

void CsvIndex::build(std::string_view text) {
    text = text.substr(0, window);
    make_room(text.size());
    starts_.values[0] = 0;
    IndexWriter writer(delimiter_, starts_.values.get() + 1, quotes_.values.get());
    writer.add(text);
    starts_.restart(writer.starts_end());
    quotes_.restart(writer.quotes_end());
    std::fill_n(quotes_.values.get() + quotes_.count, positions_too_many, no_quote);
    begin_ = text.data();
    end_ = begin_ + text.size();
}

// Of a text of signs alone there is a position for each byte.
void CsvIndex::make_room(std::size_t bytes) {
    if (bytes <= room_ && room_ > 0) return;
    room_ = std::max(bytes, word_bytes);
    const std::size_t most = 1 + room_ + positions_too_many;
    for (Positions* const positions : {&starts_, &quotes_}) {
        positions->values.reset(new Position[most]);  // not zeroed: most of it is rarely used
    }
}

bool CsvIndex::seek(const char* record) noexcept {
    const auto position = static_cast<Position>(record - begin_);
    quotes_.seek(position);
    starts_.seek(position);
    const bool found = starts_.at < starts_.count && starts_.values[starts_.at] == position;
    return found && (position == 0 || record[-1] == '\n');
}

CsvIndex::Run CsvIndex::run(std::size_t width) const noexcept {
    return {begin_, starts_.values.get() + starts_.at, quotes_.values.get() + quotes_.at,
            fields() / width};
}

}  // namespace tenure::inline v0::detail::io
