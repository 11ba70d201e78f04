#include "reports/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/number.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

constexpr const char* no_break = "\u00A0";
constexpr const char* minus = "\u2212";

std::string_view month_name(Date date) {
    return months[static_cast<unsigned>(date.ymd().month()) - 1];
}
std::string year_of(Date date) { return std::to_string(static_cast<int>(date.ymd().year())); }
std::string day_of(Date date) { return std::to_string(static_cast<unsigned>(date.ymd().day())); }

/// A comma before each group of three of the digits before the point.
std::string grouped(std::string digits) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::string printed(double number, std::chars_format format, int precision) {
    std::array<char, 64> buffer;
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format, precision);
    return {buffer.data(), end.ptr};
}

bool is_zero(std::string_view digits) {
    return digits.find_first_not_of("0.") == std::string_view::npos;
}

double read_back(std::string_view digits) {
    const auto read = core::leading_real(digits);
    return read ? read->value : std::numeric_limits<double>::max();
}

/// A hundred times a number from 0 on, as one moves the point on paper: 100 · 0.07 is not 7.
double hundredfold(double number) {
    std::array<char, 32> buffer;
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                       std::chars_format::scientific);
    const std::string text(buffer.data(), written.ptr);
    const std::size_t e = text.find('e');
    return read_back(text.substr(0, e) + "e" + std::to_string(std::stoi(text.substr(e + 1)) + 2));
}

/// Less than a tenth of a per cent away from nothing or from all, but neither.
bool is_extreme(double of_hundred) {
    return (of_hundred > 0.0 && of_hundred < 0.1) || (of_hundred > 99.9 && of_hundred < 100.0);
}

/// A length as it is said: few weeks that are not whole are more exact in days.
Duration said(Duration length) {
    constexpr double few = 10.0;
    const double count = finite(length.count);
    const bool is_long = length.unit != Unit::hour && length.unit != Unit::day;
    if (count == std::floor(count) || count >= few || !is_long) return {count, length.unit};
    const double days = Duration{count, length.unit}.in(Unit::day), nearest = std::round(days);
    constexpr double rounding = 1e-9;  // days ÷ 7 × 7 need not be whole again
    return {std::abs(days - nearest) < rounding * days ? nearest : days, Unit::day};
}

int decimals_of(double of_hundred) {
    const bool fine = std::abs(of_hundred) < 9.95 || (of_hundred >= 99.5 && of_hundred < 100.0);
    return fine && of_hundred != 0.0 ? 1 : 0;
}

/// Whole from 1,000 on, and nothing.
int decimals_of_amount(double size, int decimals) {
    return size == 0.0 || size >= 999.995 ? 0 : decimals;
}

/// A border with so many digits more than an amount has, or than the three that show one which
/// would look like nothing.
std::string border(double amount, int decimals, int more) {
    constexpr double tiny = 1e-9, large = 1e15;
    const double size = std::abs(amount);
    if (size >= large || (size < tiny && size != 0.0))
        return printed(size, std::chars_format::scientific, 2 + more);
    int digits = decimals_of_amount(size, decimals);
    if (size != 0.0 && is_zero(printed(size, std::chars_format::fixed, digits)))
        digits = 2 - static_cast<int>(std::floor(std::log10(size)));
    return grouped(printed(size, std::chars_format::fixed, digits + more));
}

}  // namespace

std::string whole(std::int64_t number) {
    const bool negative = number < 0;
    const std::string digits = std::to_string(number);
    return (negative ? minus : "") + grouped(digits.substr(negative ? 1 : 0));
}

std::string decimal(double number, int decimals) {
    constexpr double large = 1e15;  // more digits would claim more than there is
    const double size = std::abs(finite(number));
    const std::string digits = size < large
                                   ? grouped(printed(size, std::chars_format::fixed, decimals))
                                   : printed(size, std::chars_format::scientific, 2);
    return (number < 0 && !is_zero(digits) ? minus : "") + digits;
}

std::string about(double number) {
    const double size = std::abs(number);
    return decimal(number, size >= 0.05 && size < 99.95 ? 1 : 0);
}

std::string compact(std::int64_t count) {
    const auto size = static_cast<double>(count);
    if (size < 1e4) return whole(count);
    if (size < 999'500.0) return decimal(size / 1e3, 0) + "k";
    return size < 999.95e6 ? decimal(size / 1e6, 1) + "M" : decimal(size / 1e9, 1) + "B";
}

std::string percent(double share) {
    const double of_hundred = 100.0 * finite(share);
    if (is_extreme(of_hundred)) return of_hundred < 50.0 ? "under 0.1%" : "over 99.9%";
    return decimal(of_hundred, decimals_of(of_hundred)) + "%";
}

std::string percent_beside(double share, std::span<const double> cuts) {
    const double of_hundred = 100.0 * finite(share);
    if (is_extreme(of_hundred)) return percent(share);
    const auto crosses = [&](int decimals) {
        const double shown = read_back(printed(of_hundred, std::chars_format::fixed, decimals));
        return std::ranges::any_of(
            cuts, [&](double cut) { return (share < cut) != (shown < hundredfold(cut)); });
    };
    constexpr int most = 15;  // all that a double has
    int decimals = decimals_of(of_hundred);
    while (decimals < most && crosses(decimals)) ++decimals;
    return decimal(of_hundred, decimals) + "%";
}

std::string exact(double number) {
    const double size = finite(number);
    if (size >= 1e15 || (size < 1e-6 && size != 0.0)) return core::shortest(size);
    std::array<char, 64> buffer;
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), size, std::chars_format::fixed);
    return grouped({buffer.data(), written.ptr});
}
std::string exact_percent(double share) { return exact(hundredfold(finite(share))) + "%"; }
std::string exact_length(Duration duration) {
    return exact(duration.count) + no_break + plural(to_string(duration.unit), duration.count);
}

