#include "tenure/segments/concentration.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "core/number.hpp"
#include "core/radix_sort.hpp"
#include "data/id_order.hpp"
#include "models/option_error.hpp"
#include "segments/concentration_figures.hpp"
#include "segments/concentration_sums.hpp"
#include "segments/option_path.hpp"

namespace tenure::inline v0::segments {
namespace {

using detail::core::expected_got;
using detail::core::for_each_chunk;
using detail::core::shortest;
using detail::models::invalid_option;
using detail::segments::ConcentrationFigures;
using detail::segments::element;
using detail::segments::ratio;
using detail::segments::RealSum;
using detail::segments::Wide;

constexpr std::size_t rows_per_chunk = std::size_t{1} << 14;
constexpr std::size_t most_curve_points = 1'000'000;
constexpr std::array<AbcClass, 3> classes{AbcClass::a, AbcClass::b, AbcClass::c};

Result<void> check_classes(const ConcentrationOptions& options) {
    if (!(options.a > 0)) return invalid_option("a", "a share above 0", options.a);
    if (!(options.b > options.a)) return invalid_option("b", "a share above a", options.b);
    if (!(options.b < 1)) return invalid_option("b", "a share below 1", options.b);
    return {};
}

bool is_share(double share) noexcept { return share > 0 && share <= 1; }

Result<void> check_tops(const ConcentrationOptions& options) {
    for (std::size_t i = 0; i < options.top_shares.size(); ++i) {
        if (is_share(options.top_shares[i])) continue;
        return invalid_option(element("top_shares", i), "a share above 0 and up to 1",
                              options.top_shares[i]);
    }
    for (std::size_t i = 0; i < options.top_counts.size(); ++i) {
        if (options.top_counts[i] >= 1) continue;
        return invalid_option(element("top_counts", i), "a number of customers of 1 or more",
                              std::to_string(options.top_counts[i]));
    }
    return {};
}

/// Rows by their keys, equal ones in their order.
using Order = std::vector<detail::core::Keyed<std::uint32_t>>;

Result<void> check_rows(std::size_t rows) {
    constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
    if (rows <= most) return {};
    return Error{Code::overflow, expected_got("at most 4294967295 rows", std::to_string(rows)), {}};
}

template <class KeyOf>
Result<Order> sorted_rows(std::size_t rows, const RunOptions& run, const KeyOf& key_of) {
    Order order(rows), scratch;
    auto filled =
        for_each_chunk(run, rows, rows_per_chunk,
                       [&](std::size_t, std::size_t begin, std::size_t end) -> Result<void> {
                           for (std::size_t row = begin; row < end; ++row)
                               order[row] = {key_of(row), static_cast<std::uint32_t>(row)};
                           return {};
                       });
    if (!filled) return filled.error();
    detail::core::radix_sort(order, scratch);
    return order;
}

/// Calls `use(begin, end)` for the places of each key, in order, on this thread.
template <class Use>
Result<void> for_each_key(const Order& order, const RunOptions& run, const Use& use) {
    std::size_t next = 0;
    return for_each_chunk(RunOptions{{}, run.progress}, order.size(), rows_per_chunk,
                          [&](std::size_t, std::size_t, std::size_t end) -> Result<void> {
                              while (next < end) {
                                  const std::size_t begin = next;
                                  const std::uint64_t key = order[begin].key;
                                  while (next < order.size() && order[next].key == key) ++next;
                                  use(begin, next);
                              }
                              return {};
                          });
}

/// A base whose revenues are known.
class BaseRevenues {
public:
    explicit BaseRevenues(const CustomerBase& base)
        : base_(base), is_weighted_(base.customers() != static_cast<std::int64_t>(base.size())) {}

