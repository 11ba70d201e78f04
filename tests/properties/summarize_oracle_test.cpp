// Bases of thousands of small logs against what the documentation says, word by word and without
// any of the library's means: maps of rows, lists of occasions, and returns that walk back over
// them one by one.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/base_equality.hpp"
#include "support/temporary_folder.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure {
namespace {

/// A row of a log; `order` is what else stands in it.
struct Row {
    std::string customer;
    int day = 0;
    std::int64_t amount = 0;
    std::string order = {};

    friend auto operator<=>(const Row&, const Row&) = default;
};

/// What a log is summarized by.
struct Terms {
    Period merge = Period::day;
    Duplicates duplicates = Duplicates::keep;
    std::optional<int> until = {}, holdout_until = {};
};

int period_of(int day, Period merge) {
    if (merge == Period::day) return day;
    if (merge == Period::week)
        return (day + 3 + 70000) / 7;  // Mondays; 70,000 days are 10,000 weeks
    const auto ymd = Date::from_days(day).ymd();
    return int(ymd.year()) * 12 + int(unsigned(ymd.month()));
}

struct Occasion {
    int period;
    std::int64_t units;
};

/// One customer up to `until`, or after it.
struct History {
    std::vector<Occasion> occasions;
    std::int64_t purchases = 0, zeros = 0;
    std::int64_t returns = 0, returned = 0, unmatched_returns = 0, unmatched = 0;
    int first_day = 0, last_day = 0;

    void add(const Row& row, Period merge) {
        if (row.amount < 0) {
            take_back(-row.amount);
        } else {
            buy(row, period_of(row.day, merge));
        }
    }

    [[nodiscard]] std::int64_t revenue() const {
        std::int64_t sum = 0;
        for (const Occasion& occasion : occasions) sum += occasion.units;
        return sum;
    }
    [[nodiscard]] double sum_log_gaps() const {
        double sum = 0;
        for (std::size_t i = 1; i < occasions.size(); ++i) {
            sum += std::log(double(occasions[i].period - occasions[i - 1].period));
        }
        return sum;
    }

private:
    void buy(const Row& row, int period) {
        if (occasions.empty()) first_day = row.day;
        last_day = row.day;
        ++purchases;
        if (row.amount == 0) ++zeros;
        if (occasions.empty() || occasions.back().period != period) {
            occasions.push_back({period, 0});
        }
        occasions.back().units += row.amount;
    }

    void take_back(std::int64_t left) {
        ++returns;
        returned += left;
        for (auto occasion = occasions.rbegin(); occasion != occasions.rend(); ++occasion) {
            const std::int64_t taken = std::min(left, occasion->units);
            occasion->units -= taken;
            left -= taken;
        }
        if (left == 0) return;
        ++unmatched_returns;
        unmatched += left;
    }
};

/// Purchases before returns, the largest return first.
bool by_documented_order(const Row& a, const Row& b) {
    const auto key = [](const Row& row) {
        return std::tuple(row.day, row.amount < 0, row.amount < 0 ? row.amount : 0);
    };
    return key(a) < key(b);
}

/// A log by the book.
struct Book {
    std::map<std::string, std::pair<History, History>> customers;
    BaseReport report;
    int until = 0;
    std::optional<int> holdout_until;

    Book(const std::vector<Row>& log, const Terms& terms) {
        int last = log.front().day;
        for (const Row& row : log) last = std::max(last, row.day);
        until = terms.until.value_or(last);
        holdout_until = terms.holdout_until;
        if (!holdout_until && last > until) holdout_until = last;
        report.rows = report.log.rows = report.log.kept = std::int64_t(log.size());
        for (const auto& [customer, rows] : kept_rows(log, terms.duplicates)) {
            for (const Row& row : rows) {
                auto& [before, after] = customers[customer];
                (row.day <= until ? before : after).add(row, terms.merge);
            }
        }
        for (const auto& [customer, histories] : customers) {
            count(histories.first, histories.second);
        }
        std::erase_if(customers,
                      [](const auto& entry) { return entry.second.first.occasions.empty(); });
    }

private:
    std::map<std::string, std::vector<Row>> kept_rows(const std::vector<Row>& log,
                                                      Duplicates duplicates) {
        std::map<Row, int> seen;
        std::map<std::string, std::vector<Row>> kept;
        for (const Row& row : log) {
            const bool repeats = ++seen[row] > 1;
            if (repeats) ++report.duplicates;
            if (row.day > holdout_until.value_or(until)) {
                ++report.after_holdout;
            } else if (repeats && duplicates == Duplicates::drop) {
                ++report.duplicates_dropped;
            } else {
                kept[row.customer].push_back(row);
            }
        }
        for (auto& [customer, rows] : kept) {
            std::stable_sort(rows.begin(), rows.end(), by_documented_order);
        }
        return kept;
    }

