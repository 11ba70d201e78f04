// The options that say how a log is read and what becomes of its rows.

#include <gtest/gtest.h>

#include <cstdint>

#include "program.hpp"

namespace tenure::test {
namespace {

const std::string header = "customer,date,amount\n";

/// A log in which one customer, bought for 10, 20 and 20 again, gave back 5, and had a sample.
const std::string orders =
    "customer,date,amount,order\n"
    "7,2024-01-01,10,1\n"
    "7,2024-02-01,20,2\n"
    "7,2024-02-01,20,2\n"
    "7,2024-02-02,-5,C3\n"
    "7,2024-03-01,0,4\n"
    ",2024-03-02,8,5\n";

/// The fields of the only customer of a log.
Arguments customer_of(const std::string& log, Arguments options) {
    options.insert(options.begin(), {"summarize", "-", "--out", "-"});
    const Outcome outcome = run(options, log);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto rows = lines(outcome.out);
    EXPECT_EQ(rows.size(), 2U) << outcome.out;
    return rows.size() == 2 ? fields(rows[1]) : Arguments(17);
}

constexpr std::size_t frequency = 1;
constexpr std::size_t revenue = 13;

TEST(LogOptions, SeveralFilesAreOneLog) {
    const Scratch scratch;
    const std::string first = scratch.write("a.csv", header + "7,2024-01-01,10\n8,2024-01-05,1\n");
    const std::string second = scratch.write("b.csv", "amount,date,customer\n2,2024-01-09,7\n");
    const std::string both =
        scratch.write("both.csv", header + "7,2024-01-01,10\n8,2024-01-05,1\n7,2024-01-09,2\n");
    const Outcome apart = run({"summarize", first, second, "--out", "-"});
    const Outcome together = run({"summarize", both, "--out", "-"});
    ASSERT_EQ(apart.exit_code, 0) << apart.err;
    EXPECT_EQ(apart.out, together.out);
    EXPECT_EQ(apart.err.rfind(first + " and 1 more, observed until 2024-01-09", 0), 0U)
        << apart.err;

    const Json report = run_json({"summarize", first, second, "--out", "/dev/null"});
    EXPECT_EQ(report.at("options").at("orders"), Json({first, second}));
    EXPECT_EQ(report.at("rows").at("rows"), 3);
    const Json alone = run_json({"summarize", first, "--out", "/dev/null"});
    EXPECT_EQ(alone.at("options").at("orders"), first);
}

TEST(LogOptions, StandardInputMayBeOneOfSeveral) {
    const Scratch scratch;
    const std::string file = scratch.write("a.csv", header + "7,2024-01-01,10\n");
    const Outcome outcome =
        run({"summarize", file, "-", "--out", "-"}, header + "7,2024-01-09,2\n");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(fields(lines(outcome.out).at(1))[frequency], "1");
}

TEST(LogOptions, ErrorsNameTheFileOfSeveral) {
    const Scratch scratch;
    const std::string good = scratch.write("a.csv", header + "7,2024-01-01,10\n");
    const std::string bad = scratch.write("b.csv", header + "7,2024-01-01,10\n7,soon,1\n");
    const std::string other = scratch.write("c.csv", "who,date,amount\n7,2024-01-01,10\n");
    const std::string missing = scratch.path("d.csv");
    for (const auto& [second, place] : {std::pair{bad, ":3:3: expected "},
                                        {other, ":1:1: expected "},
                                        {missing, ": expected "}}) {
        const Outcome outcome = run({"summarize", good, second, "--out", scratch.path("base.csv")});
        EXPECT_EQ(outcome.exit_code, 3);
        EXPECT_EQ(outcome.err.rfind(second + place, 0), 0U) << outcome.err;
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_EQ(scratch.names(), (Arguments{"a.csv", "b.csv", "c.csv"}));
    }
}

TEST(LogOptions, NoOutputTakesThePlaceOfAnInput) {
    const Scratch scratch;
    const std::string first = scratch.write("a.csv", header + "7,2024-01-01,10\n");
    const std::string second = scratch.write("b.csv", header + "7,2024-01-09,2\n");
    EXPECT_EQ(run({"summarize", first, second, "--out", second}).exit_code, 2);
    EXPECT_EQ(scratch.read("b.csv"), header + "7,2024-01-09,2\n");
}

// What each policy does to the log above, and which error it is where none is given.
TEST(LogOptions, PoliciesDecideOnRows) {
    const Arguments all{"--returns",    "net",  "--missing-id", "drop",
                        "--duplicates", "keep", "--zero",       "keep"};
    const auto with = [&](std::size_t place, const char* policy) {
        Arguments options = all;
        options[place] = policy;
        return customer_of(orders, options);
    };
    const Arguments row = customer_of(orders, all);
    EXPECT_EQ(row[frequency], "2");
    EXPECT_EQ(row[revenue], "45");
    EXPECT_EQ(with(1, "drop")[revenue], "50");
    EXPECT_EQ(with(5, "drop")[revenue], "25");
    EXPECT_EQ(with(7, "drop")[frequency], "1");

    struct Case {
        std::size_t place;
        const char* error;
    };
    for (const auto& [place, error] :
         {Case{1, "-:5:14: expected an amount of 0 or more, got \"-5\"\n"},
          Case{3, "-:7:1: expected a customer id, got \"\"\n"}}) {
        Arguments options = all;
        options[place] = "error";
        options.insert(options.begin(), {"summarize", "-", "--out", "-"});
        const Outcome outcome = run(options, orders);
        EXPECT_EQ(outcome.exit_code, 3);
        EXPECT_EQ(outcome.err, error);
    }
}

TEST(LogOptions, OrdersWithThePrefixAreReturnsWhateverTheirSign) {
    const std::string log =
        "customer,date,amount,order\n7,2024-01-01,10,1\n7,2024-01-02,4,C2\n7,2024-01-03,1,c3\n";
    const Arguments prefix{"--return-prefix", "C", "--returns"};
    const auto with = [&](const char* policy) {
        Arguments options = prefix;
        options.emplace_back(policy);
        return customer_of(log, options);
    };
    EXPECT_EQ(with("net")[revenue], "7");
    EXPECT_EQ(with("net")[frequency], "1");
    EXPECT_EQ(with("drop")[revenue], "11");
    const Outcome refused = run({"summarize", "-", "--out", "-", "--return-prefix", "C"}, log);
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_EQ(refused.err.rfind("-:3:16: expected ", 0), 0U) << refused.err;

    const Outcome no_column =
        run({"summarize", "-", "--out", "-", "--return-prefix", "C"}, header + "7,2024-01-01,1\n");
    EXPECT_EQ(no_column.exit_code, 3);
    EXPECT_EQ(no_column.err.rfind("-:1:1: expected a column for the order", 0), 0U)
        << no_column.err;
}

TEST(LogOptions, OutliersAreKeptUnlessAPolicySaysOtherwise) {
    const std::string log = header + "7,2024-01-01,10\n7,2024-01-02,10.01\n";
    const Arguments limit{"--outliers-above", "10"};
    EXPECT_EQ(customer_of(log, limit)[revenue], "20.01");
    const Json rows = run_json({"summarize", "-", "--out", "/dev/null", limit[0], limit[1]}, log);
    EXPECT_EQ(rows.at("rows").at("outliers_kept"), 1);
    EXPECT_EQ(rows.at("options").at("outliers_above"), "10");
    EXPECT_EQ(rows.at("options").at("outliers"), "keep");
    EXPECT_EQ(customer_of(log, {limit[0], limit[1], "--outliers", "drop"})[revenue], "10");
    const Outcome refused =
        run({"summarize", "-", "--out", "-", limit[0], limit[1], "--outliers", "error"}, log);
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_EQ(refused.err, "-:3:14: expected an amount of at most 10, got 10.01\n");
}

TEST(LogOptions, BadRowsAreSkippedUpToTheirCap) {
    const std::string log = header + "7,2024-01-01,10\n7,soon,1\n7,2024-01-02,x\n7,2024-01-03,1\n";
    const Arguments call{"summarize", "-", "--out", "-", "--on-bad-row", "skip", "--max-bad-rows"};
    const auto with = [&](const char* cap) {
        Arguments capped = call;
        capped.emplace_back(cap);
        return run(capped, log);
    };
    EXPECT_EQ(with("2").exit_code, 0);
    for (const auto& [cap, place] : {std::pair{"0", "-:3:3: "}, {"1", "-:4:14: "}}) {
        const Outcome capped = with(cap);
        EXPECT_EQ(capped.exit_code, 3);
        EXPECT_EQ(capped.out, "");
        EXPECT_EQ(capped.err.rfind(place, 0), 0U) << capped.err;
    }
}

TEST(LogOptions, EncodingsAreReadAsTheyAreDeclared) {
    const auto first_id = [](const std::string& log, const char* encoding) {
        return customer_of(log, {"--encoding", encoding})[0];
    };
    EXPECT_EQ(first_id(header + "caf\xe9,2024-01-01,1\n", "windows-1252"), "caf\xc3\xa9");
    EXPECT_EQ(first_id(header + "\xa3ukasz,2024-01-01,1\n", "windows-1250"), "\xc5\x81ukasz");
    std::string utf_16 = "\xff\xfe";
    for (const char c : header + "Ann,2024-01-01,1\n") utf_16 += {c, '\0'};
    EXPECT_EQ(first_id(utf_16, "utf-16"), "Ann");
    const Outcome refused =
        run({"summarize", "-", "--out", "-"}, header + "caf\xe9,2024-01-01,1\n");
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_EQ(refused.err.rfind("-:2:1: expected ", 0), 0U) << refused.err;
}

TEST(LogOptions, RowsInTheOrderOfDatesGiveTheSameBase) {
    const std::string sorted =
        header + "7,2024-01-01,10\n8,2024-01-01,3\n7,2024-01-15,5\n8,2024-02-10,1\n";
    const Outcome any = run({"summarize", "-", "--out", "-"}, sorted);
    const Outcome by_date = run({"summarize", "-", "--out", "-", "--order", "date"}, sorted);
    ASSERT_EQ(by_date.exit_code, 0) << by_date.err;
    EXPECT_EQ(by_date.out, any.out);
}

TEST(LogOptions, RowsOutOfThePromisedOrderNameTheFile) {
    const Scratch scratch;
    const std::string first = scratch.write("a.csv", header + "7,2024-01-01,10\n7,2024-03-01,1\n");
    const std::string second = scratch.write("b.csv", header + "7,2024-02-01,10\n");
    const Outcome outcome =
        run({"summarize", first, second, "--order", "date", "--out", scratch.path("base.csv")});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.err.rfind(second + ": expected ", 0), 0U) << outcome.err;
    EXPECT_NE(outcome.err.find(" in row 3 of those kept; "
                               "--order any takes rows in any order\n"),
              std::string::npos)
        << outcome.err;
    EXPECT_EQ(scratch.names(), (Arguments{"a.csv", "b.csv"}));
}

/// A log of many rows in no order.
std::string many_orders() {
    const Outcome made =
        run({"simulate", "--model", "bg-nbd", "--parameters", "r=0.8,alpha=8,a=0.9,b=2.5",
             "--spend", "p=6,q=4,gamma=15", "--customers", "5000", "--from", "2024-01-01",
             "--until", "2024-12-31", "--out", "-"});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    return made.out;
}

TEST(LogOptions, MemoryLimitChangesNothingButMemory) {
    const Scratch scratch;
    const std::string log = scratch.write("orders.csv", many_orders());
    const Outcome free = run({"summarize", log, "--out", "-"});
    const Outcome limited = run(
        {"summarize", log, "--out", "-", "--memory-limit", "64K", "--temp-dir", scratch.path("")});
    ASSERT_EQ(limited.exit_code, 0) << limited.err;
    EXPECT_EQ(limited.out, free.out);
    EXPECT_EQ(limited.err, free.err);
    EXPECT_EQ(scratch.names(), Arguments{"orders.csv"});
}

// Three million rows of a thousand customers: 20 bytes for each are 57 MiB.
TEST(LogOptions, LogsAreNotHeldWhereTheyNeedNotBe) {
    if (sanitized) GTEST_SKIP() << "a sanitizer's own memory is not the program's";
    const Scratch scratch;
    const auto summarize = [](Arguments options) {
        options.insert(options.begin(), {"summarize", "-", "--out", "-"});
        return run_fed(options, [](int pipe, pid_t) {
            write_all(pipe, header);
            for (int day = 0; day < 300; ++day) {
                const std::string date = ",202" + std::to_string(day / 100) + "-0" +
                                         std::to_string(1 + day % 100 / 12) + '-' +
                                         std::to_string(10 + day % 100 % 12) + ",5\n";
                std::string rows;
                for (int row = 0; row < 10000; ++row) rows += std::to_string(row % 1000) + date;
                if (!write_all(pipe, rows)) return;
            }
        });
    };
    const Outcome held = summarize({});
    ASSERT_EQ(held.exit_code, 0) << held.err;
    EXPECT_NE(held.err.find("  rows of the log          3000000\n"), std::string::npos) << held.err;
    for (const Arguments& options :
         {Arguments{"--order", "date"},
          Arguments{"--memory-limit", "8M", "--temp-dir", scratch.path("")}}) {
        const Outcome outcome = summarize(options);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.out, held.out);
        EXPECT_LE(outcome.peak_kib, 48 * 1024) << options[0];
    }
}