    /// @return `Code::overflow` where it, times the customers, does not fit into 128 bits.
    [[nodiscard]] Result<Wide> total(std::size_t curve_points) const {
        Wide sum = 0;
        bool fits = true;
        for (std::size_t row = 0; row < base_.size(); ++row) {
            const Wide of_all = Wide{base_.revenue()[row]} * customers(row);
            fits = !__builtin_add_overflow(sum, of_all, &sum) && fits;
        }
        const Wide factor = std::max<Wide>(base_.customers(), static_cast<Wide>(curve_points));
        // Twice the product, and another, are added up.
        if (fits && sum <= (Wide{1} << 125) / factor) return sum;
        return Error{Code::overflow,
                     expected_got("a revenue that, times the customers, is below 2^125", "more"),
                     {{}, 0, 0, "revenue"}};
    }
    /// Does not look where it need not: rows in the order of revenue are all over the base.
    [[nodiscard]] std::int64_t customers(std::size_t row) const noexcept {
        return is_weighted_ ? base_.weight()[row] : 1;
    }
    /// The largest revenue has the smallest key.
    [[nodiscard]] std::uint64_t key(std::size_t row) const noexcept {
        return ~static_cast<std::uint64_t>(base_.revenue()[row]);
    }
    [[nodiscard]] static std::int64_t revenue_of(std::uint64_t key) noexcept {
        return static_cast<std::int64_t>(~key);
    }

private:
    const CustomerBase& base_;
    bool is_weighted_;
};

/// What is found for each row of a base, in the order of the table.
struct FoundColumns {
    explicit FoundColumns(std::size_t rows)
        : revenue(rows), share(rows), cumulative_share(rows), rank(rows), abc(rows) {}

    std::vector<std::int64_t> revenue;
    std::vector<double> share, cumulative_share;
    std::vector<std::int64_t> rank;
    std::vector<std::int32_t> abc;
};

/// The concentration of a base, found in one pass over its rows, largest first.
class BasePass {
public:
    BasePass(const CustomerBase& base, const ConcentrationOptions& options, Wide total)
        : base_(base),
          options_(options),
          revenues_(base),
          figures_(options, total, base.customers()),
          columns_(base.size()) {}

    [[nodiscard]] Result<ConcentrationTable> run(Order order) && {
        auto passed = for_each_key(order, options_.run, [&](std::size_t begin, std::size_t end) {
            add(order, begin, end);
        });
        if (!passed) return passed.error();
        ConcentrationReport report =
            std::move(figures_).finish([scale = base_.revenue_scale()](Wide units) {
                Wide unit = 1;
                for (int i = 0; i < scale; ++i) unit *= 10;
                return ratio(units, unit);
            });
        report.single_points = std::move(single_points_);
        return ConcentrationTable(table(std::move(order)), std::move(report));
    }

private:
    // Rows of equal revenue.
    void add(const Order& order, std::size_t begin, std::size_t end) {
        const std::int64_t revenue = BaseRevenues::revenue_of(order[begin].key);
        const bool is_single_point = figures_.share(revenue) >= options_.single_point;
        Wide reached = figures_.before();
        std::int64_t customers = 0;
        for (std::size_t at = begin; at < end; ++at) {
            const std::size_t row = order[at].value;
            const Wide of_row = Wide{revenue} * revenues_.customers(row);
            reached += of_row;
            columns_.revenue[at] = revenue;
            columns_.share[at] = figures_.share(of_row);
            columns_.cumulative_share[at] = figures_.share(reached);
            columns_.rank[at] = figures_.customers_before() + customers + 1;
            customers += revenues_.customers(row);
            if (is_single_point) single_points_.push_back(row);
        }
        const auto of = static_cast<std::int32_t>(figures_.add(customers, revenue));
        std::fill(columns_.abc.begin() + static_cast<std::ptrdiff_t>(begin),
                  columns_.abc.begin() + static_cast<std::ptrdiff_t>(end), of);
    }

    [[nodiscard]] Table table(Order order) {
        std::vector<std::size_t> rows(order.size());
        std::transform(order.begin(), order.end(), rows.begin(),
                       [](const auto& entry) { return entry.value; });
        order = {};
        StringArena names;
        for (const AbcClass of : classes) static_cast<void>(names.add(to_string(of)).value());
        Table table;
        table.add("customer", detail::data::reordered(base_.table()["customer"], rows));
        table.add("revenue", Column::integers(std::move(columns_.revenue), base_.revenue_scale()));
        table.add("share", Column::reals(std::move(columns_.share)));
        table.add("cumulative_share", Column::reals(std::move(columns_.cumulative_share)));
        table.add("rank", Column::integers(std::move(columns_.rank)));
        table.add("class", Column::texts(std::move(columns_.abc), std::move(names)));
        return table;
    }

    const CustomerBase& base_;
    const ConcentrationOptions& options_;
    BaseRevenues revenues_;
    ConcentrationFigures<Wide> figures_;
    FoundColumns columns_;
    std::vector<std::size_t> single_points_;
};

Result<void> check_values(std::span<const double> values) {
    const auto wrong = std::find_if(values.begin(), values.end(), [](double value) {
        return !(value >= 0) || std::isinf(value);
    });
    if (wrong == values.end()) return {};
    const auto position = static_cast<std::uint64_t>(wrong - values.begin()) + 1;
    return Error{Code::invalid_value,
                 expected_got("a finite value of 0 or more", shortest(*wrong)),
                 {{}, position, 0, "values"}};
}

/// Values brought near 1 by a power of two, which costs no digit.
class ScaledValues {
public:
    explicit ScaledValues(std::span<const double> values) : values_(values) {
        const double most = *std::max_element(values.begin(), values.end());
        if (most > 0) exponent_ = std::ilogb(most);
    }

