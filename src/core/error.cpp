#include "tenure/core/error.hpp"

#include <exception>
#include <utility>

#include "core/message.hpp"
#include "core/number.hpp"

namespace tenure::inline v0 {
namespace {

/// `file:line:column`, as much of it as is known. A column without its line would be read as a
/// line.
[[nodiscard]] std::string place(const Location& where) {
    std::string out = where.file;
    if (where.line == 0) return out;
    if (!out.empty()) out += ':';
    out += std::to_string(where.line);
    if (where.column == 0) return out;
    out += ':';
    out += std::to_string(where.column);
    return out;
}

[[nodiscard]] std::string contract_message(std::string_view argument, std::string_view expected,
                                           std::string_view got) {
    std::string out(argument);
    out += ": ";
    out += detail::core::expected_got(expected, got);
    return out;
}

}  // namespace

std::string_view to_string(Code code) noexcept {
    // clang-format off
    switch (code) {
        case Code::cannot_open: return "cannot_open";
        case Code::cannot_read: return "cannot_read";
        case Code::cannot_write: return "cannot_write";
        case Code::malformed_csv: return "malformed_csv";
        case Code::invalid_encoding: return "invalid_encoding";
        case Code::line_too_long: return "line_too_long";
        case Code::wrong_column_count: return "wrong_column_count";
        case Code::missing_column: return "missing_column";
        case Code::no_rows: return "no_rows";
        case Code::invalid_number: return "invalid_number";
        case Code::invalid_date: return "invalid_date";
        case Code::missing_id: return "missing_id";
        case Code::negative_amount: return "negative_amount";
        case Code::overflow: return "overflow";
        case Code::invalid_value: return "invalid_value";
        case Code::duplicate_customer: return "duplicate_customer";
        case Code::not_in_order: return "not_in_order";
        case Code::invalid_data: return "invalid_data";
        case Code::unusable_fit: return "unusable_fit";
        case Code::no_amounts: return "no_amounts";
        case Code::cancelled: return "cancelled";
        case Code::invalid_option: return "invalid_option";
        case Code::not_a_tenure_file: return "not_a_tenure_file";
        case Code::unsupported_version: return "unsupported_version";
        case Code::corrupt_file: return "corrupt_file";
        case Code::limit_exceeded: return "limit_exceeded";
    }
    // clang-format on
    return "unknown";
}

std::string Error::to_string() const {
    std::string out = place(where);
    if (!out.empty()) out += ": ";
    out += message;
    return out;
}

Exception::Exception(Error error)
    : std::runtime_error(error.to_string()), error_(std::move(error)) {}

ContractError::ContractError(std::string_view argument, std::string_view expected,
                             std::string_view got)
    : std::logic_error(contract_message(argument, expected, got)) {}

namespace detail::core {
namespace {

template <class Thrown>
[[noreturn]] void fail([[maybe_unused]] Thrown&& thrown) {
#if defined(__cpp_exceptions)
    throw std::forward<Thrown>(thrown);
#else
    std::terminate();
#endif
}

}  // namespace

void throw_exception(const Error& error) { fail(Exception(error)); }

void contract_violation(std::string_view argument, std::string_view expected,
                        std::string_view got) {
    fail(ContractError(argument, expected, got));
}

void contract_violation(std::string_view argument, std::string_view expected, double got) {
    contract_violation(argument, expected, std::string_view(shortest(got)));
}

}  // namespace detail::core
}  // namespace tenure::inline v0