    void count(const History& before, const History& after) {
        const auto occasions = std::int64_t(before.occasions.size());
        const auto holdout_occasions = std::int64_t(after.occasions.size());
        report.occasions += occasions;
        report.merged += before.purchases - occasions;
        report.zero_amounts += before.zeros;
        report.returns += before.returns;
        report.returned_units += before.returned;
        report.unmatched_returns += before.unmatched_returns;
        report.unmatched_units += before.unmatched;
        report.holdout_occasions += holdout_occasions;
        report.holdout_merged += after.purchases - holdout_occasions;
        report.holdout_returns += after.returns;
        if (occasions > 0) return;
        if (holdout_occasions > 0) ++report.new_in_holdout;
        if (before.returns > 0) ++report.only_returns;
    }
};

bool is_whole_number(const std::string& id) {
    return id == "0" ||
           (id[id[0] == '-' ? 1 : 0] != '0' &&
            id.find_first_not_of("0123456789", id[0] == '-' ? 1 : 0) == std::string::npos &&
            id.size() <= 18);
}

/// The customers in the order of the base.
std::vector<std::string> ordered_ids(const Book& book) {
    std::vector<std::string> ids;
    for (const auto& [customer, histories] : book.customers) ids.push_back(customer);
    if (std::all_of(ids.begin(), ids.end(), is_whole_number)) {
        std::sort(ids.begin(), ids.end(),
                  [](const auto& a, const auto& b) { return std::stoll(a) < std::stoll(b); });
    }
    return ids;
}

void expect_report(const BaseReport& got, const BaseReport& expected) {
    EXPECT_EQ(got.log.rows, expected.log.rows);
    EXPECT_EQ(got.log.kept, expected.log.kept);
    EXPECT_EQ(got.rows, expected.rows);
    EXPECT_EQ(got.occasions, expected.occasions);
    EXPECT_EQ(got.merged, expected.merged);
    EXPECT_EQ(got.zero_amounts, expected.zero_amounts);
    EXPECT_EQ(got.holdout_occasions, expected.holdout_occasions);
    EXPECT_EQ(got.holdout_merged, expected.holdout_merged);
    EXPECT_EQ(got.after_holdout, expected.after_holdout);
    EXPECT_EQ(got.new_in_holdout, expected.new_in_holdout);
    EXPECT_EQ(got.duplicates, expected.duplicates);
    EXPECT_EQ(got.duplicates_dropped, expected.duplicates_dropped);
    EXPECT_EQ(got.returns, expected.returns);
    EXPECT_EQ(got.holdout_returns, expected.holdout_returns);
    EXPECT_EQ(got.unmatched_returns, expected.unmatched_returns);
    EXPECT_EQ(got.returned_units, expected.returned_units);
    EXPECT_EQ(got.unmatched_units, expected.unmatched_units);
    EXPECT_EQ(got.only_returns, expected.only_returns);
    EXPECT_EQ(got.rows, got.duplicates_dropped + got.occasions + got.merged + got.returns +
                            got.holdout_occasions + got.holdout_merged + got.holdout_returns +
                            got.after_holdout);
}

void expect_customer(const CustomerBase& base, std::size_t row, const History& history,
                     const Book& book) {
    const Table& table = base.table();
    const auto& occasions = history.occasions;
    const auto x = std::int64_t(occasions.size()) - 1;
    const std::int64_t repeats = history.revenue() - occasions.front().units;
    EXPECT_EQ(base.frequency()[row], x);
    EXPECT_EQ(base.recency()[row], occasions.back().period - occasions.front().period);
    EXPECT_EQ(base.age()[row], period_of(book.until, base.merge()) - occasions.front().period);
    EXPECT_EQ(base.revenue()[row], history.revenue());
    EXPECT_EQ(table["repeat_revenue"].integers()[row], repeats);
    EXPECT_EQ(table["monetary_value"].is_null(row), x == 0);
    EXPECT_EQ(base.monetary_value()[row], x == 0 ? 0 : double(repeats) / (double(x) * 100));
    EXPECT_EQ(table["sum_log_gaps"].reals()[row], history.sum_log_gaps());
    EXPECT_EQ(table["first_date"].dates()[row], history.first_day);
    EXPECT_EQ(table["last_date"].dates()[row], history.last_day);
    EXPECT_EQ(base.weight()[row], 1);
}

void expect_holdout(const CustomerBase& base, std::size_t row, const History& history) {
    EXPECT_EQ(base.holdout_frequency()[row], std::int64_t(history.occasions.size()));
    EXPECT_EQ(base.table()["holdout_revenue"].integers()[row], history.revenue());
}

void expect_book(const CustomerBase& base, const Book& book) {
    EXPECT_EQ(base.until(), Date::from_days(book.until));
    ASSERT_EQ(base.holdout_until().has_value(), book.holdout_until.has_value());
    ASSERT_EQ(base.table().find("holdout_frequency") != nullptr, book.holdout_until.has_value());
    expect_report(base.report(), book.report);
    const auto ids = ordered_ids(book);
    ASSERT_EQ(base.size(), ids.size());
    EXPECT_EQ(base.table()["customer"].type(), std::all_of(ids.begin(), ids.end(), is_whole_number)
                                                   ? ColumnType::int64
                                                   : ColumnType::text);
    for (std::size_t row = 0; row < ids.size(); ++row) {
        EXPECT_EQ(base.customer(row).to_string(), ids[row]);
        const auto& [before, after] = book.customers.at(ids[row]);
        expect_customer(base, row, before, book);
        if (book.holdout_until) expect_holdout(base, row, after);
    }
}

/// Rows [begin, end) as a log with the columns that they have, ids as integers where all are and
/// `numbers` says so.
Transactions log_of(const std::vector<Row>& rows, std::size_t begin, std::size_t end,
                    bool numbers) {
    StringArena ids, orders;
    std::vector<std::int32_t> indices, days;
    std::vector<std::int64_t> id_numbers, amounts;
    for (std::size_t i = begin; i < end; ++i) {
        numbers = numbers && is_whole_number(rows[i].customer);
        indices.push_back(ids.add(rows[i].customer).value());
        static_cast<void>(orders.add(rows[i].order).value());
        days.push_back(rows[i].day);
        amounts.push_back(rows[i].amount);
    }
    for (std::size_t i = begin; i < end && numbers; ++i) {
        id_numbers.push_back(std::stoll(rows[i].customer));
    }
    Table table;
    table.add("customer", numbers ? Column::integers(std::move(id_numbers))
                                  : Column::texts(indices, std::move(ids)));
    table.add("date", Column::dates(std::move(days)));
    table.add("amount", Column::integers(std::move(amounts), 2));
    table.add("order", Column::texts(indices, std::move(orders)));
    return Transactions::from_table(std::move(table));
}

class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
    bool one_in(int n) { return below(n) == 0; }
    std::mt19937_64& random() { return random_; }

private:
    std::mt19937_64 random_;
};

