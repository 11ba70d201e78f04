#include "tenure/data/base_csv.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/number.hpp"
#include "support/base_equality.hpp"
#include "support/bases.hpp"
#include "support/byte_sources.hpp"
#include "support/logs.hpp"
#include "support/temporary_folder.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::expect_same_column;
using test::log_of;
using test::TemporaryFolder;

Result<CustomerBase> read(const std::string& text, const ReadBaseOptions& options = {}) {
    const TemporaryFolder folder;
    return read_base(folder.write("base.csv", text), options);
}

CustomerBase written_and_read(const CustomerBase& base) {
    const TemporaryFolder folder;
    write_base(base, folder / "base.csv").value();
    return read_base(folder / "base.csv").value();
}

void expect_same_columns(const CustomerBase& a, const CustomerBase& b,
                         const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        ASSERT_NE(a.table().find(name), nullptr) << name;
        ASSERT_NE(b.table().find(name), nullptr) << name;
        Table one, other;
        one.add(name, a.table()[name]);
        other.add(name, b.table()[name]);
        test::expect_same_table(one, other);
    }
}

CustomerBase small_base(Unit unit = Unit::week) {
    return summarize(log_of({{"a", 1997y / 1 / 1, 1050},
                             {"a", 1997y / 1 / 15, 995},
                             {"a", 1997y / 1 / 18, 0},
                             {"b, \"x\"", 1997y / 1 / 10, 500},
                             {"a", 1997y / 3 / 1, 250}}),
                     {.until = 1997y / 1 / 31, .unit = unit})
        .value();
}

TEST(ToTable, IsTheDocumentedFile) {
    const std::string gaps = detail::core::shortest(std::log(14.0) + std::log(3.0));
    EXPECT_EQ(to_csv(to_table(small_base(Unit::day))),
              "customer,frequency,recency,T,monetary_value,first_date,last_date,repeat_revenue,"
              "sum_log_gaps,weight,until,unit,merge,revenue,holdout_frequency,holdout_revenue,"
              "holdout_until\n"
              "a,2,17,30,4.975,1997-01-01,1997-01-18,9.95," +
                  gaps +
                  ",1,1997-01-31,day,day,20.45,1,2.50,1997-03-01\n"
                  "\"b, \"\"x\"\"\",0,0,21,,1997-01-10,1997-01-10,0.00,0,1,1997-01-31,day,day,"
                  "5.00,0,0.00,1997-03-01\n");
}

TEST(ToTable, TimesAreInTheBasesUnit) {
    const Table table = to_table(small_base(Unit::week));
    EXPECT_EQ(table["recency"].reals()[0], 17.0 / 7.0);
    EXPECT_EQ(table["T"].reals()[0], 30.0 / 7.0);
    EXPECT_EQ(table["sum_log_gaps"].reals()[0], std::log(14.0) + std::log(3.0))
        << "of gaps in merge periods";
    EXPECT_EQ(table["sum_log_gaps"].reals()[1], 0.0);
}

TEST(ToTable, WhatIsNotKnownIsEmpty) {
    const auto base = test::base_of({{3, 12.0, 30.0}, {0, 0.0, 7.0}},
                                    {.monetary_value = false, .revenue = false}, Unit::day);
    EXPECT_EQ(to_csv(to_table(base)),
              "customer,frequency,recency,T,monetary_value,first_date,last_date,repeat_revenue,"
              "sum_log_gaps,weight,until,unit,merge,revenue\n"
              "1,3,12,30,,,,,,1,,day,day,\n"
              "2,0,0,7,,,,,,1,,day,day,\n");
}

const std::vector<std::string> exact_columns = {
    "customer",    "frequency", "recency",        "T",       "monetary_value",    "weight",
    "first_date",  "last_date", "repeat_revenue", "revenue", "holdout_frequency", "holdout_revenue",
    "sum_log_gaps"};

