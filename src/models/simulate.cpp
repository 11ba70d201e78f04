#include "tenure/models/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/chunks.hpp"
#include "models/option_error.hpp"
#include "tenure/core/random.hpp"

namespace tenure::inline v0::models {

namespace {

using detail::models::as_option;
using detail::models::invalid_option;

constexpr std::int64_t max_customers = 1'000'000'000;
/// Of the customers who buy often; what keeps a rate that is out by orders of magnitude from
/// filling memory.
constexpr double max_purchases = 1e6;
constexpr std::size_t customers_per_chunk = 1024;
constexpr std::uint8_t scale_of_hundredths = 2;

double days_in(Duration duration) noexcept { return duration.in(Unit::day); }

/// The days on which customers are observed, `from` and `until` included.
double observed_days(const SimulateOptions& options) noexcept {
    return static_cast<double>(options.until - options.from) + 1.0;
}

/// α with λ per day: λ is gamma distributed with shape r and rate α, so α is a time as T is.
double alpha_in_days(const BgNbd& model) noexcept { return days_in({model.alpha, model.unit}); }

/// What all customers share. Times are days from the start of `from`.
struct Law {
    explicit Law(const SimulateOptions& options)
        : purchases(options.purchases),
          log_alpha(std::log(alpha_in_days(options.purchases))),
          spend(options.spend),
          entry(days_in(options.entry)),
          end(observed_days(options)),
          seed(options.seed) {}

    BgNbd purchases;
    double log_alpha;
    std::optional<GammaGamma> spend;
    double entry;
    double end;  ///< The end of the day `until`.
    std::uint64_t seed;
};

/// The purchases of one customer, one after another (FHL, section 2).
class Purchases {
public:
    Purchases(const Law& law, std::int64_t customer)
        : draws_(law.seed, static_cast<std::uint64_t>(customer)), end_(law.end) {
        // λ and the odds p ÷ (1 − p) = G(a) ÷ G(b) through logarithms: gamma variates of small
        // shapes underflow, their ratio does not.
        mean_gap_ = std::exp(law.log_alpha - draws_.log_gamma(law.purchases.r));
        const double log_leaving = draws_.log_gamma(law.purchases.a);
        const double log_staying = draws_.log_gamma(law.purchases.b);
        dropout_ = 1.0 / (1.0 + std::exp(log_staying - log_leaving));
        time_ = law.entry * draws_.uniform();
    }

    [[nodiscard]] double time() const noexcept { return time_; }

    /// Goes on to the next purchase; false where there is none up to the end of observation.
    [[nodiscard]] bool advance() noexcept {
        if (left_) return false;
        time_ += mean_gap_ * draws_.exponential();
        left_ = draws_.uniform() < dropout_;
        return time_ < end_;
    }

private:
    RandomStream draws_;
    double end_;
    double mean_gap_ = 0;  ///< 1/λ
    double dropout_ = 0;   ///< p
    double time_ = 0;
    bool left_ = false;
};

/// The amounts of one customer's purchases (Fader and Hardie 2013), from a stream of their own:
/// when customers buy does not depend on whether amounts are asked for, nor amounts on the end of
/// observation.
class Amounts {
public:
    Amounts(const Law& law, std::int64_t customer)
        : draws_(law.seed, ~static_cast<std::uint64_t>(customer)), shape_(law.spend->p) {
        log_rate_ = draws_.log_gamma(law.spend->q) - std::log(law.spend->gamma);
    }

    [[nodiscard]] double next() noexcept { return std::exp(draws_.log_gamma(shape_) - log_rate_); }

private:
    RandomStream draws_;
    double shape_;
    double log_rate_;  ///< log ν
};

/// In hundredths; a purchase is not free because its amount is small.
std::int64_t hundredths(double amount) noexcept {
    return std::max<std::int64_t>(1, std::llround(amount * 100.0));
}

bool fits_hundredths(double amount) noexcept { return amount * 100.0 < 0x1p63; }

Error amount_overflow(std::int64_t customer) {
    return {Code::overflow,
            "expected amounts below 2^63 hundredths, got a larger one for customer " +
                std::to_string(customer)};
}

/// Calls `visit(time, amount)` for each purchase of a customer, in order; amounts are 0 without
/// spend.
template <class Visit>
Result<void> follow(const Law& law, std::int64_t customer, Visit visit) {
    Purchases purchases(law, customer);
    std::optional<Amounts> amounts;
    if (law.spend) amounts.emplace(law, customer);
    do {
        const double amount = amounts ? amounts->next() : 0.0;
        if (!fits_hundredths(amount)) return amount_overflow(customer);
        visit(purchases.time(), amount);
    } while (purchases.advance());
    return {};
}

std::int64_t id_of(std::size_t row) noexcept { return static_cast<std::int64_t>(row) + 1; }

/// The purchases of the customers of one chunk.
struct LogPiece {
    std::vector<std::int64_t> customer;
    std::vector<std::int32_t> day;
    std::vector<std::int64_t> amount;
};

Result<void> log_customer(const Law& law, std::int32_t from, std::int64_t customer,
                          LogPiece& piece) {
    return follow(law, customer, [&](double time, double amount) {
        piece.customer.push_back(customer);
        piece.day.push_back(from + static_cast<std::int32_t>(time));
        if (law.spend) piece.amount.push_back(hundredths(amount));
    });
}

/// One member of all pieces, one behind the other; the pieces give theirs up.
template <class T>
std::vector<T> joined(std::vector<LogPiece>& pieces, std::vector<T> LogPiece::*member) {
    std::size_t size = 0;
    for (const auto& piece : pieces) size += (piece.*member).size();
    std::vector<T> all;
    all.reserve(size);
    for (auto& piece : pieces) {
        all.insert(all.end(), (piece.*member).begin(), (piece.*member).end());
        std::vector<T>().swap(piece.*member);
    }
    return all;
}

/// What a base keeps of each customer, times in days.
struct BaseColumns {
    explicit BaseColumns(std::size_t size)
        : customer(size), frequency(size), recency(size), age(size), mean_spend(size) {}

