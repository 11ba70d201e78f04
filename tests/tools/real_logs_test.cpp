// Public logs that the repository does not carry, read by the program: with all their faults, and
// against figures by an independent program (pandas) where there are some.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "program.hpp"

namespace tenure::test {
namespace {

class RealLogs : public ::testing::Test {
protected:
    void SetUp() override {
        const char* const folder = std::getenv("TENURE_DATA_DIR");
        if (folder == nullptr || *folder == '\0') {
            GTEST_SKIP() << "TENURE_DATA_DIR names no folder of public data sets";
        }
        root_ = folder;
    }

    [[nodiscard]] std::string path(const std::string& file) const { return root_ + '/' + file; }

    [[nodiscard]] Json figures(const std::string& log) const {
        return Json::parse(read_file(path("transactions/reference.json"))).at(log);
    }

    std::string root_;
};

Arguments joined(Arguments all, const Arguments& more) {
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// Money of at most three decimals in thousandths, exactly.
std::int64_t thousandths(const std::string& money) {
    const std::size_t point = money.find('.');
    std::string digits = money.substr(0, point);
    const std::string fraction = point == std::string::npos ? "" : money.substr(point + 1);
    EXPECT_LE(fraction.size(), 3U) << money;
    digits += fraction + std::string(3 - fraction.size(), '0');
    return std::stoll(digits);
}

std::int64_t thousandths(const Json& number) {
    if (number.is_string()) return thousandths(number.get<std::string>());
    return std::llround(number.get<double>() * 1000);
}

class OnlineRetail : public RealLogs {
protected:
    [[nodiscard]] Arguments call(const std::string& verb, const Arguments& more) const {
        return joined({verb, path("transactions/online_retail.csv.gz"), "--columns",
                       "customer=CustomerID,date=InvoiceDate,amount=Quantity*UnitPrice,"
                       "order=InvoiceNo"},
                      more);
    }

    const Arguments sales_{"--returns",    "drop", "--return-prefix", "C",
                           "--missing-id", "drop", "--zero",          "drop"};
    const Arguments net_{"--returns",    "net",  "--return-prefix", "C",
                         "--missing-id", "drop", "--zero",          "drop"};
};

TEST_F(OnlineRetail, SalesAreTheReferences) {
    const Json reference = figures("online_retail_I").at("sales_policy");
    const Json report = run_json(call("check", sales_));
    const Json& rows = report.at("rows");
    EXPECT_EQ(rows.at("kept"), reference.at("rows"));
    EXPECT_EQ(rows.at("occasions"), reference.at("occasions"));
    EXPECT_EQ(rows.at("merged"), reference.at("merged_away"));
    EXPECT_EQ(report.at("customers").at("all"), reference.at("customers"));
    EXPECT_EQ(report.at("first_date"), reference.at("first"));
    EXPECT_EQ(report.at("last_date"), reference.at("last"));
    EXPECT_EQ(thousandths(report.at("revenue")),
              thousandths(reference.at("occasion_value").at("sum")));
    const Json raw = figures("online_retail_I").at("raw");
    EXPECT_EQ(rows.at("rows"), raw.at("rows"));
    EXPECT_EQ(rows.at("missing_ids"), raw.at("missing_id"));
}

TEST_F(OnlineRetail, SalesWithoutDuplicatesAreTheReferences) {
    const Json reference = figures("online_retail_I").at("sales_policy_dedup");
    const Json report = run_json(call("check", joined(sales_, {"--duplicates", "drop"})));
    const Json& rows = report.at("rows");
    EXPECT_EQ(rows.at("kept").get<int>() - rows.at("duplicates_dropped").get<int>(),
              reference.at("rows"));
    EXPECT_EQ(rows.at("occasions"), reference.at("occasions"));
    EXPECT_EQ(report.at("customers").at("all"), reference.at("customers"));
    // The reference has two decimals.
    EXPECT_NEAR(static_cast<double>(thousandths(report.at("revenue"))),
                static_cast<double>(thousandths(reference.at("revenue"))), 5.0);
}

TEST_F(OnlineRetail, NetOfReturnsIsTheReference) {
    const Json reference = figures("online_retail_I").at("net_policy");
    const Json report = run_json(call("check", net_));
    const Json& rows = report.at("rows");
    EXPECT_EQ(rows.at("returns"), reference.at("returns_rows"));
    EXPECT_EQ(thousandths(rows.at("returned_amount")), -thousandths(reference.at("returns_value")));
    EXPECT_EQ(rows.at("only_returns"), reference.at("customers_only_returns"));
    EXPECT_EQ(report.at("customers").at("all").get<int>() + rows.at("only_returns").get<int>(),
              reference.at("customers"));
    // What found nothing to be taken off is not taken off. The reference has two decimals here.
    EXPECT_NEAR(static_cast<double>(thousandths(report.at("revenue")) -
                                    thousandths(rows.at("unmatched_amount"))),
                static_cast<double>(thousandths(reference.at("net_revenue"))), 5.0);
    EXPECT_GT(rows.at("unmatched_returns").get<int>(), 0);
}

TEST_F(OnlineRetail, OfAllRowsTheDuplicatesAreTheReferences) {
    const Json raw = figures("online_retail_I").at("raw");
    // Without an amount nothing is a return; the rows without an id are refused.
    Arguments arguments{"check", path("transactions/online_retail.csv.gz"), "--columns",
                        "customer=Country,date=InvoiceDate"};
    const Json report = run_json(arguments);
    EXPECT_EQ(report.at("rows").at("rows"), raw.at("rows"));
    EXPECT_EQ(report.at("rows").at("duplicates"), raw.at("exact_duplicate_rows"));
    arguments.back() = "customer=CustomerID,date=InvoiceDate";
    const Json refused = run_json(arguments, {}, 3).at("rows").at("refused");
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].at("code"), "missing_id");
    EXPECT_EQ(refused[0].at("rows"), raw.at("missing_id"));
}

TEST_F(OnlineRetail, MemoryLimitAndThreadsChangeNothing) {
    const Outcome free = run(call("summarize", joined(net_, {"--out", "-"})));
    const Scratch scratch;
    const Outcome limited =
        run(call("summarize", joined(net_, {"--out", "-", "--memory-limit", "1M", "--temp-dir",
                                            scratch.path(""), "--threads", "2"})));
    ASSERT_EQ(free.exit_code, 0) << free.err;
    EXPECT_EQ(limited.out, free.out);
    EXPECT_EQ(limited.err, free.err);
    EXPECT_TRUE(scratch.names().empty());
}

TEST_F(OnlineRetail, WithoutPoliciesSaysWhatWouldSettleIt) {
    const Outcome outcome = run(call("check", {}));
    EXPECT_EQ(outcome.exit_code, 3);
    for (const char* part : {"135080 with missing_id", "8905 with negative_amount",
                             "--missing-id drop", "--returns net"})
        EXPECT_NE(outcome.out.find(part), std::string::npos) << part << "\nin\n" << outcome.out;
}

TEST_F(RealLogs, SuperstoreIsReadInMonthsAndDays) {
    const Arguments log{path("transactions/superstore.csv.gz"), "--columns",
                        "customer=Customer ID,date=Order Date,amount=Sales", "--date-format",
                        "%m/%d/%Y"};
    const Json report = run_json(joined({"check"}, log));
    EXPECT_EQ(report.at("rows").at("rows"), 9994);
    EXPECT_EQ(report.at("rows").at("kept"), 9994);
    EXPECT_EQ(report.at("customers").at("all"), 793);
}

TEST_F(RealLogs, GroceriesHaveNoAmounts) {
    const std::string log = path("transactions/groceries.csv");
    const Json report = run_json({"check", log});
    EXPECT_EQ(report.at("rows").at("rows"), 38765);
    EXPECT_EQ(report.at("rows").at("occasions"), 14963);
    EXPECT_EQ(report.at("customers").at("all"), 3898);
    EXPECT_TRUE(report.at("revenue").is_null());

    const Json fit = run_json({"fit", log, "--model", "bg-nbd"});
    EXPECT_EQ(fit.at("customers"), 3898);
    const Outcome spend = run({"fit", log, "--model", "gamma-gamma"});
    EXPECT_EQ(spend.exit_code, 3);
    ASSERT_EQ(lines(spend.err).size(), 1U) << spend.err;
    EXPECT_NE(spend.err.find("amount"), std::string::npos) << spend.err;
}

TEST_F(RealLogs, GroceriesOfTwoNotationsAreRefusedInEither) {
    const Arguments log{path("transactions/groceries_raw_mixed_dates.csv"), "--no-header",
                        "--columns", "customer=1,date=2,product=3"};
    const auto place_of = [&](const Arguments& more) {
        const Outcome outcome =
            run(joined(joined({"summarize"}, log), joined({"--out", "-"}, more)));
        EXPECT_EQ(outcome.exit_code, 3);
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.err.rfind(log[0] + ':', 0), 0U) << outcome.err;
        const std::string rest = outcome.err.substr(log[0].size() + 1);
        return rest.substr(0, rest.find(": "));
    };
    EXPECT_EQ(place_of({}), "1:6");
    EXPECT_EQ(place_of({"--date-format", "%d-%m-%Y"}), "2:6");
    EXPECT_EQ(place_of({"--date-format", "%d/%m/%Y"}), "1:6");