void expect_comes_back(const CustomerBase& base, const std::vector<std::string>& columns) {
    const CustomerBase back = written_and_read(base);
    ASSERT_EQ(back.size(), base.size());
    expect_same_columns(back, base, columns);
    EXPECT_EQ(back.customers(), base.customers());
    EXPECT_EQ(back.merge(), base.merge());
    EXPECT_EQ(back.unit(), base.unit());
    EXPECT_EQ(back.until(), base.until());
    EXPECT_EQ(back.holdout_until(), base.holdout_until());
    EXPECT_EQ(back.has_amounts(), base.has_amounts());
}

TEST(WriteBase, TheCdnowSampleComesBackToTheBit) {
    const auto log = test::cdnow_sample();
    for (const Unit unit : {Unit::hour, Unit::day, Unit::week, Unit::month, Unit::year}) {
        for (const Period merge : {Period::day, Period::week, Period::month}) {
            expect_comes_back(
                summarize(log, {.until = 1997y / 9 / 30, .unit = unit, .merge = merge}).value(),
                exact_columns);
        }
    }
}

TEST(WriteBase, OtherIdsComeBack) {
    expect_comes_back(small_base(), exact_columns);
    const auto orders = test::random_orders(2, 3000, 400, 300, false);
    expect_comes_back(summarize(log_of(orders, 3), {.until = 1997y / 6 / 30}).value(),
                      exact_columns);
    auto mixed = orders;
    mixed.push_back({"x", 1998y / 12 / 31, 1});
    const auto base = summarize(log_of(mixed, 3), {.until = 1997y / 6 / 30}).value();
    EXPECT_TRUE(base.customer(0).is_integer()) << "a text that comes later only is not in the base";
    expect_comes_back(base, exact_columns);
}

TEST(WriteBase, ABaseWithoutAmountsComesBackWithout) {
    const auto base =
        summarize(log_of(test::random_orders(2, 3000, 400, 300, true), 2, false)).value();
    expect_comes_back(base, {"customer", "frequency", "recency", "T", "weight", "sum_log_gaps"});
}

TEST(WriteBase, ABaseWithoutRepeatPurchasesKeepsItsAmounts) {
    const auto base =
        summarize(log_of({{"1", 1997y / 1 / 1, 525}, {"2", 1997y / 1 / 3, 0}})).value();
    expect_comes_back(base, {"customer", "frequency", "monetary_value", "revenue"});
}

// Times that were drawn, not counted: what models read is the same to the bit.
TEST(WriteBase, FractionsOfDaysAreReadTheSame) {
    std::mt19937_64 random(12);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    std::vector<test::BaseRow> rows;
    for (int i = 0; i < 2000; ++i) {
        const double T = 1 + 700 * uniform(random);
        rows.push_back({i % 5, i % 5 == 0 ? 0.0 : T * uniform(random), T, 20 * uniform(random)});
    }
    for (const Unit unit : {Unit::day, Unit::week, Unit::year}) {
        const auto base = test::base_of(rows, {.revenue = false}, unit);
        const auto back = written_and_read(base);
        expect_same_columns(back, base, {"frequency", "monetary_value"});
        for (std::size_t row = 0; row < base.size(); ++row) {
            ASSERT_EQ(back.time_in(back.recency()[row], unit),
                      base.time_in(base.recency()[row], unit));
            ASSERT_EQ(back.time_in(back.age()[row], unit), base.time_in(base.age()[row], unit));
        }
    }
}

TEST(WriteBase, SaysWhatCannotBeWritten) {
    const auto written = write_base(small_base(), "/missing/base.csv");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::cannot_write);
}