double share(double part, double whole) noexcept { return whole == 0.0 ? 0.0 : part / whole; }
double share(std::int64_t part, std::int64_t whole) noexcept {
    return share(static_cast<double>(part), static_cast<double>(whole));
}

std::string long_date(Date date) {
    return std::string(month_name(date)) + no_break + day_of(date) + ", " + year_of(date);
}
std::string short_date(Date date) {
    return std::string(month_name(date).substr(0, 3)) + no_break + day_of(date) + "," + no_break +
           year_of(date);
}
std::string month_of(Date date) {
    return std::string(month_name(date).substr(0, 3)) + no_break + year_of(date);
}

std::string length_of(Duration duration) {
    const auto [count, unit] = said(duration);
    const bool is_whole = count == std::floor(count);
    return decimal(count, is_whole ? 0 : 1) + no_break + plural(to_string(unit), count);
}

std::string plural(std::string_view noun, double count) {
    return std::string(noun) + (count == 1.0 ? "" : "s");
}

std::string counted(std::int64_t count, std::string_view noun) {
    return whole(count) + " " + plural(noun, count == 1 ? 1.0 : 0.0);
}

std::string_view for_count(std::int64_t count, std::string_view one,
                           std::string_view many) noexcept {
    return count == 1 ? one : many;
}

std::string within_one(Period merge) {
    const bool is_day = merge == Period::day;
    return (is_day ? "on one " : "in one calendar ") + std::string(to_string(merge));
}

std::string capitalized(std::string_view text) {
    std::string out(text);
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
    return out;
}

double finite(double number) noexcept {
    constexpr double largest = std::numeric_limits<double>::max();
    return std::isnan(number) ? 0.0 : std::clamp(number, -largest, largest);
}

std::string full(double number) { return core::shortest(finite(number)); }
std::string full(std::int64_t number) { return std::to_string(number); }

Currency::Currency(std::string_view sign, int decimals)
    : prefix_(visible(sign)), decimals_(decimals) {
    const char last = prefix_.empty() ? '\0' : prefix_.back();
    const bool is_code = (last >= 'A' && last <= 'Z') || (last >= 'a' && last <= 'z');
    if (is_code) prefix_ += no_break;
}

std::string Currency::amount(double money) const {
    const double size = std::abs(finite(money));
    const std::string digits = decimal(size, decimals_of_amount(size, decimals_));
    if (size > 0.0 && is_zero(digits))
        return "under\u00A0" + prefix_ + (decimals_ > 0 ? "0.01" : "1");
    return (money < 0 ? minus : "") + prefix_ + digits;
}

std::string Currency::exactly(Money money) const {
    const std::string digits = money.to_string();
    const bool negative = money.units < 0;
    return (negative ? minus : "") + prefix_ + grouped(digits.substr(negative ? 1 : 0));
}

std::vector<std::string> Currency::borders(std::span<const double> amounts) const {
    std::vector<std::string> shown(amounts.size());
    const auto look_alike = [&] {
        for (std::size_t i = 0; i < amounts.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (shown[i] == shown[j] && amounts[i] != amounts[j]) return true;
        return false;
    };
    constexpr int most = 16;  // with the first digit all that tell doubles apart
    for (int more = 0; more <= most; ++more) {
        for (std::size_t i = 0; i < amounts.size(); ++i) {
            const double amount = finite(amounts[i]);
            shown[i] = (amount < 0 ? minus : "") + prefix_ + border(amount, decimals_, more);
        }
        if (!look_alike()) break;
    }
    return shown;
}

Html& put(Html& html, std::int64_t count, std::string_view figure) {
    return html.data(whole(count), full(count), figure);
}
Html& put_about(Html& html, double count, std::string_view figure) {
    return html.data(about(count), full(count), figure);
}
Html& put_percent(Html& html, double share, std::string_view figure) {
    return html.data(percent(share), full(share), figure);
}
Html& put_counted(Html& html, std::int64_t count, std::string_view noun, std::string_view figure) {
    return put(html, count, figure).text(" " + plural(noun, static_cast<double>(count)));
}
Html& put_length(Html& html, Duration length) {
    return html.data(length_of(length), full(said(length).count));
}
Html& put_money(Html& html, const Currency& currency, double money, std::string_view figure) {
    return put_exact_money(html, currency, money, full(money), figure);
}
Html& put_exact_money(Html& html, const Currency& currency, double money, std::string_view full,
                      std::string_view figure) {
    return put_amount(html, currency.amount(money), full, figure);
}
Html& put_amount(Html& html, std::string_view shown, std::string_view full,
                 std::string_view figure) {
    // A sign in Arabic would turn the line around it.
    return html.open_data(full, figure).element("bdi", shown).close();
}
Html& put_date(Html& html, Date date) {
    return html.element("time", long_date(date), {{"datetime", date.to_string()}});
}

}  // namespace tenure::inline v0::detail::reports