TEST(LogOptions, TemporaryFolderIsTheEnvironmentsUnlessGiven) {
    const Scratch scratch;
    const std::string log = scratch.write("orders.csv", many_orders());
    const std::string nowhere = scratch.path("nowhere");
    const auto with = [&](const std::string& tmpdir, const Arguments& more) {
        Arguments call{"summarize", log, "--out", "/dev/null", "--memory-limit", "64K", "--json"};
        call.insert(call.end(), more.begin(), more.end());
        return run_fed(call, [](int, pid_t) {}, {.environment = {{"TMPDIR", tmpdir}}});
    };
    const Outcome outcome = with(nowhere, {});
    EXPECT_EQ(outcome.exit_code, 1);
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_NE(outcome.err.find(nowhere), std::string::npos) << outcome.err;

    const auto folder_of = [](const Outcome& done) {
        return Json::parse(done.out).at("options").at("temp_dir");
    };
    EXPECT_EQ(folder_of(with(nowhere, {"--temp-dir", scratch.path("")})), scratch.path(""));
    EXPECT_EQ(folder_of(with(scratch.path(""), {})), scratch.path(""));
    EXPECT_EQ(folder_of(with("", {})), "/tmp");
}

TEST(LogOptions, SizesArePowersOf1024) {
    const auto limit = [](const char* size) {
        return run_json({"summarize", "-", "--out", "/dev/null", "--memory-limit", size},
                        header + "7,2024-01-01,10\n")
            .at("options")
            .at("memory_limit")
            .get<std::uint64_t>();
    };
    EXPECT_EQ(limit("1000000"), 1000000U);
    EXPECT_EQ(limit("64K"), 65536U);
    EXPECT_EQ(limit("3M"), 3U << 20);
    EXPECT_EQ(limit("4G"), std::uint64_t{4} << 30);
    EXPECT_EQ(limit("16777215T"), std::uint64_t{16777215} << 40);
}