TEST(ReadBase, ASummaryOfOthers) {
    ReadBaseOptions options;
    options.columns = {{"frequency", "x"}, {"recency", "tx_days"}, {"T", "T_days"}};
    options.times = Unit::day;
    options.unit = Unit::week;
    const auto base = read_base(TENURE_TEST_DATA "/heavy20k_base.csv", options).value();
    EXPECT_EQ(base.size(), 20000u);
    EXPECT_EQ(base.customers(), 20000);
    EXPECT_EQ(base.customer(0), CustomerId(1)) << "numbered as they stand";
    EXPECT_EQ(base.frequency()[0], 2);
    EXPECT_EQ(base.recency()[0], 132.0);
    EXPECT_EQ(base.age()[0], 675.0);
    EXPECT_EQ(base.age()[19999], 417.0);
    EXPECT_EQ(base.merge(), Period::day);
    EXPECT_EQ(base.unit(), Unit::week);
    EXPECT_FALSE(base.has_amounts());
    EXPECT_FALSE(base.until());
}

TEST(ReadBase, ColumnsByNumberWithoutAHeader) {
    ReadBaseOptions options;
    options.csv.header = false;
    options.csv.delimiter = ';';
    options.csv.decimal = {',', '\0'};
    options.columns = {{"customer", "1"},
                       {"frequency", "2"},
                       {"recency", "3"},
                       {"T", "4"},
                       {"monetary_value", "5"}};
    const auto base = read("b;2;30,5;38,5;22,35\na;1;1,5;38,5;11,77\n", options).value();
    EXPECT_EQ(base.customer(0), CustomerId("a"));
    EXPECT_EQ(base.recency()[0], 10.5) << "weeks, as nothing else is said, in days";
    EXPECT_EQ(base.recency()[1], 213.5);
    EXPECT_EQ(base.monetary_value()[1], 22.35);
}

TEST(ReadBase, RowsInAnyOrder) {
    const auto base = small_base();
    const std::string text = to_csv(to_table(base));
    const std::size_t first = text.find('\n') + 1, second = text.find('\n', first) + 1;
    const std::string swapped =
        text.substr(0, first) + text.substr(second) + text.substr(first, second - first);
    expect_same_columns(read(swapped).value(), base, exact_columns);
}

TEST(ReadBase, UnitsAsTheFileOrTheCallerSays) {
    const std::string plain = "frequency,recency,T\n1,2,4\n";
    EXPECT_EQ(read(plain).value().recency()[0], 14.0);
    EXPECT_EQ(read(plain).value().unit(), Unit::week);
    EXPECT_EQ(read(plain, {.unit = Unit::day}).value().recency()[0], 2.0);
    EXPECT_EQ(read(plain, {.times = Unit::day}).value().unit(), Unit::week);
    EXPECT_EQ(read(plain, {.times = Unit::day, .unit = Unit::month, .merge = Period::week})
                  .value()
                  .recency()[0],
              2.0 / 7.0);
    const std::string said = "frequency,recency,T,unit,merge,until\n1,2,4,month,month,1997-12-31\n";
    const auto months = read(said).value();
    EXPECT_EQ(months.unit(), Unit::month);
    EXPECT_EQ(months.merge(), Period::month);
    EXPECT_EQ(months.recency()[0], 2.0);
    EXPECT_EQ(months.until(), Date(1997y / 12 / 31));
    const auto weeks = read(said, {.unit = Unit::week}).value();
    EXPECT_EQ(weeks.recency()[0], 2.0) << "the file's unit is that of its times";
    EXPECT_EQ(weeks.unit(), Unit::week);
}

TEST(ReadBase, GapsAreInMergePeriodsWhateverTheTimesAreIn) {
    const std::string text = "frequency,recency,T,sum_log_gaps\n2,14,28,1.25\n";
    for (const Unit times : {Unit::hour, Unit::day, Unit::week}) {
        const auto base = read(text, {.times = times}).value();
        EXPECT_EQ(base.table()["sum_log_gaps"].reals()[0], 1.25);
    }
}

