#include <fmt/format.h>

#include "load_base.hpp"
#include "log_options.hpp"
#include "log_report.hpp"
#include "manual.hpp"
#include "options_echo.hpp"
#include "outputs.hpp"
#include "tenure/data/base_csv.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

struct SummarizeVerb {
    LogOptions log;
    std::string out;
    bool json = false;
    std::int64_t threads = 1;
};

Manual manual() {
    return {
        .summary = "turn an order log into a customer base",
        .synopsis = R"(tenure summarize ORDERS... --out BASE [log options] [--json] [--threads N])",
        .description =
            R"(Reads a log of orders and writes one row per customer with what the customer models
need to know: frequency (purchase occasions after the first), recency (from the
first to the last), T (from the first to --until) and the mean spend of the repeat
occasions. A customer's purchases within one --merge period are one occasion. Sums
of money are exact, and the order of the rows does not matter. The report says what
became of every row that was read.

fit and score read the base by --base and give the same results from it as from the
log, to the last bit.)",
        .files =
            R"(BASE is comma-separated text with the columns customer, frequency, recency, T (in
the --unit), monetary_value, first_date, last_date, repeat_revenue, sum_log_gaps,
weight, until, unit, merge, revenue and, where the log goes on after --until,
holdout_frequency, holdout_revenue, holdout_until. What is not known is empty.)",
        .exit_status = exit_status_of_readers,
        .examples = R"(tenure summarize orders.csv --until 1997-09-30 --out base.csv
tenure summarize 2023.csv 2024.csv.gz --returns net --missing-id drop --out base.csv
tenure summarize orders.txt --delimiter whitespace --no-header \
    --columns customer=2,date=3,amount=5 --out - | head)"};
}

void fill(CLI::App& app, SummarizeVerb& options) {
    add_log_options(app, options.log, Input::orders);
    add_out(app, options.out, "BASE", "The customer base");
    add_json(app, options.json, "one JSON object with options, rows and customers");
    add_threads(app, options.threads);
}

ExitCode run(const SummarizeVerb& options) {
    Outputs outputs({options.out}, options.json, input_files(options.log));
    Run work(options.threads);
    const CustomerBase base = load_base(options.log, work);
    const Table table = tenure::to_table(base);

    outputs.add(options.out, table);
    const Json report{{"options", log_options_json(options.log, &base)},
                      {"rows", rows_json(base)},
                      {"customers", customers_json(base)}};
    outputs.add_report(options.json ? to_text(report) : log_text(options.log, base));
    work.finish();
    outputs.commit();
    return ExitCode::done;
}

}  // namespace

void add_summarize(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "summarize", &fill, &run), manual());
}

}  // namespace tenure::tools
