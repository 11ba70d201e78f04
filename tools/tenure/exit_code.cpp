#include "exit_code.hpp"

#include <cstdio>

#include "text_table.hpp"

namespace tenure::tools {

ExitCode complain(ExitCode code, const std::string& message) {
    // Where nobody hears it, the code stands.
    static_cast<void>(std::fputs((printable(message) + '\n').c_str(), stderr));
    return code;
}

void throw_in(const std::string& file, Error error) {
    if (error.where.file.empty()) error.where.file = file;
    throw Exception(std::move(error));
}

ExitCode exit_code(Code code) noexcept {
    switch (code) {
        case Code::cannot_write:
            return ExitCode::failed;
        case Code::invalid_option:
            return ExitCode::usage;
        case Code::unusable_fit:
            return ExitCode::unusable_fit;
        case Code::cancelled:
            return ExitCode::cancelled;
        default:
            return ExitCode::bad_input;
    }
}

}  // namespace tenure::tools