/// Few customers, days, amounts and orders, so that all of them meet; also where rows that wait are
/// no longer of their compact form, on both sides of each of its limits.
std::vector<Row> random_log(Dice& dice) {
    static const std::vector<std::string> all_ids = {"7",   "10", "-3", "4294967295", "4294967296",
                                                     "007", "B",  "b",  "7a",         "é"};
    const int numbers_only = dice.one_in(2) ? 5 : 10, customers = 1 + dice.below(numbers_only);
    const int days = 1 + dice.below(60), greatest = dice.one_in(2) ? 4 : 1000;
    const int some_day = dice.one_in(3) ? -30 : dice.one_in(3) ? 65'510 : 10'000 + dice.below(400);
    const std::int64_t unit = dice.one_in(3) ? (std::int64_t{1} << 47) / 500 : 1;
    const int first_day = some_day, orders = 1 + dice.below(3);
    std::vector<Row> log(static_cast<std::size_t>(1 + dice.below(50)));
    for (Row& row : log) {
        const std::int64_t amount = dice.below(greatest) * unit;
        row = {all_ids[static_cast<std::size_t>(dice.below(customers))],
               first_day + dice.below(days), dice.one_in(4) ? -amount : amount,
               "o" + std::to_string(dice.below(orders))};
    }
    return log;
}

