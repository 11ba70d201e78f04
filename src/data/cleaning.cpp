#include "tenure/data/cleaning.hpp"

#include <array>

#include "core/enumerators.hpp"
#include "core/message.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::parse_enumerator;

using Names2 = std::array<std::string_view, 2>;
using Names3 = std::array<std::string_view, 3>;

constexpr Names3 returns_names = {"error", "net", "drop"};
constexpr Names2 missing_ids_names = {"error", "drop"};
constexpr Names2 keep_or_drop = {"keep", "drop"};
constexpr Names3 outliers_names = {"keep", "error", "drop"};
constexpr Names2 bad_rows_names = {"reject", "skip"};

template <class Enum, class Names>
std::string_view name_of(Enum policy, const Names& names) noexcept {
    return names[static_cast<std::size_t>(policy)];
}

Error bad_option(const char* field, std::string_view expected, std::string_view got) {
    return {Code::invalid_option,
            detail::core::expected_got(expected, got),
            {{}, 0, 0, std::string("cleaning.") + field}};
}

}  // namespace

Result<void> CleaningPolicy::check() const {
    if (returns > Returns::drop) return bad_option("returns", "a policy", "none");
    if (missing_ids > MissingIds::drop) return bad_option("missing_ids", "a policy", "none");
    if (zero_amounts > ZeroAmounts::drop) return bad_option("zero_amounts", "a policy", "none");
    if (outliers > Outliers::drop) return bad_option("outliers", "a policy", "none");
    if (bad_rows > BadRows::skip) return bad_option("bad_rows", "a policy", "none");
    if (outliers != Outliers::keep && !outliers_above) {
        return bad_option("outliers_above", "a limit, as there is a policy for outliers", "none");
    }
    if (outliers_above && outliers_above->units < 0) {
        return bad_option("outliers_above", "an amount of 0 or more", outliers_above->to_string());
    }
    if (outliers_above && outliers_above->scale > Money::max_scale) {
        return bad_option("outliers_above", "an amount of at most 6 decimals", "more");
    }
    if (max_bad_rows < 0) {
        return bad_option("max_bad_rows", "a number of 0 or more", std::to_string(max_bad_rows));
    }
    return {};
}

std::string_view to_string(Returns policy) noexcept { return name_of(policy, returns_names); }
std::string_view to_string(MissingIds policy) noexcept {
    return name_of(policy, missing_ids_names);
}
std::string_view to_string(ZeroAmounts policy) noexcept { return name_of(policy, keep_or_drop); }
std::string_view to_string(Outliers policy) noexcept { return name_of(policy, outliers_names); }
std::string_view to_string(Duplicates policy) noexcept { return name_of(policy, keep_or_drop); }
std::string_view to_string(BadRows policy) noexcept { return name_of(policy, bad_rows_names); }

Result<Returns> parse_returns(std::string_view text) {
    return parse_enumerator<Returns>(text, returns_names, "error, net or drop");
}
Result<MissingIds> parse_missing_ids(std::string_view text) {
    return parse_enumerator<MissingIds>(text, missing_ids_names, "error or drop");
}
Result<ZeroAmounts> parse_zero_amounts(std::string_view text) {
    return parse_enumerator<ZeroAmounts>(text, keep_or_drop, "keep or drop");
}
Result<Outliers> parse_outliers(std::string_view text) {
    return parse_enumerator<Outliers>(text, outliers_names, "keep, error or drop");
}
Result<Duplicates> parse_duplicates(std::string_view text) {
    return parse_enumerator<Duplicates>(text, keep_or_drop, "keep or drop");
}
Result<BadRows> parse_bad_rows(std::string_view text) {
    return parse_enumerator<BadRows>(text, bad_rows_names, "reject or skip");
}

}  // namespace tenure::inline v0
