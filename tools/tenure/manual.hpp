#pragma once

/// @file
/// `--help` as a manual page.

#include <CLI/CLI.hpp>
#include <string>

namespace tenure::tools {

/// The parts of a manual page that do not follow from the options.
struct Manual {
    std::string summary;  ///< One line, after the name.
    // The others are shown as they stand, of at most 84 columns.
    std::string synopsis;
    std::string description;
    std::string files = {};  ///< What is written.
    std::string exit_status;
    std::string examples;
};

/// Lets `app` answer `--help` with `manual` and its options, each with the group that it was added
/// to.
void set_manual(CLI::App& app, const Manual& manual);

/// The exit codes of the verbs that read a log and fit models; without fitting, the same less
/// code 4.
extern const char* const exit_status_of_readers;
extern const char* const exit_status_of_fits;

}  // namespace tenure::tools
