#include <algorithm>
#include <limits>
#include <utility>

#include "check_report.hpp"
#include "exit_code.hpp"
#include "load_base.hpp"
#include "log_options.hpp"
#include "manual.hpp"
#include "outputs.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

struct CheckVerb {
    LogOptions log;
    bool json = false;
    std::int64_t threads = 1;
};

Manual manual() {
    return {.summary = "say what is in an order log, and what is wrong with it",
            .synopsis = R"(tenure check ORDERS... [log options] [--json] [--threads N])",
            .description =
                R"(Reads a log to its end as the other verbs would, and writes nothing. Prints which
columns were taken for what and why; what would be read, merged and dropped; how
many rows are refused for what, with the place of the first of each; for dates that
are refused, how they may be meant; and the options that would settle it.

Where the structure of a file breaks (a quote that never closes, a record that is
too long), nobody knows where the next row starts: what stood before is reported.)",
            .exit_status =
                R"(0    nothing is refused
1    a file could not be written, memory ran out, or an internal error
2    the command line is not as documented here
3    something is refused, or a column is missing: what was found is printed; or
     nothing could be read at all, as a file is missing or empty: one line on
     standard error says file:line:column: what was expected, and what stood there
130  interrupted, by SIGINT, SIGTERM or SIGHUP)",
            .examples = R"(tenure check orders.csv
tenure check 2023.csv 2024.csv.gz --returns net --missing-id drop
tenure check export.csv --delimiter ';' --date-format %d.%m.%Y --json)"};
}

void fill(CLI::App& app, CheckVerb& options) {
    add_log_options(app, options.log, Input::orders_to_check);
    add_json(app, options.json,
             "one JSON object with options, files (and their columns), rows, first_date, "
             "last_date, revenue, customers, date_notations, ended_by and advice");
    add_threads(app, options.threads);
}

/// Every bad row is counted; the first of each kind is kept.
CleaningPolicy without_cap(CleaningPolicy cleaning) {
    cleaning.bad_rows = BadRows::skip;
    cleaning.max_bad_rows = std::numeric_limits<std::int64_t>::max();
    return cleaning;
}

void note_columns(CheckFindings& findings, const TransactionReader& reader) {
    if (findings.files.empty() || findings.files.back().file != reader.file())
        findings.files.push_back({reader.file(), reader.columns()});
}

void note_dates(CheckFindings& findings, const Transactions& piece) {
    if (piece.size() == 0) return;  // all of its rows were left out
    const Date first = *piece.first_date();
    const Date last = *piece.last_date();
    findings.first_date = std::min(findings.first_date.value_or(first), first);
    findings.last_date = std::max(findings.last_date.value_or(last), last);
}

/// What is wrong with the log ends the reading; what is wrong with the run ends the run.
void note_end(CheckFindings& findings, const Error& error) {
    if (exit_code(error.code) != ExitCode::bad_input) throw Exception(error);
    findings.ended_by = error;
}

/// Where the log breaks off, nobody knows its first and last date.
void note_break(CheckFindings& findings, const Error& error) {
    note_end(findings, error);
    findings.first_date.reset();
    findings.last_date.reset();
}

/// Reads to the end, or to what ends it.
void read_all(LogSummary& log, CheckFindings& findings) {
    note_columns(findings, log.reader());
    for (;;) {
        const auto piece = log.next();
        note_columns(findings, log.reader());
        if (!piece) return note_break(findings, piece.error());
        if (!*piece) return;
        note_dates(findings, **piece);
    }
}

CheckFindings check_rows(const LogOptions& options, Run& run) {
    LogSummary log(options, without_cap(options.cleaning), run);
    CheckFindings findings;
    read_all(log, findings);
    findings.log = log.reader().report();
    findings.notations = log.reader().date_notations();
    if (findings.log.kept == 0 && findings.faulty()) return findings;
    auto base = log.finish();
    if (base) {
        findings.base = *std::move(base);
    } else if (!findings.ended_by) {
        Error error = base.error();
        if (error.where.file.empty()) error.where.file = input_name(options);
        note_end(findings, error);
    }
    return findings;
}

/// A first file whose columns are not found is a finding, too.
CheckFindings check(const LogOptions& options, Run& run) {
    try {
        return check_rows(options, run);
    } catch (const Exception& failure) {
        if (failure.error().code != Code::missing_column) throw;
        return {.ended_by = failure.error()};
    }
}

ExitCode run(const CheckVerb& options) {
    Outputs outputs({}, options.json);
    Run work(options.threads);
    const CheckFindings findings = check(options.log, work);
    outputs.add_report(options.json ? to_text(check_json(findings, options.log))
                                    : to_text(findings, options.log));
    work.finish();
    outputs.commit();
    if (!findings.faulty()) return ExitCode::done;
    return complain(ExitCode::bad_input, why_faulty(findings, options.log));
}

}  // namespace

void add_check(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "check", &fill, &run), manual());
}

}  // namespace tenure::tools
