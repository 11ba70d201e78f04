#include <fmt/format.h>

#include <limits>

#include "json.hpp"
#include "manual.hpp"
#include "option_values.hpp"
#include "outputs.hpp"
#include "run.hpp"
#include "tenure/models/simulate.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

using models::BgNbd;
using models::GammaGamma;

struct SimulateVerb {
    std::string model;
    std::vector<double> parameters;
    std::vector<double> spend;
    std::int64_t customers = 1000;
    std::optional<Date> from;
    std::optional<Date> until;
    Duration entry{12, Unit::week};
    Unit unit = Unit::week;
    std::int64_t seed = 1;
    std::string out;
    bool json = false;
    std::int64_t threads = 1;
};

Manual manual() {
    return {
        .summary = "make an order log of customers that behave as a model says",
        .synopsis = R"(tenure simulate --model bg-nbd --parameters r=R,alpha=ALPHA,a=A,b=B
    [--spend p=P,q=Q,gamma=GAMMA] [--customers 1000] --from DATE --until DATE
    [--entry 12w] [--unit week] [--seed 1] --out ORDERS [--json] [--threads N])",
        .description =
            R"(Draws customers from the model: each makes a first purchase at a time uniform within
--entry from the start of --from, and then buys and leaves as the model says, up to
the end of --until. With --spend every purchase has an amount, in hundredths. A fit
to such a log should find the parameters that were put in, up to its standard errors
and the rounding of times to days.

The same seed gives the same log, on any number of threads; customer i is the same
whatever --customers is.)",
        .files =
            R"(ORDERS is comma-separated text with the columns customer, date and, with --spend,
amount; customers are numbered from 1, rows are ordered by customer, then time.)",
        .exit_status = R"(0    done
1    a file could not be written, memory ran out, or an internal error
2    the command line is not as documented here
130  interrupted, by SIGINT, SIGTERM or SIGHUP)",
        .examples =
            R"(tenure simulate --model bg-nbd --parameters r=0.243,alpha=4.414,a=0.793,b=2.426 \
    --spend p=6.25,q=3.74,gamma=15.44 --customers 4000 --from 1997-01-01 \
    --entry 12w --until 1998-06-30 --unit week --seed 1 --out orders.csv)"};
}

Result<std::string> parse_model(std::string_view text) {
    constexpr std::array names{BgNbd::name};
    return parse_choice(text, names);
}

template <class Model>
Result<std::vector<double>> parse_model_parameters(std::string_view text) {
    return parse_parameters(text, Model::parameter_names);
}

void add_model_options(CLI::App& app, SimulateVerb& options) {
    const std::vector<CLI::Option*> added{
        add_value(app, "--model", options.model, parse_model, "NAME",
                  "The model of purchases. Range: bg-nbd. Required.")
            ->required(),
        add_value(app, "--parameters", options.parameters, parse_model_parameters<BgNbd>,
                  "NAME=VALUE,...",
                  "Its parameters r, alpha (in the --unit), a and b, each above 0. Required.")
            ->required(),
        add_value(app, "--spend", options.spend, parse_model_parameters<GammaGamma>,
                  "NAME=VALUE,...",
                  "The parameters p, q and gamma of the Gamma-Gamma model, each above 0. Default: "
                  "orders have no amounts."),
        add_value(app, "--unit", options.unit, parse_unit, "UNIT",
                  "What alpha is counted in: hour, day, week, month or year. Default: week.")};
    for (CLI::Option* option : added) option->group("MODEL");
}