TEST(ReadBase, AZeroHasNoSign) {
    const auto base = read("frequency,recency,T,sum_log_gaps\n0,-0,-0.0,-0\n+1,+2,+3,0\n").value();
    for (const char* name : {"recency", "T", "sum_log_gaps"}) {
        EXPECT_FALSE(std::signbit(base.table()[name].reals()[0])) << name;
    }
    EXPECT_EQ(base.recency()[1], 14.0) << "a plus is read as in frequencies and amounts";
}

TEST(ReadBase, FromAnyPiecesOfASource) {
    const auto base = summarize(test::cdnow_sample(), {.until = 1997y / 9 / 30}).value();
    const std::string text = to_csv(to_table(base));
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, text.size()}) {
        test::MemorySource source(text, piece);
        const auto back = read_base_from(source.source()).value();
        expect_same_columns(back, base, exact_columns);
    }
    test::BrokenSource broken(text);
    const auto read = read_base_from(broken.source());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Code::cannot_read);
    EXPECT_EQ(read.error().where.file, "broken");
    test::MemorySource empty("");
    EXPECT_EQ(read_base_from(empty.source()).error().code, Code::no_rows);
    EXPECT_EQ(read_base_from(empty.source(), {.unit = static_cast<Unit>(7)}).error().code,
              Code::invalid_option);
}

struct Steps {
    std::size_t allowed;
    std::vector<std::pair<std::size_t, std::size_t>> seen;

    static bool step(void* self, std::size_t done, std::size_t total) {
        auto& steps = *static_cast<Steps*>(self);
        steps.seen.emplace_back(done, total);
        return steps.seen.size() <= steps.allowed;
    }
};

std::string many_rows() {
    std::string text = "frequency,recency,T\n";
    for (int i = 0; i < 100000; ++i) text += "2,3,4\n";
    return text;
}

TEST(ReadBase, ProgressIsInBytes) {
    const TemporaryFolder folder;
    const std::string text = many_rows();
    Steps steps{1000, {}};
    ReadBaseOptions options;
    options.run.progress = {&Steps::step, &steps};
    ASSERT_TRUE(read_base(folder.write("base.csv", text), options));
    ASSERT_GE(steps.seen.size(), 2u);
    EXPECT_TRUE(std::is_sorted(steps.seen.begin(), steps.seen.end()));
    for (const auto& [done, total] : steps.seen) {
        EXPECT_LE(done, total);
        EXPECT_EQ(total, text.size());
    }
    EXPECT_EQ(steps.seen.back().first, text.size());
}

TEST(ReadBase, CanBeCancelled) {
    Steps steps{1, {}};
    ReadBaseOptions options;
    options.run.progress = {&Steps::step, &steps};
    const auto base = read(many_rows(), options);
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::cancelled);
    EXPECT_EQ(base.error().message, "expected to go on, got a stop from the host");
    EXPECT_EQ(steps.seen.size(), 2u);
}

TEST(ReadBase, WholeNumbersMayBeWrittenWithAPoint) {
    const auto base = read("frequency,recency,T,weight\n2.0,3,4,5.00\n").value();
    EXPECT_EQ(base.frequency()[0], 2);
    EXPECT_EQ(base.weight()[0], 5);
}

TEST(ReadBase, AMeanOfZeroWhereNobodyCameAgainIsNone) {
    const auto base =
        read("frequency,recency,T,monetary_value\n0,0,4,0\n1,2,4,7.5\n0,0,1,\n").value();
    EXPECT_TRUE(base.table()["monetary_value"].is_null(0));
    EXPECT_EQ(base.monetary_value()[1], 7.5);
    EXPECT_TRUE(base.table()["monetary_value"].is_null(2));
}

TEST(ReadBase, MoneyHasOneScale) {
    const auto base =
        read("frequency,recency,T,monetary_value,revenue,repeat_revenue\n1,2,4,1.5,3,1.25\n")
            .value();
    EXPECT_EQ(base.revenue_scale(), 2);
    EXPECT_EQ(base.revenue()[0], 300);
    EXPECT_EQ(base.table()["repeat_revenue"].integers()[0], 125);
}

