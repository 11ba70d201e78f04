#include "models/option_error.hpp"

#include "core/message.hpp"
#include "core/number.hpp"

namespace tenure::inline v0::detail::models {

Error invalid_option(std::string_view option, std::string_view expected, std::string_view got) {
    Error error{Code::invalid_option, core::expected_got(expected, got)};
    error.where.field = option;
    return error;
}

Error invalid_option(std::string_view option, std::string_view expected, double got) {
    return invalid_option(option, expected, core::shortest(got));
}

Result<void> as_option(std::string_view option, const Result<void>& checked) {
    if (checked) return {};
    Error error = checked.error();
    error.code = Code::invalid_option;
    error.where.field = std::string(option).append(".").append(error.where.field);
    return error;
}

}  // namespace tenure::inline v0::detail::models