void add_sample_options(CLI::App& app, SimulateVerb& options) {
    const auto parse_seed = [](std::string_view text) {
        return parse_count(text, 0, std::numeric_limits<std::int64_t>::max());
    };
    const std::vector<CLI::Option*> added{
        add_value(app, "--customers", options.customers, parse_whole, "N",
                  "How many customers, 1 to 1000000000. Default: 1000."),
        add_value(app, "--from", options.from, parse_date, "DATE",
                  "The first day on which customers enter, as YYYY-MM-DD. Required.")
            ->required(),
        add_value(app, "--until", options.until, parse_date, "DATE",
                  "The last day of observation, inclusive. Required.")
            ->required(),
        add_value(app, "--entry", options.entry, parse_duration, "TIME",
                  "The time within which customers enter: a number above 0 followed by h, d, w, mo "
                  "or y, not past --until. Default: 12w."),
        add_value(app, "--seed", options.seed, parse_seed, "N",
                  "A whole number, 0 to 9223372036854775807. Default: 1.")};
    for (CLI::Option* option : added) option->group("SAMPLE");
}

void fill(CLI::App& app, SimulateVerb& options) {
    add_model_options(app, options);
    add_sample_options(app, options);
    add_out(app, options.out, "ORDERS", "The order log");
    add_json(app, options.json,
             "one JSON object with options, customers, rows, first_date and last_date");
    add_threads(app, options.threads);
}

/// Parameters outside the model's range were typed by the user: a matter of usage, not of input.
template <class Model>
Model checked(const char* option, const Model& model) {
    const auto valid = model.check();
    if (!valid) throw UsageError(fmt::format("{}: {}", option, valid.error().message));
    return model;
}

models::SimulateOptions simulate_options(const SimulateVerb& options, Run& run) {
    const auto& p = options.parameters;
    models::SimulateOptions simulation{
        .purchases = checked("--parameters", BgNbd{p[0], p[1], p[2], p[3], options.unit}),
        .from = *options.from,
        .until = *options.until,
        .entry = options.entry,
        .customers = options.customers,
        .seed = static_cast<std::uint64_t>(options.seed),
        .run = run.options("simulating")};
    if (const auto& s = options.spend; !s.empty()) {
        simulation.spend = checked("--spend", GammaGamma{s[0], s[1], s[2]});
    }
    return simulation;
}

Transactions simulate(const models::SimulateOptions& simulation) {
    auto log = models::simulate_transactions(simulation);
    if (log) return *std::move(log);
    Error error = log.error();
    if (error.code == Code::overflow) throw UsageError("--spend: " + error.message);
    if (error.where.field == "purchases") error.where.field = "parameters";  // its name here
    throw Exception(error);
}

template <class Model>
Json parameters_json(const Model& model) {
    Json object = Json::object();
    const auto values = model.parameters();
    for (std::size_t i = 0; i < values.size(); ++i) {
        object[std::string(Model::parameter_names[i])] = values[i];
    }
    return object;
}

Json options_json(const models::SimulateOptions& simulation) {
    return {{"model", BgNbd::name},
            {"unit", to_string(simulation.purchases.unit)},
            {"parameters", parameters_json(simulation.purchases)},
            {"spend", simulation.spend ? parameters_json(*simulation.spend) : Json(nullptr)},
            {"customers", simulation.customers},
            {"from", simulation.from.to_string()},
            {"until", simulation.until.to_string()},
            {"entry", to_string(simulation.entry)},
            {"seed", simulation.seed}};
}

std::string report(const models::SimulateOptions& simulation, const Transactions& log, bool json) {
    const std::string first = log.first_date()->to_string();
    const std::string last = log.last_date()->to_string();
    if (!json) {
        return fmt::format("{} orders of {} customers, {} to {}\n", log.size(),
                           simulation.customers, first, last);
    }
    return to_text(Json{{"options", options_json(simulation)},
                        {"customers", simulation.customers},
                        {"rows", log.size()},
                        {"first_date", first},
                        {"last_date", last}});
}

ExitCode run(const SimulateVerb& options) {
    Outputs outputs({options.out}, options.json);
    Run work(options.threads);
    const models::SimulateOptions simulation = simulate_options(options, work);
    const Transactions log = simulate(simulation);

    outputs.add(options.out, log.table());
    outputs.add_report(report(simulation, log, options.json));
    work.finish();
    outputs.commit();
    return ExitCode::done;
}

}  // namespace

void add_simulate(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "simulate", &fill, &run), manual());
}

}  // namespace tenure::tools
