#pragma once

/// @file
/// The verbs of the program.

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "exit_code.hpp"

namespace tenure::tools {

/// What the parsed command line asks for; throws `UsageError` and the library's exceptions.
using Action = std::function<ExitCode()>;

/// Each adds its verb to `program`; where the command line names it, `chosen` becomes its run.
void add_check(CLI::App& program, Action& chosen);
void add_summarize(CLI::App& program, Action& chosen);
void add_fit(CLI::App& program, Action& chosen);
void add_score(CLI::App& program, Action& chosen);
void add_segment(CLI::App& program, Action& chosen);
void add_simulate(CLI::App& program, Action& chosen);
void add_inspect(CLI::App& program, Action& chosen);

/// Adds the verb `name`, whose options `fill(verb, options)` adds and which `run(options)` runs.
template <class Options>
CLI::App& add_verb(CLI::App& program, Action& chosen, const char* name,
                   void (*fill)(CLI::App&, Options&), ExitCode (*run)(const Options&)) {
    const auto options = std::make_shared<Options>();
    CLI::App* const verb = program.add_subcommand(name);
    fill(*verb, *options);
    verb->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
    return *verb;
}

}  // namespace tenure::tools