    std::vector<std::int64_t> customer, frequency;
    std::vector<double> recency, age, mean_spend;
};

Result<void> summarize_customer(const Law& law, std::size_t row, BaseColumns& columns) {
    double first = 0;
    double last = 0;
    double spent = 0;  // on repeat purchases
    std::int64_t purchases = 0;
    auto outcome = follow(law, id_of(row), [&](double time, double amount) {
        if (purchases++ == 0) {
            first = time;
        } else {
            spent += amount;
        }
        last = time;
    });
    const std::int64_t repeats = purchases - 1;
    columns.customer[row] = id_of(row);
    columns.frequency[row] = repeats;
    columns.recency[row] = last - first;
    columns.age[row] = law.end - first;
    columns.mean_spend[row] = repeats > 0 ? spent / static_cast<double>(repeats) : 0.0;
    return outcome;
}

Column mean_spend_column(BaseColumns& columns) {
    std::vector<bool> known(columns.frequency.size());
    for (std::size_t i = 0; i < known.size(); ++i) known[i] = columns.frequency[i] > 0;
    return Column::reals(std::move(columns.mean_spend)).with_validity(known);
}

Table table_of(BaseColumns columns, bool spend) {
    const std::size_t size = columns.customer.size();
    std::optional<Column> mean_spend;
    if (spend) mean_spend = mean_spend_column(columns);
    Table table;
    table.add("customer", Column::integers(std::move(columns.customer)));
    table.add("frequency", Column::integers(std::move(columns.frequency)));
    table.add("recency", Column::reals(std::move(columns.recency)));
    table.add("T", Column::reals(std::move(columns.age)));
    if (mean_spend) table.add("monetary_value", *std::move(mean_spend));
    table.add("weight", Column::integers(std::vector<std::int64_t>(size, 1)));
    return table;
}

/// Calls `body(chunk, row)` for every customer, by chunks on the host's executor.
template <class Body>
Result<void> for_each_customer(const SimulateOptions& options, Body body) {
    return detail::core::for_each_chunk(
        options.run, static_cast<std::size_t>(options.customers), customers_per_chunk,
        [&](std::size_t chunk, std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t row = begin; row < end; ++row)
                if (auto outcome = body(chunk, row); !outcome) return outcome;
            return {};
        });
}

Result<void> check_rates(const SimulateOptions& options) {
    const BgNbd& model = options.purchases;
    const double often = std::max(model.r, 1.0) / alpha_in_days(model) * observed_days(options);
    if (often <= max_purchases) return {};
    return invalid_option("purchases",
                          "at most 1000000 purchases up to until from rates of max(r, 1) ÷ alpha",
                          often);
}

Result<void> check_times(const SimulateOptions& options) {
    if (options.until < options.from) {
        return invalid_option("until", "a date not before " + options.from.to_string(),
                              options.until.to_string());
    }
    const double entry = days_in(options.entry);
    if (!(entry > 0.0) || !(entry <= observed_days(options))) {
        return invalid_option("entry", "a time above 0 that ends by " + options.until.to_string(),
                              to_string(options.entry));
    }
    return {};
}

}  // namespace

Result<void> SimulateOptions::check() const {
    if (auto checked = as_option("purchases", purchases.check()); !checked) return checked;
    if (spend)
        if (auto checked = as_option("spend", spend->check()); !checked) return checked;
    if (customers < 1 || customers > max_customers)
        return invalid_option("customers", "1 to 1000000000", std::to_string(customers));
    if (auto checked = check_times(*this); !checked) return checked;
    return check_rates(*this);
}

Result<Transactions> simulate_transactions(const SimulateOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    const Law law(options);
    const auto size = static_cast<std::size_t>(options.customers);
    std::vector<LogPiece> pieces((size + customers_per_chunk - 1) / customers_per_chunk);
    auto outcome = for_each_customer(options, [&](std::size_t chunk, std::size_t row) {
        return log_customer(law, options.from.days(), id_of(row), pieces[chunk]);
    });
    if (!outcome) return outcome.error();
    Table table;
    table.add("customer", Column::integers(joined(pieces, &LogPiece::customer)));
    table.add("date", Column::dates(joined(pieces, &LogPiece::day)));
    if (law.spend) {
        table.add("amount",
                  Column::integers(joined(pieces, &LogPiece::amount), scale_of_hundredths));
    }
    return Transactions::from_table(std::move(table));
}

Result<CustomerBase> simulate_base(const SimulateOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    const Law law(options);
    BaseColumns columns(static_cast<std::size_t>(options.customers));
    auto outcome = for_each_customer(options, [&](std::size_t, std::size_t row) {
        return summarize_customer(law, row, columns);
    });
    if (!outcome) return outcome.error();
    return CustomerBase::from_table(table_of(std::move(columns), law.spend.has_value()),
                                    Period::day, options.purchases.unit, options.until);
}

}  // namespace tenure::inline v0::models