TEST(LogOptions, RolesAreReadAndChecked) {
    const std::string log =
        "who,when,paid,n\n7,2024-01-01 10:30:00,10,2\n7,2024-01-02 25:00:00,10,1\n";
    const std::string columns = "customer=who,date=when,amount=paid,quantity=n";
    const Outcome fine = run({"check", "-", "--columns", columns}, log);
    EXPECT_EQ(fine.exit_code, 3) << "there is no hour 25 in a date with a time, either";
    const Outcome time =
        run({"summarize", "-", "--out", "-", "--columns", columns + ",time=when"}, log);
    EXPECT_EQ(time.exit_code, 3);
    EXPECT_EQ(time.err.rfind("-:3:3: expected ", 0), 0U) << time.err;
    const Outcome quantity = run(
        {"summarize", "-", "--out", "-", "--columns", "customer=who,date=when,quantity=when"}, log);
    EXPECT_EQ(quantity.exit_code, 3);
    EXPECT_EQ(quantity.err.rfind("-:2:3: expected a", 0), 0U) << quantity.err;
}

TEST(LogOptions, DefaultsAreEchoed) {
    const Json plain =
        run_json({"summarize", "-", "--out", "/dev/null"}, header + "7,2024-01-01,10\n")
            .at("options");
    const Json defaults{
        {"encoding", "utf-8"},       {"returns", "error"},   {"return_prefix", nullptr},
        {"missing_id", "error"},     {"duplicates", "keep"}, {"zero", "keep"},
        {"outliers_above", nullptr}, {"outliers", nullptr},  {"on_bad_row", "reject"},
        {"max_bad_rows", nullptr},   {"order", "any"},       {"memory_limit", nullptr},
        {"temp_dir", nullptr}};
    for (const auto& [name, value] : defaults.items()) EXPECT_EQ(plain.at(name), value) << name;
}