    [[nodiscard]] RealSum scaled(std::size_t row) const noexcept {
        return RealSum(std::ldexp(values_[row], -exponent_));
    }
    [[nodiscard]] double amount(RealSum sum) const noexcept {
        return std::ldexp(sum.value(), exponent_);
    }
    /// The largest value has the smallest key. Those of 0 have one, whatever their sign.
    [[nodiscard]] std::uint64_t key(std::size_t row) const noexcept {
        return ~std::bit_cast<std::uint64_t>(values_[row] + 0.0);
    }
    [[nodiscard]] Result<RealSum> total(const Order& order, const RunOptions& run) const {
        RealSum sum;
        auto added = for_each_key(order, run, [&](std::size_t begin, std::size_t end) {
            sum += scaled(order[begin].value) * static_cast<Wide>(end - begin);
        });
        if (!added) return added.error();
        if (std::isfinite(amount(sum))) return sum;
        return Error{Code::overflow,
                     expected_got("values with a sum that a double holds", "more"),
                     {{}, 0, 0, "values"}};
    }

private:
    std::span<const double> values_;
    int exponent_ = 0;
};

Result<ConcentrationReport> concentration_of(const ScaledValues& values, const Order& order,
                                             const ConcentrationOptions& options) {
    const auto total = values.total(order, options.run);
    if (!total) return total.error();
    ConcentrationFigures<RealSum> figures(options, *total, static_cast<std::int64_t>(order.size()));
    std::vector<std::size_t> single_points;
    auto passed = for_each_key(order, options.run, [&](std::size_t begin, std::size_t end) {
        const RealSum each = values.scaled(order[begin].value);
        if (figures.share(each) >= options.single_point) {
            for (std::size_t at = begin; at < end; ++at) single_points.push_back(order[at].value);
        }
        figures.add(static_cast<std::int64_t>(end - begin), each);
    });
    if (!passed) return passed.error();
    ConcentrationReport report =
        std::move(figures).finish([&](RealSum sum) { return values.amount(sum); });
    report.single_points = std::move(single_points);
    return report;
}

Error empty(const char* expected) {
    return {Code::invalid_data, expected_got(expected, "none"), {}};
}

}  // namespace

std::string_view to_string(AbcClass of) noexcept {
    constexpr std::array<std::string_view, 3> names{"A", "B", "C"};
    return names[static_cast<std::size_t>(of)];
}

Result<void> ConcentrationOptions::check() const {
    if (auto checked = check_classes(*this); !checked) return checked;
    if (auto checked = check_tops(*this); !checked) return checked;
    if (!is_share(single_point))
        return invalid_option("single_point", "a share above 0 and up to 1", single_point);
    if (curve_points >= 2 && curve_points <= most_curve_points) return {};
    return invalid_option("curve_points", "2 to 1000000 points", std::to_string(curve_points));
}

Result<ConcentrationTable> concentration(const CustomerBase& base,
                                         const ConcentrationOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    if (base.table().find("revenue") == nullptr) {
        return Error{Code::no_amounts, expected_got("a base with revenues", "one without"), {}};
    }
    if (base.size() == 0) return empty("a base with customers");
    if (auto checked = check_rows(base.size()); !checked) return checked.error();
    const BaseRevenues revenues(base);
    const auto total = revenues.total(options.curve_points);
    if (!total) return total.error();
    auto order =
        sorted_rows(base.size(), options.run, [&](std::size_t row) { return revenues.key(row); });
    if (!order) return order.error();
    return BasePass(base, options, *total).run(*std::move(order));
}

Result<ConcentrationReport> concentration(std::span<const double> values,
                                          const ConcentrationOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    if (values.empty()) return empty("one value or more");
    if (auto checked = check_rows(values.size()); !checked) return checked.error();
    if (auto checked = check_values(values); !checked) return checked.error();
    const ScaledValues scaled(values);
    const auto order =
        sorted_rows(values.size(), options.run, [&](std::size_t row) { return scaled.key(row); });
    if (!order) return order.error();
    return concentration_of(scaled, *order, options);
}

}  // namespace tenure::inline v0::segments
