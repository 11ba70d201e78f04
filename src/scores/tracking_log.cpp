#include "scores/tracking_log.hpp"

#include <cstddef>
#include <limits>
#include <span>

#include "core/message.hpp"
#include "core/radix_sort.hpp"
#include "data/number_pool.hpp"
#include "data/string_pool.hpp"

namespace tenure::inline v0::detail::scores {
namespace {

/// A purchase: the customer's number in the upper half, the day in the lower.
struct Nothing {};
using Purchase = core::Keyed<Nothing>;

constexpr std::uint64_t key_of(std::uint32_t customer, std::int32_t day) noexcept {
    // Days from the first of all on, so that they sort as they are.
    return std::uint64_t{customer} << 32 | static_cast<std::uint32_t>(day - Date::min().days());
}
constexpr std::uint32_t customer_of(const Purchase& purchase) noexcept {
    return static_cast<std::uint32_t>(purchase.key >> 32);
}
constexpr std::int32_t day_of(const Purchase& purchase) noexcept {
    return static_cast<std::int32_t>(purchase.key & 0xFFFFFFFFu) + Date::min().days();
}

/// Customers of a text column by the index of their text: a dictionary may hold one twice.
Result<std::vector<std::uint32_t>> numbers_of_texts(const StringArena& dictionary) {
    data::StringPool pool;
    std::vector<std::uint32_t> numbers;
    numbers.reserve(dictionary.size());
    for (std::size_t i = 0; i < dictionary.size(); ++i) {
        const auto number = pool.intern(dictionary[i]);
        if (!number) return number.error();
        numbers.push_back(static_cast<std::uint32_t>(*number));
    }
    return numbers;
}

/// The purchases up to `end`, numbered by `number_of(row)`.
template <class NumberOf>
std::vector<Purchase> purchases_of(const Transactions& log, Date end, const NumberOf& number_of) {
    const auto days = log.table()["date"].dates();
    std::span<const std::int64_t> amounts;
    if (const Column* const column = log.table().find("amount")) amounts = column->integers();
    std::vector<Purchase> purchases;
    purchases.reserve(log.size());
    for (std::size_t row = 0; row < log.size(); ++row) {
        const bool is_return = !amounts.empty() && amounts[row] < 0;
        if (days[row] <= end.days() && !is_return)
            purchases.push_back({key_of(number_of(row), days[row]), {}});
    }
    return purchases;
}

Result<std::vector<Purchase>> purchases_of(const Transactions& log, Date end) {
    const Column& ids = log.table()["customer"];
    if (ids.type() == ColumnType::int64) {
        if (log.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
            return Error{Code::overflow, core::expected_got("at most 2^31 - 1 rows", "more"), {}};
        data::NumberPool pool;
        return purchases_of(log, end, [&, numbers = ids.integers()](std::size_t row) {
            return pool.intern(numbers[row]);
        });
    }
    const auto numbers = numbers_of_texts(ids.dictionary());
    if (!numbers) return numbers.error();
    return purchases_of(log, end, [&, indices = ids.indices()](std::size_t row) {
        return (*numbers)[static_cast<std::size_t>(indices[row])];
    });
}

/// Counts one customer, whose purchases are by day.
void add_customer(std::span<const Purchase> purchases, const RepeatFrame& frame, Period merge,
                  RepeatLog& to) {
    const std::int32_t first = day_of(purchases.front());
    if (first > frame.until.days()) return;
    ++to.entered[static_cast<std::size_t>(first - frame.first.days())];
    std::int32_t last = period_index(Date::from_days(first), merge);
    for (const Purchase& purchase : purchases) {
        const std::int32_t period = period_index(Date::from_days(day_of(purchase)), merge);
        if (period == last) continue;
        ++to.repeats[static_cast<std::size_t>(day_of(purchase) - frame.first.days())];
        last = period;
    }
}

std::size_t days_between(Date first, Date last) {
    return static_cast<std::size_t>(last - first) + 1;
}

}  // namespace

Result<RepeatLog> repeat_log(const Transactions& log, const RepeatFrame& frame, Period merge) {
    auto purchases = purchases_of(log, frame.end);
    if (!purchases) return purchases.error();
    std::vector<Purchase> scratch;
    core::radix_sort(*purchases, scratch);
    RepeatLog counted{std::vector<std::int64_t>(days_between(frame.first, frame.until), 0),
                      std::vector<std::int64_t>(days_between(frame.first, frame.end), 0)};
    const std::span<const Purchase> all(*purchases);
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        while (end < all.size() && customer_of(all[end]) == customer_of(all[begin])) ++end;
        if (day_of(all[begin]) < frame.first.days()) {
            return Error{Code::invalid_data,
                         core::expected_got("the log that the base was made of",
                                            "one with other first purchases"),
                         {}};
        }
        add_customer(all.subspan(begin, end - begin), frame, merge, counted);
    }
    return counted;
}

}  // namespace tenure::inline v0::detail::scores