void expect_error(const std::string& text, Code code, const std::string& message,
                  std::uint64_t line, std::uint64_t column, const std::string& field,
                  const ReadBaseOptions& options = {}) {
    const auto base = read(text, options);
    ASSERT_FALSE(base) << text;
    EXPECT_EQ(base.error().code, code) << text;
    EXPECT_EQ(base.error().message, message);
    EXPECT_EQ(base.error().where.line, line) << text;
    EXPECT_EQ(base.error().where.column, column) << text;
    EXPECT_EQ(base.error().where.field, field) << text;
    EXPECT_TRUE(base.error().where.file.ends_with("base.csv"));
}

TEST(ReadBase, BadForms) {
    expect_error("", Code::no_rows, "expected rows, got none", 0, 0, "");
    expect_error("frequency,recency,T\n", Code::no_rows, "expected rows, got none", 0, 0, "");
    expect_error("frequency,recency\n1,2\n", Code::missing_column,
                 "expected a column \"T\", got \"frequency\", \"recency\"", 1, 1, "T");
    expect_error("frequency,recency,T,T\n1,2,3,4\n", Code::missing_column,
                 "expected one column for T, got \"T\" (column 3) and \"T\" (column 4): say which",
                 1, 1, "T");
    expect_error("x,recency,T\n1,2,3\n", Code::missing_column,
                 "expected a column \"f\", got \"x\", \"recency\", \"T\"", 1, 1, "frequency",
                 {.columns = {{"frequency", "f"}}});
    expect_error("frequency,recency,T\n1,2\n", Code::wrong_column_count, "expected 3 fields, got 2",
                 2, 1, "");
    EXPECT_EQ(read_base("missing.csv").error().code, Code::cannot_open);
}

TEST(ReadBase, BadValues) {
    const std::string start = "customer,frequency,recency,T,monetary_value,weight\n1,0,0,5,,1\n";
    expect_error(start + ",1,2,3,1,1\n", Code::missing_id, "expected a customer id, got \"\"", 3, 1,
                 "customer");
    expect_error(start + "2,1.5,2,3,1,1\n", Code::invalid_number,
                 "expected a whole number, got \"1.5\"", 3, 3, "frequency");
    expect_error(start + "2,-1,2,3,1,1\n", Code::invalid_value,
                 "expected a frequency of 0 or more, got -1", 3, 3, "frequency");
    expect_error(start + "2,1,inf,3,1,1\n", Code::invalid_number,
                 "expected a finite number, got \"inf\"", 3, 5, "recency");
    expect_error(start + "2,1,4,3,1,1\n", Code::invalid_value,
                 "expected a recency from 0 to T = 3, got 4", 3, 5, "recency");
    expect_error(start + "2,0,1,3,,1\n", Code::invalid_value,
                 "expected a recency of 0 where the frequency is 0, got 1", 3, 5, "recency");
    expect_error(start + "2,1,2,-3,1,1\n", Code::invalid_value,
                 "expected a finite T of 0 or more, got -3", 3, 7, "T");
    expect_error(start + "2,1,2,x,1,1\n", Code::invalid_number,
                 "expected a finite number, got \"x\"", 3, 7, "T");
    expect_error(start + "2,1,2,3,-1,1\n", Code::invalid_value,
                 "expected a finite monetary value of 0 or more, got -1", 3, 9, "monetary_value");
    expect_error(start + "2,0,0,3,8,1\n1,1,1,2,2,1\n", Code::invalid_value,
                 "expected no monetary value where the frequency is 0, got 8", 3, 9,
                 "monetary_value");
    expect_error(start + "2,1,2,3,1,1\n3,1,2,3,,1\n", Code::invalid_value,
                 "expected a value in every row, got \"\"", 4, 9, "monetary_value");
    expect_error(start + "2,1,2,3,,1\n3,1,2,3,4,1\n", Code::invalid_value,
                 "expected no value, as in the rows before, got \"4\"", 4, 9, "monetary_value");
    expect_error(start + "2,1,2,3,1,0\n", Code::invalid_value,
                 "expected a weight of 1 or more, got 0", 3, 11, "weight");
    expect_error(start + "2,1,2,3,1,\n", Code::invalid_number, "expected a whole number, got \"\"",
                 3, 11, "weight");
}

