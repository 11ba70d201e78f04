#include "core/date_forms.hpp"

#include <array>

#include "core/time_format.hpp"

namespace tenure::inline v0::detail::core {
namespace {

constexpr std::array<std::string_view, 16> dates = {
    "%Y-%m-%d", "%Y%m%d",   "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%d.%m.%Y", "%m.%d.%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y", "%m.%d.%y"};
constexpr std::array<std::string_view, 5> times = {"", " %H:%M", " %H:%M:%S", " %I:%M %p",
                                                   " %I:%M:%S %p"};
static_assert(dates.size() * times.size() == date_form_count);

/// Whether all of `text`, which is what stands behind the date of `fields`, is a time in `format`.
[[nodiscard]] bool reads(std::string_view text, std::string_view format,
                         TimeFields fields) noexcept {
    return take_by_format(text, format, fields) && text.empty() && field_problem(fields).empty();
}

/// The date that the form of this number, which reads `text`, makes of it.
[[nodiscard]] std::string date_by(std::size_t number, std::string_view text) {
    TimeFields fields;
    (void)take_by_format(text, dates[number / times.size()], fields);
    return fields.date().to_string();
}

}  // namespace

std::string date_form(std::size_t number) {
    return std::string(dates[number / times.size()]).append(times[number % times.size()]);
}

std::bitset<date_form_count> date_forms_of(std::string_view text) noexcept {
    std::bitset<date_form_count> forms;
    for (std::size_t date = 0; date < dates.size(); ++date) {
        std::string_view rest = text;
        TimeFields fields;
        if (!take_by_format(rest, dates[date], fields)) continue;
        for (std::size_t time = 0; time < times.size(); ++time) {
            if (reads(rest, times[time], fields)) forms.set(date * times.size() + time);
        }
    }
    return forms;
}

std::string expected_date(std::string_view text) {
    std::string out = "a date as YYYY-MM-DD or YYYYMMDD";
    const auto forms = date_forms_of(text);
    const bool single = forms.count() == 1;
    std::string_view joint =
        single ? ", or a date format such as " : ", or a date format: it can be read as ";
    for (std::size_t number = 0; number < forms.size(); ++number) {
        if (!forms[number]) continue;
        const std::string form = date_form(number), date = date_by(number, text);
        out.append(joint).append(single ? form : date);
        out.append(" (").append(single ? date : form).append(1, ')');
        joint = " or ";
    }
    return out;
}

}  // namespace tenure::inline v0::detail::core
