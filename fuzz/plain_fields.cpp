// The fields of a log in their plainest form: where that is read at all, it is what is read
// strictly.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "data/plain_fields.hpp"
#include "require.hpp"
#include "tenure/core/customer_id.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/money.hpp"

namespace tenure::fuzz {
namespace {

void check_integer(std::string_view text) {
    std::int64_t number = 0;
    if (!detail::data::read_plain_integer(text, number)) return;
    require(canonical_integer(text) == number, "a plain number is a canonical one");
}

void check_date(std::string_view text) {
    std::int32_t days = 0;
    if (!detail::data::read_plain_date(text, days)) return;
    const auto date = Date::parse(text);
    require(date && date->days() == days, "a plain date is that date");
}

void check_amounts(std::string_view text) {
    Money amount;
    if (detail::data::read_plain_amount(text, amount.units, amount.scale)) {
        const auto strict = Money::parse(text);
        require(strict && *strict == amount, "a plain amount is that amount");
    }
    std::int64_t hundredths = 0;
    if (detail::data::read_plain_hundredths(text, hundredths)) {
        const auto strict = Money::parse(text);
        require(strict && strict->scale <= 2 && strict->at_scale(2).value().units == hundredths,
                "hundredths are that amount");
    }
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    tenure::fuzz::check_integer(text);
    tenure::fuzz::check_date(text);
    tenure::fuzz::check_amounts(text);
    return 0;
}
