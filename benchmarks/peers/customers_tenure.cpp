// Writes the customers that all systems of the comparison score and fit: simulated, or of CDNOW.

#include <algorithm>
#include <filesystem>
#include <string>

#include "../shops.hpp"
#include "columns.hpp"
#include "measured.hpp"
#include "tenure/tenure.hpp"

namespace {

using namespace tenure;
using namespace tenure::literals;

constexpr const char* usage =
    "Usage:\n"
    "  customers_tenure --simulate FOLDER CUSTOMERS day|week   purchases merged by day or week\n"
    "  customers_tenure --cdnow FOLDER                         the CDNOW sample, by day\n"
    "Into the folder go frequency.npy, recency.npy, T.npy and monetary_value.npy; times are "
    "counts\n"
    "of days or weeks.\n";

// Customers are made so many at a time, each lot from a seed of its own, so that memory does not
// grow with their number.
constexpr std::int64_t lot = 1'000'000;

class CustomerFiles {
public:
    CustomerFiles(const std::filesystem::path& folder, std::size_t rows)
        : frequency_(folder / "frequency.npy", rows),
          recency_(folder / "recency.npy", rows),
          age_(folder / "T.npy", rows),
          monetary_value_(folder / "monetary_value.npy", rows) {}

    void add(const CustomerBase& base) {
        frequency_.add(base.frequency());
        recency_.add(base.recency());
        age_.add(base.age());
        monetary_value_.add(base.monetary_value());
    }
    void finish() {
        frequency_.finish();
        for (auto* column : {&recency_, &age_, &monetary_value_}) column->finish();
    }

private:
    bench::ColumnWriter<std::int64_t> frequency_;
    bench::ColumnWriter<double> recency_, age_, monetary_value_;
};

CustomerBase simulated(std::int64_t customers, std::uint64_t seed, Period merge) {
    const models::SimulateOptions options{.purchases = bench::cdnow,
                                          .spend = bench::spend,
                                          .from = 2023y / 1 / 1,
                                          .until = 2024y / 12 / 31,
                                          .entry = 52_weeks,
                                          .customers = customers,
                                          .seed = seed};
    const Transactions orders = models::simulate_transactions(options).value();
    // To the end of observation, whoever bought last: it is the same for every lot.
    return summarize(orders, {.until = options.until, .merge = merge}).value();
}

void simulate(const std::filesystem::path& folder, std::int64_t customers, Period merge) {
    CustomerFiles files(folder, static_cast<std::size_t>(customers));
    std::uint64_t seed = 0;
    for (std::int64_t made = 0; made < customers; made += lot) {
        files.add(simulated(std::min(lot, customers - made), ++seed, merge));
    }
    files.finish();
}

void write_cdnow(const std::filesystem::path& folder) {
    ReadOptions read;
    read.csv.delimiter = CsvFormat::blanks;
    read.csv.header = false;
    read.columns = {.customer = "2", .date = "3", .amount = "5"};
    read.date_format = "%Y%m%d";
    const auto log = read_transactions(TENURE_EXAMPLE_DATA "/cdnow_sample.txt", read).value();
    const CustomerBase base = summarize(log, {.until = 1997y / 9 / 30}).value();
    CustomerFiles files(folder, base.size());
    files.add(base);
    files.finish();
}

void run_mode(const std::string& mode, const bench::Arguments& arguments) {
    if (mode == "--simulate" && arguments.size() == 3) {
        const auto customers = bench::number_in<std::int64_t>(arguments[1]);
        if (customers < 1 || customers > 1'000'000'000) throw bench::UsageError{};
        if (arguments[2] != "day" && arguments[2] != "week") throw bench::UsageError{};
        simulate(arguments[0], customers, parse_period(arguments[2]).value());
    } else if (mode == "--cdnow" && arguments.size() == 1) {
        write_cdnow(arguments[0]);
    } else {
        throw bench::UsageError{};
    }
}

}  // namespace

int main(int argc, char** argv) { return tenure::bench::run(argc, argv, usage, run_mode); }
