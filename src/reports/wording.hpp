#pragma once

// Numbers and dates as people read them.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/html.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/core/money.hpp"

namespace tenure::inline v0::detail::reports {

/// "12,345".
[[nodiscard]] std::string whole(std::int64_t number);
/// With so many decimals; from 1e15 on with three digits and an exponent.
[[nodiscard]] std::string decimal(double number, int decimals);
/// A count that is a mean or an expectation: whole from 100 on, one decimal below.
[[nodiscard]] std::string about(double number);
/// A count in few letters: "9,999", "51k", "1.2M".
[[nodiscard]] std::string compact(std::int64_t count);
/// "67%", below ten per cent "6.7%", "under 0.1%"; a little less than all is "over 99.9%".
[[nodiscard]] std::string percent(double share);
/// The same with as many decimals more as it takes to stay on its side of each cut: just below 50%
/// is "49.9%".
[[nodiscard]] std::string percent_beside(double share, std::span<const double> cuts);
/// Numbers that somebody gave, from 0 on, with all their digits: "12.5", "12.5%", "0.25 years".
[[nodiscard]] std::string exact(double number);
[[nodiscard]] std::string exact_percent(double share);
[[nodiscard]] std::string exact_length(Duration duration);
/// part ÷ whole; 0 of nothing.
[[nodiscard]] double share(double part, double whole) noexcept;
[[nodiscard]] double share(std::int64_t part, std::int64_t whole) noexcept;

/// "September 30, 1997", "Sep 30, 1997", "Sep 1997".
[[nodiscard]] std::string long_date(Date date);
[[nodiscard]] std::string short_date(Date date);
[[nodiscard]] std::string month_of(Date date);

/// "39 weeks", "1 week", "12.5 years"; of fewer than ten that are not whole, the days: "3 days".
[[nodiscard]] std::string length_of(Duration duration);
/// "week" for 1, "weeks" for all else.
[[nodiscard]] std::string plural(std::string_view noun, double count);
/// "1 customer", "2,357 customers".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view noun);
/// What a sentence says of one, or of any other number.
[[nodiscard]] std::string_view for_count(std::int64_t count, std::string_view one,
                                         std::string_view many) noexcept;
/// What is merged into one purchase: all "on one day", "in one calendar week".
[[nodiscard]] std::string within_one(Period merge);
/// The same text with its first letter as a capital.
[[nodiscard]] std::string capitalized(std::string_view text);

/// The nearest finite number; 0 for what is none.
[[nodiscard]] double finite(double number) noexcept;
/// A number in full, for programs: the shortest that reads back as the same.
[[nodiscard]] std::string full(double number);
[[nodiscard]] std::string full(std::int64_t number);

/// Amounts, with the sign or code of the currency before them.
class Currency {
public:
    /// `decimals`: 2, or 0 for money that has no smaller coins.
    explicit Currency(std::string_view sign, int decimals = 2);
    /// Whole from 1,000 on, with decimals below; nothing is "0", and next to nothing "under 0.01".
    [[nodiscard]] std::string amount(double money) const;
    /// With all decimals of its scale.
    [[nodiscard]] std::string exactly(Money money) const;
    /// Borders between amounts: as above, with more digits where two that differ would look the
    /// same, and with three where one would look like nothing.
    [[nodiscard]] std::vector<std::string> borders(std::span<const double> amounts) const;

private:
    std::string prefix_;
    int decimals_;
};

/// Writes a count, a share, a length, money, a date, for people and for programs.
Html& put(Html& html, std::int64_t count, std::string_view figure = {});
Html& put_about(Html& html, double count, std::string_view figure = {});
Html& put_percent(Html& html, double share, std::string_view figure = {});
/// A count with its noun.
Html& put_counted(Html& html, std::int64_t count, std::string_view noun,
                  std::string_view figure = {});
Html& put_length(Html& html, Duration length);
Html& put_money(Html& html, const Currency& currency, double money, std::string_view figure = {});
/// Money whose sum in full is known better than as a double.
Html& put_exact_money(Html& html, const Currency& currency, double money, std::string_view full,
                      std::string_view figure = {});
/// Money as it was written before.
Html& put_amount(Html& html, std::string_view shown, std::string_view full,
                 std::string_view figure = {});
Html& put_date(Html& html, Date date);

}  // namespace tenure::inline v0::detail::reports