TEST(ReadBase, BadOptionalValues) {
    const auto with = [](const std::string& name, const std::string& first,
                         const std::string& second) {
        return "frequency,recency,T," + name + "\n1,2,3," + first + "\n1,2,3," + second + "\n";
    };
    expect_error(with("revenue", "5", "-5"), Code::negative_amount,
                 "expected an amount of 0 or more, got \"-5\"", 3, 7, "revenue");
    expect_error(with("revenue", "5", ""), Code::invalid_value,
                 "expected a value in every row, got \"\"", 3, 7, "revenue");
    expect_error(with("repeat_revenue", "", "5"), Code::invalid_value,
                 "expected no value, as in the rows before, got \"5\"", 3, 7, "repeat_revenue");
    expect_error(with("holdout_revenue", "9e18", "0.5"), Code::overflow,
                 "expected an amount within 64 bits at a larger scale, got \"9000000000000000000\"",
                 3, 7, "holdout_revenue");
    expect_error(with("holdout_frequency", "1", "x"), Code::invalid_number,
                 "expected a whole number, got \"x\"", 3, 7, "holdout_frequency");
    expect_error(with("first_date", "1997-01-01", "1.1.1997"), Code::invalid_date,
                 "expected a date as YYYY-MM-DD or YYYYMMDD, got \"1.1.1997\"", 3, 7, "first_date");
    expect_error(with("sum_log_gaps", "1", "nan"), Code::invalid_number,
                 "expected a finite number, got \"nan\"", 3, 7, "sum_log_gaps");
    expect_error(with("unit", "week", "day"), Code::invalid_value,
                 "expected the same value in all rows, got \"day\"", 3, 7, "unit");
    expect_error(with("unit", "week", "weeks"), Code::invalid_value,
                 "expected hour, day, week, month or year, got \"weeks\"", 3, 7, "unit");
    expect_error(with("merge", "hour", "hour"), Code::invalid_value,
                 "expected day, week or month, got \"hour\"", 2, 7, "merge");
    expect_error(with("until", "1997-01-01", "1997-01-02"), Code::invalid_value,
                 "expected the same value in all rows, got \"1997-01-02\"", 3, 7, "until");
    expect_error(with("holdout_until", "1997-01-01", "1997-13-02"), Code::invalid_date,
                 "expected a date that exists, got \"1997-13-02\"", 3, 7, "holdout_until");
}

// Where the field of that number (from 0) starts in a line, from 1.
std::uint64_t start_of(const std::string& line, std::size_t number) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < number; ++i) at = line.find(',', at) + 1;
    return at + 1;
}

struct Rows {
    std::string names, good, bad;
};

// A row that is good, then one that is bad in `field`, of a customer who stands before in the base.
void expect_bad(const Rows& rows, const std::string& field, const std::string& message,
                const ReadBaseOptions& options = {}) {
    const std::string header = "customer,frequency,recency,T" + rows.names;
    const std::string line = "2," + rows.bad;
    const auto before = std::count(
        header.begin(),
        header.begin() + static_cast<std::ptrdiff_t>((',' + header).find(',' + field)), ',');
    expect_error(header + "\n9," + rows.good + "\n" + line + "\n", Code::invalid_value, message, 3,
                 start_of(line, static_cast<std::size_t>(before)), field, options);
}

