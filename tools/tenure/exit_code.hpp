#pragma once

/// @file
/// How the program ends.

#include <stdexcept>
#include <string>
#include <utility>

#include "tenure/core/result.hpp"

namespace tenure::tools {

/// What the shell is told. The numbers are documented in every verb's `--help`.
enum class ExitCode : int {
    done = 0,
    failed = 1,        ///< Could not write, out of memory, internal.
    usage = 2,         ///< The command line is not as documented.
    bad_input = 3,     ///< A file is missing, unreadable or not as expected.
    unusable_fit = 4,  ///< A fit that is not identified or did not finish.
    cancelled = 130,   ///< Interrupted by SIGINT, SIGTERM or SIGHUP, as shells count the first.
};

/// Says why the program ends so, in one line on standard error, whatever stood in the text.
ExitCode complain(ExitCode code, const std::string& message);

/// The exit code for an error of the library.
[[nodiscard]] ExitCode exit_code(Code code) noexcept;

/// A command line that is well formed but asks for what cannot be. The message is one line and
/// names the option.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Throws an `Exception` whose place is at least `file`.
[[noreturn]] void throw_in(const std::string& file, Error error);

/// The value, or that exception.
template <class T>
[[nodiscard]] T value_of(Result<T> result, const std::string& file) {
    if (!result) throw_in(file, result.error());
    return *std::move(result);
}
inline void check_in(const std::string& file, const Result<void>& result) {
    if (!result) throw_in(file, result.error());
}

}  // namespace tenure::tools
