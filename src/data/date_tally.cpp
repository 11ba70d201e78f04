#include "data/date_tally.hpp"

#include <algorithm>

#include "core/date_forms.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// Of hostile logs, in which zeros are written in ever new ways, or at great length, no more is
// kept.
constexpr std::size_t longest = 64, most_zeros = 64;

// A date of zeros, as databases write one that is not there.
bool is_zeros(std::string_view text) noexcept {
    return text.find('0') != std::string_view::npos &&
           text.find_first_not_of("0-/. :T") == std::string_view::npos;
}

}  // namespace

void DateTally::add(std::string_view text) {
    if (text.size() > longest) return;
    if (is_zeros(text)) return count_zeros(text);
    const auto forms = core::date_forms_of(text);
    for (std::size_t form = 0; form < forms.size(); ++form) {
        if (forms[form]) count(core::date_form(form), text);
    }
}

void DateTally::count_zeros(std::string_view text) {
    const bool is_new = std::none_of(notations_.begin(), notations_.end(),
                                     [&](const auto& known) { return known.format == text; });
    if (is_new && ++zeros_ > most_zeros) return;
    count(text, text);
}

void DateTally::count(std::string_view format, std::string_view text) {
    const auto at = std::find_if(notations_.begin(), notations_.end(),
                                 [&](const auto& notation) { return notation.format == format; });
    if (at != notations_.end()) {
        ++at->values;
    } else {
        notations_.push_back({std::string(format), 1, std::string(text)});
    }
}

std::vector<DateNotation> DateTally::notations() const {
    std::vector<DateNotation> out = notations_;
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.values > b.values; });
    return out;
}

}  // namespace tenure::inline v0::detail::data