TEST(ReadBase, TimesAndCountsThatCannotBe) {
    expect_bad(
        {"", "0,0,3", "9000000000000000000,3,3"}, "frequency",
        "expected a frequency of at most 1900800000, one a millisecond, got 9000000000000000000");
    expect_bad({"", "0,0,3", "9007199254740993,1e15,1e15"}, "frequency",
               "expected a frequency of at most 9007199254740992, got 9007199254740993");
    expect_bad({"", "0,0,3", "1,1,1e16"}, "T",
               "expected a T of at most 9007199254740992 merge periods, got 7e+16");
    expect_bad({"", "0,0,3", "1,1,1e308"}, "T",
               "expected a T of at most 9007199254740992 merge periods, got inf",
               {.times = Unit::year});
    expect_bad({",holdout_frequency", "0,0,3,1", "1,1,3,-1"}, "holdout_frequency",
               "expected a frequency of 0 or more, got -1");
    expect_bad({",sum_log_gaps", "0,0,3,0", "0,0,3,0.5"}, "sum_log_gaps",
               "expected a sum of 0 where the frequency is 0, got 0.5");
    expect_bad({",weight", "0,0,3,9223372036854775807", "0,0,3,1"}, "weight",
               "expected weights whose sum fits into 64 bits, got \"1\"");
}

TEST(ReadBase, DatesThatCannotBe) {
    const std::string good = "0,0,3,1997-01-01,1997-01-01,1997-01-31";
    const std::string names = ",first_date,last_date,until";
    expect_bad({names, good, "0,0,3,1997-01-10,1997-01-09,1997-01-31"}, "last_date",
               "expected a date from first_date = 1997-01-10 on, got 1997-01-09");
    expect_bad({names, good, "0,0,3,1997-01-10,1997-02-01,1997-01-31"}, "last_date",
               "expected a date up to until = 1997-01-31, got 1997-02-01");
    expect_bad({names, good, "0,0,3,1997-02-01,1997-02-01,1997-01-31"}, "first_date",
               "expected a date up to until = 1997-01-31, got 1997-02-01");
    expect_bad({names, good, "4,1,3,1997-01-07,1997-01-10,1997-01-31"}, "frequency",
               "expected a frequency of at most 3, the merge periods from first_date to last_date, "
               "got 4");
    expect_bad({names, good, "2,1,3,1997-01-07,1997-01-19,1997-01-31"}, "frequency",
               "expected a frequency of at most 1, the merge periods from first_date to last_date, "
               "got 2",
               {.merge = Period::week});
    for (const char* last : {"1997-01-31", "1997-01-01"}) {
        expect_error(
            "frequency,recency,T,until,holdout_until\n0,0,3,1997-01-31," + std::string(last) + "\n",
            Code::invalid_value,
            "expected a date after until = 1997-01-31, got \"" + std::string(last) + '"', 2, 18,
            "holdout_until");
    }
}

TEST(ReadBase, MoneyThatCannotBe) {
    expect_bad({",revenue,repeat_revenue", "1,2,3,9.5,5", "1,2,3,5,5.01"}, "repeat_revenue",
               "expected an amount up to revenue = 5, got 5.01");
    expect_bad({",repeat_revenue", "0,0,3,0", "0,0,3,5.25"}, "repeat_revenue",
               "expected an amount of 0 where the frequency is 0, got 5.25");
    expect_bad({",monetary_value,repeat_revenue", "2,2,3,5,10", "2,2,3,5,11.02"}, "repeat_revenue",
               "expected frequency times monetary_value = 10, up to rounding, got 11.02");
    expect_bad({",holdout_frequency,holdout_revenue", "0,0,3,1,5", "0,0,3,0,5"}, "holdout_revenue",
               "expected an amount of 0 where the holdout_frequency is 0, got 5");
    EXPECT_TRUE(
        read("frequency,recency,T,monetary_value,repeat_revenue\n3,2,3,3.33,10\n3,2,3,3,10\n"))
        << "a mean may be rounded";
}

