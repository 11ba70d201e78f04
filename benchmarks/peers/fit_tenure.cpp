// Tenure's side of the comparison of fits: from columns in memory to the parameters, measured and
// printed as one line of JSON.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "columns.hpp"
#include "measured.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/tenure.hpp"

namespace {

using namespace tenure;

constexpr const char* usage =
    "Usage:\n"
    "  fit_tenure --about                              the machine, and how this was built\n"
    "  fit_tenure --fit FOLDER CUSTOMERS day|week MODEL THREADS\n"
    "                                                  fit the customers in FOLDER\n"
    "MODEL is bg-nbd or gamma-gamma. Prints a line of JSON.\n";

constexpr std::size_t warm_up = 1000;  // customers

// The base of the first customers of the columns in `folder`, read in weeks.
CustomerBase base_of(const std::filesystem::path& folder, std::size_t customers, Period merge) {
    std::vector<std::int64_t> ids(customers);
    std::iota(ids.begin(), ids.end(), std::int64_t{1});
    const auto reals = [&](const char* name) {
        return Column::reals(bench::read_column<double>(folder / name, customers));
    };
    Table table;
    table.add("customer", Column::integers(std::move(ids)));
    table.add("frequency", Column::integers(bench::read_column<std::int64_t>(
                               folder / "frequency.npy", customers)));
    table.add("recency", reals("recency.npy"));
    table.add("T", reals("T.npy"));
    table.add("monetary_value", reals("monetary_value.npy"));
    table.add("weight", Column::integers(std::vector<std::int64_t>(customers, 1)));
    return CustomerBase::from_table(std::move(table), merge, Unit::week).value();
}

struct Bases {
    CustomerBase all;
    CustomerBase first;  // what is fitted before the clock starts
};

template <class Model>
void fit(const Bases& bases, std::size_t threads) {
    ThreadPool pool(threads);
    const models::FitOptions options{.run = {.executor = pool.executor()}};
    std::optional<models::Fitted<Model>> fitted = Model::fit(bases.first, options).value();
    const bench::Times times =
        bench::time_of([&] { fitted = Model::fit(bases.all, options).value(); });
    const models::FitReport& report = fitted->report;
    std::printf("{\"version\": \"%s\", \"seconds\": %.6f, \"cpu_seconds\": %.6f, ",
                TENURE_VERSION_STRING, times.wall, times.cpu);
    std::printf("\"peak_bytes\": %llu, \"customers\": %lld, \"status\": \"%s\", \"parameters\": [",
                static_cast<unsigned long long>(bench::peak_bytes()),
                static_cast<long long>(report.customers),
                std::string(to_string(report.status)).c_str());
    const char* separator = "";
    for (const double parameter : fitted->model.parameters()) {
        std::printf("%s%.17g", std::exchange(separator, ", "), parameter);
    }
    std::printf("], \"log_likelihood\": %.17g}\n", report.log_likelihood);
}

void run_mode(const std::string& mode, const bench::Arguments& arguments) {
    if (mode == "--about" && arguments.empty()) {
        bench::print_about(("up to " + std::string(to_string(simd_level()))).c_str());
        return;
    }
    if (mode != "--fit" || arguments.size() != 5) throw bench::UsageError{};
    if (arguments[2] != "day" && arguments[2] != "week") throw bench::UsageError{};
    const auto customers = static_cast<std::size_t>(bench::whole_number(arguments[1]));
    const Period merge = parse_period(arguments[2]).value();
    const Bases bases{base_of(arguments[0], customers, merge),
                      base_of(arguments[0], std::min(customers, warm_up), merge)};
    const auto threads = static_cast<std::size_t>(bench::whole_number(arguments[4]));
    if (arguments[3] == models::BgNbd::name) {
        fit<models::BgNbd>(bases, threads);
    } else if (arguments[3] == models::GammaGamma::name) {
        fit<models::GammaGamma>(bases, threads);
    } else {
        throw bench::UsageError{};
    }
}

}  // namespace

int main(int argc, char** argv) { return tenure::bench::run(argc, argv, usage, run_mode); }
