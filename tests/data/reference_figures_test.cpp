// Public logs that the repository does not carry, against figures by an independent program
// (pandas), whose definitions stand in the file with them.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/logs.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure {
namespace {

using nlohmann::json;

struct Log {
    const char* key;
    const char* file;
    ReadOptions options;
};

void PrintTo(const Log& log, std::ostream* out) { *out << log.key; }

ReadOptions cdnow_master_options() {
    ReadOptions options;
    options.csv.delimiter = CsvFormat::blanks;
    return options;  // customer_id, date, dollar_value are found by their names
}

class ReferenceFigures : public ::testing::TestWithParam<Log> {
protected:
    void SetUp() override {
        const char* folder = std::getenv("TENURE_DATA_DIR");
        if (folder == nullptr || *folder == '\0') {
            GTEST_SKIP() << "TENURE_DATA_DIR names no folder of public data sets";
        }
        const std::string root = std::string(folder) + "/transactions/";
        std::ifstream file(root + "reference.json");
        figures_ = json::parse(file).at(GetParam().key);
        log_.emplace(read_transactions(root + GetParam().file, GetParam().options).value());
    }

    json figures_;
    std::optional<Transactions> log_;
};

std::int64_t cents(const json& dollars) { return std::llround(dollars.get<double>() * 100); }

template <class Values>
std::int64_t total(const Values& values) {
    double sum = 0;
    for (const auto value : values) sum += static_cast<double>(value);
    return static_cast<std::int64_t>(sum);
}

TEST_P(ReferenceFigures, TheWholeLog) {
    const auto base = summarize(*log_).value();
    EXPECT_EQ(log_->size(), figures_.at("rows"));
    EXPECT_EQ(base.size(), figures_.at("customers"));
    EXPECT_EQ(base.report().rows, figures_.at("rows"));
    EXPECT_EQ(base.report().occasions, figures_.at("occasions"));
    EXPECT_EQ(base.report().merged, figures_.at("merged_away"));
    EXPECT_EQ(log_->first_date()->to_string(), figures_.at("first"));
    EXPECT_EQ(base.until()->to_string(), figures_.at("last"));
    ASSERT_EQ(base.revenue_scale(), 2);
    EXPECT_EQ(total(base.revenue()), cents(figures_.at("revenue")));
    if (figures_.contains("zero_amount_rows")) {
        EXPECT_EQ(base.report().zero_amounts, figures_.at("zero_amount_rows"));
    }
}

void expect_histogram(const CustomerBase& base, const json& histogram) {
    std::map<std::string, std::int64_t> counts;
    for (const std::int64_t x : base.frequency()) {
        ++counts[std::to_string(std::min<std::int64_t>(x, 10))];
    }
    EXPECT_EQ(json(counts), histogram);
}

void expect_holdout(const CustomerBase& base, const json& holdout) {
    EXPECT_EQ(base.report().holdout_occasions, holdout.at("occasions"));
    EXPECT_EQ(base.report().new_in_holdout, holdout.at("new_customers_after_cutoff"));
    std::int64_t active = 0;
    std::map<std::int64_t, std::pair<double, double>> by_frequency;  // customers, occasions
    for (std::size_t row = 0; row < base.size(); ++row) {
        active += base.holdout_frequency()[row] > 0 ? 1 : 0;
        auto& [customers, occasions] =
            by_frequency[std::min<std::int64_t>(base.frequency()[row], 7)];
        customers += 1;
        occasions += static_cast<double>(base.holdout_frequency()[row]);
    }
    EXPECT_EQ(active, holdout.at("customers_active"));
    for (const auto& [x, mean] : holdout.at("mean_by_cal_frequency").items()) {
        const auto& [customers, occasions] = by_frequency.at(std::stoll(x));
        EXPECT_NEAR(occasions / customers, mean.get<double>(), 5e-7) << "the figure has 6 decimals";
    }
}

void expect_mean_spend(const CustomerBase& base, const json& spend) {
    std::int64_t customers = 0;
    double sum = 0, most = 0;
    for (std::size_t row = 0; row < base.size(); ++row) {
        if (base.frequency()[row] == 0) continue;
        ++customers;
        sum += base.monetary_value()[row];
        most = std::max(most, base.monetary_value()[row]);
    }
    EXPECT_EQ(customers, spend.at("n"));
    EXPECT_NEAR(sum, spend.at("sum").get<double>(), 5e-5) << "the figure has 4 decimals";
    // Both means are sums of at most 200 doubles divided once: a few ulp.
    EXPECT_NEAR(most, spend.at("max").get<double>(), 1e-12 * most);
}

TEST_P(ReferenceFigures, EveryCutoff) {
    for (const json& at : figures_.at("rfm")) {
        const auto cutoff = Date::parse(at.at("cutoff").get<std::string>()).value();
        SCOPED_TRACE(at.at("cutoff"));
        const auto base = summarize(*log_, {.until = cutoff}).value();
        EXPECT_EQ(base.size(), at.at("customers"));
        EXPECT_EQ(base.report().occasions, at.at("occasions"));
        EXPECT_EQ(total(base.frequency()), at.at("repeat_occasions"));
        EXPECT_EQ(total(base.recency()), at.at("sum_recency"));
        EXPECT_EQ(total(base.age()), at.at("sum_T"));
        EXPECT_EQ(base.holdout_until()->to_string(), at.at("end"));
        expect_histogram(base, at.at("frequency_hist"));
        expect_mean_spend(base, at.at("monetary_repeat"));
        expect_holdout(base, at.at("holdout"));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Logs, ReferenceFigures,
    ::testing::Values(Log{"cdnow_sample", "cdnow_sample.txt", test::cdnow_options()},
                      Log{"cdnow_master", "cdnow_master.txt", cdnow_master_options()},
                      Log{"clvtools_apparel", "apparel_orders.csv", {}}),
    [](const auto& log) { return std::string(log.param.key); });

}  // namespace
}  // namespace tenure