TEST(ReadBase, MoneyThatHasNoCommonScale) {
    expect_error("frequency,recency,T,revenue,holdout_revenue\n0,0,3,9e18,1\n0,0,3,1,1.25\n",
                 Code::overflow,
                 "expected an amount within 64 bits at a larger scale, got \"9000000000000000000\"",
                 3, 9, "holdout_revenue");
}

TEST(ReadBase, ConstantsStandInEveryRowOrInNone) {
    const auto with = [](const char* first, const char* second) {
        return std::string("frequency,recency,T,unit\n0,0,3,") + first + "\n0,0,3," + second + '\n';
    };
    EXPECT_TRUE(read(with("", "")));
    expect_error(with("", "day"), Code::invalid_value,
                 "expected no value, as in the rows before, got \"day\"", 3, 7, "unit");
    expect_error(with("day", ""), Code::invalid_value, "expected a value in every row, got \"\"", 3,
                 7, "unit");
}

// What others counted without merging, or rounded, is read: only dates prove it wrong.
TEST(ReadBase, MoreOccasionsThanDaysInASummaryOfOthers) {
    EXPECT_EQ(read("frequency,recency,T\n5,0.28,3\n").value().frequency()[0], 5);
}

TEST(ReadBase, TheRoundedSummaryOfCdnow) {
    const char* const data = std::getenv("TENURE_DATA_DIR");
    const std::string path =
        std::string(data == nullptr ? "" : data) + "/transactions/cdnow_base_rounded.csv";
    if (data == nullptr || !std::filesystem::exists(path)) {
        GTEST_SKIP() << "needs transactions/cdnow_base_rounded.csv in TENURE_DATA_DIR";
    }
    const auto base = read_base(path, {.columns = {{"customer", "ID"},
                                                   {"frequency", "x"},
                                                   {"recency", "t_x"},
                                                   {"monetary_value", "zbar"}}})
                          .value();
    EXPECT_EQ(base.size(), 2357u);
    EXPECT_TRUE(base.has_amounts());
}

// The line in the file is named, not the row in the base.
TEST(ReadBase, CustomersStandOnce) {
    expect_error(
        "customer,frequency,recency,T\n5,0,0,1\n3,0,0,1\n5,1,1,1\n", Code::duplicate_customer,
        "expected one row for each customer, got a second one for \"5\"", 4, 0, "customer");
    expect_error(
        "customer,frequency,recency,T\nx,0,0,1\n3,0,0,1\n\nx,1,1,1\n", Code::duplicate_customer,
        "expected one row for each customer, got a second one for \"x\"", 5, 0, "customer");
}

void expect_bad_option(const ReadBaseOptions& options, const std::string& field,
                       const std::string& message) {
    const auto base = read_base("missing.csv", options);
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::invalid_option);
    EXPECT_EQ(base.error().where.field, field);
    EXPECT_EQ(base.error().message, message);
}

TEST(ReadBase, BadOptions) {
    EXPECT_TRUE(ReadBaseOptions().check());
    expect_bad_option({.columns = {{"x", "frequency"}}}, "columns.x",
                      "expected a column of the base, such as frequency, got \"x\"");
    expect_bad_option({.columns = {{"T", ""}}}, "columns.T",
                      "expected a name or number, got nothing");
    expect_bad_option({.times = static_cast<Unit>(7)}, "times",
                      "expected a unit of time, got none");
    expect_bad_option({.unit = static_cast<Unit>(7)}, "unit", "expected a unit of time, got none");
    expect_bad_option({.merge = static_cast<Period>(7)}, "merge", "expected a period, got none");
    ReadBaseOptions options;
    options.csv.max_line = 0;
    expect_bad_option(options, "csv.max_line", "expected 1 to 2^40 bytes, got 0");
}

}  // namespace
}  // namespace tenure