TEST(LogOptions, AreEchoed) {
    const Json given = run_json({"summarize",
                                 "-",
                                 "--out",
                                 "/dev/null",
                                 "--encoding",
                                 "windows-1252",
                                 "--returns",
                                 "net",
                                 "--return-prefix",
                                 "C",
                                 "--columns",
                                 "order=amount",
                                 "--missing-id",
                                 "drop",
                                 "--duplicates",
                                 "drop",
                                 "--zero",
                                 "drop",
                                 "--outliers-above",
                                 "12.50",
                                 "--outliers",
                                 "error",
                                 "--on-bad-row",
                                 "skip",
                                 "--max-bad-rows",
                                 "7",
                                 "--order",
                                 "date"},
                                header + "7,2024-01-01,10\n")
                           .at("options");
    const Json expected{
        {"encoding", "windows-1252"}, {"returns", "net"},     {"return_prefix", "C"},
        {"missing_id", "drop"},       {"duplicates", "drop"}, {"zero", "drop"},
        {"outliers_above", "12.5"},   {"outliers", "error"},  {"on_bad_row", "skip"},
        {"max_bad_rows", 7},          {"order", "date"}};
    for (const auto& [name, value] : expected.items()) EXPECT_EQ(given.at(name), value) << name;
}

TEST(LogOptions, OfABaseAreNull) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", "frequency,recency,T\n0,0,30\n0,0,20\n");
    const Outcome outcome = run({"score", "--base", base, "--out", "/dev/null", "--json"});
    const Json summary = Json::parse(outcome.out);  // the fit is not usable
    EXPECT_TRUE(summary.at("rows").is_null());
    for (const char* name : {"returns", "missing_id", "duplicates", "zero", "on_bad_row", "order"})
        EXPECT_TRUE(summary.at("options").at(name).is_null()) << name;
    EXPECT_EQ(summary.at("options").at("encoding"), "utf-8");
}

}  // namespace
}  // namespace tenure::test
