#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manual.hpp"
#include "run.hpp"
#include "tenure/core/simd_level.hpp"
#include "tenure/core/version.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

Manual manual() {
    return {.summary = "customer retention and value from a log of orders",
            .synopsis = R"(tenure VERB ...
tenure VERB --help
tenure --version)",
            .description =
                R"(Reads a log of orders and says who the customers are, who is about to leave, and
what each is worth. Each verb has a page of its own: tenure VERB --help.

Nothing is read but the files that are named (and, where --memory-limit is given, a
temporary file of the run's own), and nothing is written when a run fails. The same
input gives the same output, on any number of threads of one machine; on others
scores may differ by 1e-12. The environment variable TENURE_SIMD=baseline (or avx2,
avx512: no more than the CPU has) chooses the vector instructions.)",
            .exit_status =
                R"(0    done
1    a file could not be written, memory ran out, or an internal error
2    the command line is not as documented here
3    bad input, a missing or unreadable file, or a log that check finds faulty: one
     line on standard error says file:line:column: what was expected, and what stood
     there
4    a fit that is not usable (not_identified, max_iterations): what was found is
     printed, and no file is written
130  interrupted, by SIGINT, SIGTERM or SIGHUP)",
            .examples = R"(tenure check orders.csv
tenure score orders.csv --until 1997-09-30 --horizon 39w --out scores.csv
tenure fit orders.csv --until 1997-09-30 --model bg-nbd --json)"};
}

/// The name that the user called: `tenure`, or `tenure VERB`.
std::string called(const CLI::App& program) {
    const auto verbs = program.get_subcommands();
    return verbs.empty() ? program.get_name()
                         : program.get_name() + ' ' + verbs.front()->get_name();
}

ExitCode complain_of_usage(const CLI::App& program, const std::string& message) {
    const std::string name = called(program);
    return complain(ExitCode::usage, fmt::format("{}: {} (see {} --help)", name, message, name));
}

std::string no_verb(const CLI::App& program, int argc, char** argv) {
    std::vector<std::string> verbs;
    for (const CLI::App* verb : program.get_subcommands([](const CLI::App*) { return true; })) {
        verbs.push_back(verb->get_name());
    }
    const std::string got = argc > 1 ? fmt::format("'{}'", argv[1]) : "none";
    return fmt::format("expected a verb ({}), got {}", fmt::join(verbs, ", "), got);
}

/// Takes the vector instructions that the environment asks for.
void set_simd_level_of_environment() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const name = std::getenv("TENURE_SIMD");
    if (name == nullptr) return;
    auto level = parse_simd_level(name);
    const auto set = level ? set_simd_level(*level) : Result<void>(level.error());
    if (!set) throw UsageError("TENURE_SIMD: " + set.error().message);
}

/// What the command line calls an option of the library's otherwise.
std::string option_name(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> others{
        {{"missing_ids", "missing-id"},
         {"zero_amounts", "zero"},
         {"bad_rows", "on-bad-row"},
         {"spill_folder", "temp-dir"}}};
    for (const auto& [theirs, ours] : others) {
        if (name == theirs) return std::string(ours);
    }
    std::string ours(name);
    std::ranges::replace(ours, '_', '-');
    return ours;
}

/// What the user calls the option at a path of the library's: `csv.decimal.group` is `--group: `,
/// `cleaning.missing_ids` is `--missing-id: `, and `columns.date` is `--columns: date: `.
std::string option_prefix(std::string_view path) {
    for (const std::string_view inner : {"csv.", "decimal.", "cleaning."}) {
        if (path.starts_with(inner)) path.remove_prefix(inner.size());
    }
    if (path.empty()) return {};
    const std::string_view name = path.substr(0, path.find('.'));
    std::string rest(path.substr(name.size()));
    if (!rest.empty()) rest = rest.substr(1) + ": ";
    return "--" + option_name(name) + ": " + rest;
}

ExitCode complain_of_error(const CLI::App& program, const Error& error) {
    const ExitCode code = interrupted() ? ExitCode::cancelled : exit_code(error.code);
    if (code == ExitCode::cancelled) return complain(code, called(program) + ": interrupted");
    if (code != ExitCode::usage) return complain(code, error.to_string());
    return complain_of_usage(program, option_prefix(error.where.field) + error.message);
}

ExitCode run(const CLI::App& program, const Action& action) {
    try {
        set_simd_level_of_environment();
        return action();
    } catch (const UsageError& error) {
        return complain_of_usage(program, error.what());
    } catch (const Exception& error) {
        return complain_of_error(program, error.error());
    } catch (const std::bad_alloc&) {
        return complain(ExitCode::failed, called(program) + ": out of memory");
    } catch (const std::exception& error) {
        return complain(ExitCode::failed,
                        fmt::format("{}: internal error: {}", called(program), error.what()));
    }
}

ExitCode parse_and_run(int argc, char** argv) {
    CLI::App program;
    program.name("tenure");
    program
        .set_version_flag("--version", std::string("tenure ") + TENURE_VERSION_STRING,
                          "Print the version.")
        ->group("GENERAL");
    program.require_subcommand(1);
    Action action;
    add_check(program, action);
    add_summarize(program, action);
    add_fit(program, action);
    add_score(program, action);
    add_segment(program, action);
    add_simulate(program, action);
    add_inspect(program, action);
    set_manual(program, manual());
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return static_cast<ExitCode>(program.exit(asked));
    } catch (const CLI::ParseError& error) {
        const bool with_verb = !program.get_subcommands().empty();
        return complain_of_usage(program, with_verb ? error.what() : no_verb(program, argc, argv));
    }
    listen_for_interrupts(called(program));
    return run(program, action);
}

}  // namespace

}  // namespace tenure::tools

int main(int argc, char** argv) {
    return static_cast<int>(tenure::tools::parse_and_run(argc, argv));
}
