#pragma once

// Order logs as text, of any length, made as they are read: the same bytes for the same shape.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/data/summarize.hpp"
#include "tenure/io/byte_source.hpp"

namespace tenure::bench {

using namespace tenure::literals;

/// How customers are named: `483920174`, or `C5354797646826`, 14 characters.
enum class Ids : std::uint8_t { integer, text };

struct LogShape {
    std::uint64_t rows;
    std::uint64_t customers;  ///< At most 900 million; the last ones may have no row.
    Ids ids = Ids::integer;
    RowOrder order = RowOrder::any;  ///< The same rows either way.
};

/// A bijection of 64 bits that leaves nothing of the order they had (splitmix64).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t bits) noexcept {
    bits += 0x9e3779b97f4a7c15U;
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111ebU;
    return bits ^ bits >> 31;
}

/// The numbers 0…n−1 in an order that looks random: a Feistel network on the next power of four,
/// entered again until it stays below n.
class Shuffle {
public:
    explicit Shuffle(std::uint64_t n) noexcept
        : n_(n), half_bits_((static_cast<unsigned>(std::bit_width(n)) + 1) / 2) {}

    [[nodiscard]] std::uint64_t operator()(std::uint64_t i) const noexcept {
        do i = once(i);
        while (i >= n_);
        return i;
    }

private:
    [[nodiscard]] std::uint64_t once(std::uint64_t i) const noexcept {
        const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
        std::uint64_t left = i >> half_bits_, right = i & mask;
        for (std::uint64_t round = 0; round < 4; ++round) {
            const std::uint64_t swapped = left ^ (mix(right << 2 | round) & mask);
            left = right;
            right = swapped;
        }
        return left << half_bits_ | right;
    }

    std::uint64_t n_;
    unsigned half_bits_;
};

/// Rows `customer_id,date,amount` below a header: two years of dates, each with as many rows;
/// amounts from 0.01 to 300.00, small ones more often; a tenth of the customers have a third of the
/// rows, all over the two years. About 27 bytes a row with integer ids, 32 with texts.
class OrderLog {
public:
    explicit OrderLog(const LogShape& shape)
        : shape_(shape),
          shuffle_(shape.rows),
          days_per_row_(days / static_cast<double>(shape.rows)),
          block_(block_size) {
        write_header();
    }

    /// At most `size` bytes more, 0 at the end.
    std::size_t read(char* buffer, std::size_t size) {
        if (at_ == end_) write_rows();
        const std::size_t n = std::min(size, end_ - at_);
        std::memcpy(buffer, block_.data() + at_, n);
        at_ += n;
        return n;
    }

    [[nodiscard]] ByteSource source() { return {&OrderLog::read_from, this, "orders.csv"}; }

    /// The sum of all amounts so far, in hundredths.
    [[nodiscard]] std::uint64_t cents() const noexcept { return cents_; }

private:
    static constexpr double days = 730;
    static constexpr std::size_t block_size = std::size_t{64} << 10;
    static constexpr std::size_t longest_row = 64;
    static constexpr std::uint64_t highest_cents = 300'00;
    using DateField = std::array<char, 12>;  // with a comma on either side

    // What stands before the cents, the point included.
    struct WholePart {
        std::array<char, 4> text{};
        std::size_t size = 0;
    };

    static std::ptrdiff_t read_from(void* self, char* buffer, std::size_t size) {
        return static_cast<std::ptrdiff_t>(static_cast<OrderLog*>(self)->read(buffer, size));
    }

    void write_header() {
        constexpr std::string_view header = "customer_id,date,amount\n";
        std::memcpy(block_.data(), header.data(), header.size());
        end_ = header.size();
    }

    void write_rows() {
        char* out = block_.data();
        const char* const full = out + block_.size() - longest_row;
        while (row_ < shape_.rows && out < full) out = write_row(out, row_++);
        at_ = 0;
        end_ = static_cast<std::size_t>(out - block_.data());
    }

    char* write_row(char* out, std::uint64_t row) {
        if (shape_.order == RowOrder::any) row = shuffle_(row);
        const std::uint64_t bits = mix(row);
        const std::uint64_t cents = 1 + skewed(bits >> 32, highest_cents);
        cents_ += cents;
        out = write_id(out, skewed(bits & 0xffffffffU, shape_.customers));
        const auto day = static_cast<std::size_t>(static_cast<double>(row) * days_per_row_);
        std::memcpy(out, date_fields()[day].data(), sizeof(DateField));
        out = write_amount(out + sizeof(DateField), cents);
        *out++ = '\n';
        return out;
    }

    // From 32 random bits a number below n; half of them fall into the first quarter.
    [[nodiscard]] static std::uint64_t skewed(std::uint64_t bits, std::uint64_t n) noexcept {
        return (bits * bits >> 32) * n >> 32;
    }

    // Customers who come one behind the other here have ids far apart: 9 digits, or C and 13.
    char* write_id(char* out, std::uint64_t index) const {
        const std::uint64_t number = 100'000'000 + index * 613'566'757 % 900'000'000;
        if (shape_.ids == Ids::integer) return write_digits<9>(out, number);
        *out++ = 'C';
        return write_digits<13>(out, 1'000'000'000'000 + number * 8'999);
    }

    static char* write_amount(char* out, std::uint64_t cents) {
        const WholePart& whole = whole_parts()[cents / 100];
        std::memcpy(out, whole.text.data(), whole.text.size());
        return write_digits<2>(out + whole.size, cents % 100);
    }

    // Two digits at a time.
    template <std::size_t Count>
    static char* write_digits(char* out, std::uint64_t number) {
        std::size_t left = Count;
        for (; left >= 2; number /= 100) {
            left -= 2;
            std::memcpy(out + left, pairs().data() + number % 100 * 2, 2);
        }
        if (left == 1) *out = static_cast<char>('0' + number);
        return out + Count;
    }

    // 00 to 99.
    static const std::array<char, 200>& pairs() {
        static constexpr std::array<char, 200> digits = [] {
            std::array<char, 200> made{};
            for (std::size_t i = 0; i < made.size(); ++i) {
                made[i] = static_cast<char>('0' + (i % 2 == 0 ? i / 20 : i / 2 % 10));
            }
            return made;
        }();
        return digits;
    }

    static const std::vector<DateField>& date_fields() {
        static const std::vector<DateField> fields = [] {
            std::vector<DateField> made(static_cast<std::size_t>(days));
            for (std::size_t day = 0; day < made.size(); ++day) {
                const Date date = Date(2023y / 1 / 1) + static_cast<std::int32_t>(day);
                const std::string field = "," + date.to_string() + ",";
                std::memcpy(made[day].data(), field.data(), sizeof(DateField));
            }
            return made;
        }();
        return fields;
    }

    static const std::vector<WholePart>& whole_parts() {
        static const std::vector<WholePart> parts = [] {
            std::vector<WholePart> made(highest_cents / 100 + 1);
            for (std::size_t whole = 0; whole < made.size(); ++whole) {
                const std::string text = std::to_string(whole) + ".";
                std::memcpy(made[whole].text.data(), text.data(), text.size());
                made[whole].size = text.size();
            }
            return made;
        }();
        return parts;
    }

    LogShape shape_;
    Shuffle shuffle_;
    double days_per_row_;
    std::uint64_t row_ = 0;
    std::uint64_t cents_ = 0;
    std::vector<char> block_;  // bytes at_ to end_ wait to be read
    std::size_t at_ = 0;
    std::size_t end_ = 0;
};

}  // namespace tenure::bench