    const Json report = run_json(joined({"check"}, log), {}, 3);
    std::int64_t slashes = 0;
    std::int64_t dashes = 0;
    for (const Json& notation : report.at("date_notations")) {
        if (notation.at("format") == "%d/%m/%Y") slashes = notation.at("values");
        if (notation.at("format") == "%d-%m-%Y") dashes = notation.at("values");
    }
    EXPECT_EQ(slashes, 15256);
    EXPECT_EQ(dashes, 23509);
    EXPECT_EQ(report.at("date_notations")[0].at("format"), "%d-%m-%Y") << "most values first";
    EXPECT_EQ(report.at("rows").at("refused")[0].at("rows"), 38765);
}

TEST_F(RealLogs, TwoNotationsInOneColumnAreNamed) {
    const Outcome outcome = run({"check", path("campaigns/marketing_campaign.csv"), "--columns",
                                 "customer=ID,date=Dt_Customer"});
    EXPECT_EQ(outcome.exit_code, 3);
    for (const char* part :
         {"2240 with invalid_date",
          "1324 of them can be read by "
          "%d-%m-%Y",
          "916 of them can be read by %d/%m/%Y", "bring them to one notation first"})
        EXPECT_NE(outcome.out.find(part), std::string::npos) << part << "\nin\n" << outcome.out;
}

TEST_F(RealLogs, DatesOfZerosAreNamed) {
    const Json report = run_json({"check", path("campaigns/reorder_voucher_2010_train.txt.gz"),
                                  "--delimiter", ";", "--columns", "date=deliverydatereal"},
                                 {}, 3);
    EXPECT_EQ(report.at("rows").at("rows"), 32428);
    ASSERT_EQ(report.at("date_notations").size(), 1U);
    EXPECT_EQ(report.at("date_notations")[0].at("format"), "0000-00-00");
    EXPECT_EQ(report.at("date_notations")[0].at("values"), 5472);
    EXPECT_EQ(report.at("rows").at("kept"), 32428 - 5472);
    EXPECT_EQ(report.at("files")[0].at("columns")[0].at("column"), "customernumber");
}

}  // namespace
}  // namespace tenure::test
