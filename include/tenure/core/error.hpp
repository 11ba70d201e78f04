#pragma once

/// @file
/// What can go wrong, as a plain value. Failures that come from outside the program (files, data)
/// travel in `Result<T>`; misuse of the library by the program is a `ContractError`.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tenure/core/export.hpp"

namespace tenure::inline v0 {

/// Why something failed. The numbers are stable: they may be logged, stored and compared.
enum class Code : std::uint16_t {
    // Files and bytes.
    cannot_open = 101,   ///< The file is missing or may not be read.
    cannot_read = 102,   ///< Reading broke off.
    cannot_write = 103,  ///< The file could not be written; nothing is left of it.

    // The form of a text.
    malformed_csv = 201,       ///< A quote that never closes, text after one, or a NUL byte.
    invalid_encoding = 202,    ///< Bytes that are not valid in the declared encoding.
    line_too_long = 203,       ///< A record above the limit; it was not read.
    wrong_column_count = 204,  ///< A record with more or fewer fields than the first.
    missing_column = 205,      ///< A column that is needed is not there, or is named twice.
    no_rows = 206,             ///< Nothing to read: an empty file, or a header alone.

    // The values in it.
    invalid_number = 301,      ///< Not a finite number of the expected form.
    invalid_date = 302,        ///< Not a calendar date of the expected form.
    missing_id = 303,          ///< A customer id that is empty.
    negative_amount = 304,     ///< An amount below zero where no policy allows it.
    overflow = 305,            ///< A value or a sum beyond what the type can hold.
    invalid_value = 306,       ///< Well formed, but outside its meaning (recency above T).
    duplicate_customer = 307,  ///< Two rows for one customer where one is expected.
    not_in_order = 308,        ///< A date before that of the row before, where the order is promised.

    // Models.
    invalid_data = 401,  ///< A base that the model is not defined for.
    unusable_fit = 402,  ///< A fit that is not identified, or did not finish, and was not accepted.
    no_amounts = 403,    ///< Spend is asked of data that carries no amounts.

    // The run.
    cancelled = 501,       ///< The host's progress callback said stop.
    invalid_option = 502,  ///< An option outside its documented range.

    // Saved files.
    not_a_tenure_file = 601,    ///< The first bytes are not ours.
    unsupported_version = 602,  ///< Written by a newer Tenure.
    corrupt_file = 603,         ///< Lengths, checksums or meanings that do not hold.
    limit_exceeded = 604,       ///< Above the loader's limits.
};

/// The code's name as it stands in the source, for example `"invalid_date"`.
[[nodiscard]] TENURE_API std::string_view to_string(Code code) noexcept;

/// Where in the input an error lies. What is unknown is empty or 0.
struct Location {
    std::string file = {};     ///< As the caller named it.
    std::uint64_t line = 0;    ///< From 1: the line where the record or field starts.
    std::uint64_t column = 0;  ///< From 1, in bytes of UTF-8: where the offending field starts.
    std::string field = {};    ///< A column's name or an option's path.
};

/// A failure as a value: a code for programs, a message for people, a place in the input.
struct Error {
    Code code;
    std::string message;  ///< One line, without the place: "expected …, got …".
    Location where = {};

    /// `file:line:column: message`, leaving out what is unknown.
    [[nodiscard]] TENURE_API std::string to_string() const;
};

/// Thrown by `Result::value()` where there is no value; holds the error.
class TENURE_API Exception : public std::runtime_error {
public:
    explicit Exception(Error error);
    [[nodiscard]] const Error& error() const noexcept { return error_; }

private:
    Error error_;
};

/// Thrown where the program uses the library against its documentation. It is a bug in the caller,
/// never a property of the data.
class TENURE_API ContractError : public std::logic_error {
public:
    ContractError(std::string_view argument, std::string_view expected, std::string_view got);
};

namespace detail::core {
/// Out of line, so that headers compile without exceptions; where the library itself was built
/// without them, the program ends.
[[noreturn]] TENURE_API void throw_exception(const Error& error);
[[noreturn]] TENURE_API void contract_violation(std::string_view argument,
                                                std::string_view expected, std::string_view got);
[[noreturn]] TENURE_API void contract_violation(std::string_view argument,
                                                std::string_view expected, double got);
}  // namespace detail::core

}  // namespace tenure::inline v0