Terms random_terms(Dice& dice, const std::vector<Row>& log) {
    Terms terms;
    terms.merge = static_cast<Period>(dice.below(3));
    terms.duplicates = static_cast<Duplicates>(dice.below(2));
    const auto some_day = [&] {
        return log[static_cast<std::size_t>(dice.below(int(log.size())))];
    };
    if (!dice.one_in(3)) terms.until = some_day().day + dice.below(3) - 1;
    if (terms.until && dice.one_in(2)) terms.holdout_until = *terms.until + 1 + dice.below(30);
    return terms;
}

SummarizeOptions options_of(const Terms& terms) {
    SummarizeOptions options;
    options.merge = terms.merge;
    options.duplicates = terms.duplicates;
    if (terms.until) options.until = Date::from_days(*terms.until);
    if (terms.holdout_until) options.holdout_until = Date::from_days(*terms.holdout_until);
    return options;
}

/// The same log in pieces of random lengths.
Result<CustomerBase> build(const std::vector<Row>& rows, const SummarizeOptions& options,
                           Dice& dice, bool numbers) {
    CustomerBaseBuilder builder(options);
    for (std::size_t begin = 0; begin < rows.size();) {
        const std::size_t end =
            std::min(rows.size(), begin + static_cast<std::size_t>(dice.below(12)));
        builder.add(log_of(rows, begin, end, numbers)).value();
        begin = end;
    }
    return std::move(builder).finish();
}

void expect_same(const Result<CustomerBase>& one, const Result<CustomerBase>& other) {
    ASSERT_EQ(one.has_value(), other.has_value());
    if (!one) {
        EXPECT_EQ(one.error().code, other.error().code);
        EXPECT_EQ(one.error().message, other.error().message);
        return;
    }
    test::expect_same_base(*one, *other);
    expect_report(one->report(), other->report());
}

class SummarizeOracle : public ::testing::Test {
protected:
    /// However the log comes, it gives the same base to the bit.
    void expect_same_however(std::vector<Row> rows, const SummarizeOptions& options,
                             const Result<CustomerBase>& base, Dice& dice) {
        const bool numbers = dice.one_in(2);
        for (const std::uint64_t limit : {0, 1, 500}) {
            SCOPED_TRACE(limit);
            SummarizeOptions spilling = options;
            spilling.memory_limit = limit;
            spilling.spill_folder = folder_.path();
            std::shuffle(rows.begin(), rows.end(), dice.random());
            expect_same(build(rows, spilling, dice, false), base);
        }
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return a.day < b.day; });
        SummarizeOptions by_date = options;
        by_date.order = RowOrder::by_date;
        by_date.run.executor = pool_.executor();
        expect_same(summarize(log_of(rows, 0, rows.size(), numbers), by_date), base);
        expect_same(build(rows, by_date, dice, false), base);
    }

    ThreadPool pool_{3};
    test::TemporaryFolder folder_;
};

void expect_no_purchase(const Book& book, const Result<CustomerBase>& base) {
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::no_rows);
    EXPECT_EQ(base.error().message, "expected a purchase on or before " +
                                        Date::from_days(book.until).to_string() + ", got none");
}

TEST_F(SummarizeOracle, OfRandomLogs) {
    std::size_t bases = 0, with_returns = 0, with_duplicates = 0, with_holdout = 0;
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
        SCOPED_TRACE(seed);
        Dice dice(seed);
        const auto rows = random_log(dice);
        const Terms terms = random_terms(dice, rows);
        const Book book(rows, terms);
        const auto base =
            summarize(log_of(rows, 0, rows.size(), dice.one_in(2)), options_of(terms));
        if (book.customers.empty()) {
            expect_no_purchase(book, base);
        } else {
            ASSERT_TRUE(base) << base.error().to_string();
            expect_book(*base, book);
            ++bases;
            if (book.report.unmatched_returns > 0) ++with_returns;
            if (book.report.duplicates_dropped > 0) ++with_duplicates;
            if (book.report.holdout_returns > 0) ++with_holdout;
        }
        expect_same_however(rows, options_of(terms), base, dice);
        if (HasFailure()) break;
    }
    // The logs have in them what is to be told apart.
    EXPECT_GT(bases, 1500u);
    EXPECT_GT(with_returns, 300u);
    EXPECT_GT(with_duplicates, 100u);
    EXPECT_GT(with_holdout, 200u);
}

}  // namespace
}  // namespace tenure
