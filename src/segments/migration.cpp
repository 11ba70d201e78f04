#include "tenure/segments/migration.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/message.hpp"
#include "core/progress.hpp"
#include "data/base_pairs.hpp"
#include "data/money_column.hpp"

namespace tenure::inline v0::segments {

namespace {

using detail::core::CountedProgress;
using detail::core::expected_got;
using detail::core::go_on;
using detail::data::BasePair;

constexpr std::size_t pairs_per_step = std::size_t{1} << 16;

Result<void> check_dates(const CustomerBase& earlier, const CustomerBase& later) {
    const auto refuse = [](const char* field, const std::string& expected, const std::string& got) {
        return Error{Code::not_in_order, expected_got(expected, got), {.field = field}};
    };
    const std::string end = "an end of observation";
    if (!earlier.until()) return refuse("earlier.until", end, "none");
    if (!later.until()) return refuse("later.until", end, "none");
    if (*earlier.until() < *later.until()) return {};
    return refuse("later.until", end + " after " + earlier.until()->to_string(),
                  later.until()->to_string());
}

/// The customers that a row stands for, the same number in both bases.
Result<std::int64_t> weight_of(const CustomerBase& earlier, const CustomerBase& later,
                               const BasePair& pair) {
    if (!pair.later) return earlier.weight()[*pair.earlier];
    const std::int64_t weight = later.weight()[*pair.later];
    if (!pair.earlier || earlier.weight()[*pair.earlier] == weight) return weight;
    return Error{Code::invalid_data,
                 expected_got("the weight " + std::to_string(earlier.weight()[*pair.earlier]) +
                                  " that customer " + later.customer(*pair.later).to_string() +
                                  " had in the earlier base",
                              std::to_string(weight)),
                 {.line = *pair.later + 1, .field = "weight"}};
}

Error too_much_revenue() {
    return {Code::overflow, expected_got("a revenue within 64 bits", "more"), {.field = "revenue"}};
}

/// Where customers belong at both dates, under one set of cut points, without the scores that say
/// why: these would be most of the memory.
struct Views {
    Column earlier;
    Column later;
    RfmCuts cuts;
};

/// The segment of each row.
Result<Column> segments_of(const CustomerBase& base, const RfmOptions& options) {
    const auto found = rfm(base, options);
    if (!found) return found.error();
    return found->table()["segment"];
}

Result<Views> views_of(const CustomerBase& earlier, const CustomerBase& later, RfmOptions same) {
    if (!same.cuts) {
        const auto cuts = rfm_cuts(earlier, same.run);
        if (!cuts) return cuts.error();
        same.cuts = *cuts;
    }
    auto before = segments_of(earlier, same);
    if (!before) return before.error();
    auto after = segments_of(later, same);
    if (!after) return after.error();
    return Views{*std::move(before), *std::move(after), *same.cuts};
}

/// What customers spent between the dates, at the larger scale of both bases.
class Spending {
public:
    Spending(const CustomerBase& earlier, const CustomerBase& later)
        : earlier_{earlier.revenue(), earlier.revenue_scale()},
          later_{later.revenue(), later.revenue_scale()},
          scale_(std::max(earlier_.scale, later_.scale)) {}

    [[nodiscard]] bool known() const noexcept {
        return !earlier_.units.empty() && !later_.units.empty();
    }
    [[nodiscard]] std::uint8_t scale() const noexcept { return scale_; }
    /// All that one who is gone had spent.
    [[nodiscard]] Result<std::int64_t> of(const BasePair& pair) const {
        if (!known()) return std::int64_t{0};
        if (!pair.later) return units(earlier_, *pair.earlier);
        auto after = units(later_, *pair.later);
        if (!after || !pair.earlier) return after;
        auto before = units(earlier_, *pair.earlier);
        if (!before) return before;
        return *after - *before;  // neither is below 0
    }

private:
    /// The revenue of a base, which is looked up once.
    struct Revenue {
        std::span<const std::int64_t> units;
        std::uint8_t scale;
    };

    [[nodiscard]] Result<std::int64_t> units(const Revenue& of, std::size_t row) const {
        std::int64_t units = of.units[row];
        if (auto fits = detail::data::rescale(units, of.scale, scale_); !fits) return fits.error();
        return units;
    }

    Revenue earlier_, later_;
    std::uint8_t scale_;
};

/// So many customers who spent so much each; false where that does not fit.
bool multiply(MigrationCell& cell) noexcept {
    return !__builtin_mul_overflow(cell.revenue, cell.customers, &cell.revenue);
}

/// False where the sum does not fit.
bool add(MigrationCell& sum, const MigrationCell& part) noexcept {
    sum.customers += part.customers;
    return !__builtin_add_overflow(sum.revenue, part.revenue, &sum.revenue);
}

/// Counts moves while the customers of both bases are gone through.
class Moves {
public:
    Moves(const Views& views, std::span<const RfmRule> rules, const Column& customers,
          const Spending& spending)
        : views_(views),
          rules_(rules),
          customers_(customers),
          spending_(spending),
          earlier_segment_(views.earlier.indices()),
          later_segment_(views.later.indices()),
          segments_(rules.size()),
          from_(views.later.size()),
          has_from_(views.later.size()),
          between_(spending.known() ? views.later.size() : 0),
          cells_(segments_ + 1, std::vector<MigrationCell>(segments_)) {}

    [[nodiscard]] Result<void> add_pair(const BasePair& pair, std::int64_t customers) {
        const auto spent = spending_.of(pair);
        if (!spent) return spent.error();
        MigrationCell moved{customers, *spent};
        if (!multiply(moved)) return too_much_revenue();
        MigrationCell& sum = pair.later ? cell_of(pair) : gone_;
        if (pair.later && !between_.empty()) between_[*pair.later] = *spent;
        return add(sum, moved) ? Result<void>{} : too_much_revenue();
    }

    [[nodiscard]] Result<MigrationReport> report() const {
        MigrationReport report;
        report.cuts = views_.cuts;
        report.segments.assign(rules_.begin(), rules_.end());
        report.cells = cells_;
        report.from.resize(cells_.size());
        report.to.resize(segments_);
        bool fits = true;
        for (std::size_t from = 0; from < cells_.size(); ++from) {
            for (std::size_t to = 0; to < segments_; ++to) {
                const MigrationCell& cell = cells_[from][to];
                fits = add(report.from[from], cell) && add(report.to[to], cell) &&
                       add(report.total, cell) && fits;
                count(from, to, cell.customers, report);
            }
        }
        if (!fits) return too_much_revenue();
        report.gone = gone_.customers;
        report.gone_revenue = gone_.revenue;
        report.has_revenue = spending_.known();
        report.revenue_scale = spending_.known() ? spending_.scale() : std::uint8_t{0};
        return report;
    }

    [[nodiscard]] Table table() && {
        Table table;
        table.add("customer", customers_);
        table.add(
            "from",
            Column::texts(std::move(from_), views_.later.dictionary()).with_validity(has_from_));
        table.add("to", views_.later);
        if (spending_.known()) {
            table.add("revenue_between", Column::integers(std::move(between_), spending_.scale()));
        }
        return table;
    }

private:
    /// Where one who is still there belongs, noted in the table.
    MigrationCell& cell_of(const BasePair& pair) {
        const std::size_t row = *pair.later;
        const auto to = static_cast<std::size_t>(later_segment_[row]);
        has_from_[row] = pair.earlier.has_value();
        if (!pair.earlier) return cells_[segments_][to];
        from_[row] = earlier_segment_[*pair.earlier];
        return cells_[static_cast<std::size_t>(from_[row])][to];
    }

    // Better segments stand before in the rules.
    void count(std::size_t from, std::size_t to, std::int64_t customers,
               MigrationReport& report) const noexcept {
        if (from == segments_) {
            report.joined += customers;
        } else if (from == to) {
            report.stayed += customers;
        } else {
            (to < from ? report.improved : report.worsened) += customers;
        }
    }

    const Views& views_;
    std::span<const RfmRule> rules_;
    const Column& customers_;
    const Spending& spending_;
    std::span<const std::int32_t> earlier_segment_, later_segment_;
    std::size_t segments_;
    std::vector<std::int32_t> from_;
    std::vector<bool> has_from_;
    std::vector<std::int64_t> between_;
    std::vector<std::vector<MigrationCell>> cells_;
    MigrationCell gone_{};
};

Result<void> count_moves(const CustomerBase& earlier, const CustomerBase& later,
                         std::span<const BasePair> pairs, const Progress& progress, Moves& moves) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (i % pairs_per_step == 0) {
            if (auto going = go_on(progress, i, pairs.size()); !going) return going;
        }
        const auto weight = weight_of(earlier, later, pairs[i]);
        if (!weight) return weight.error();
        if (auto added = moves.add_pair(pairs[i], *weight); !added) return added;
    }
    return {};
}

}  // namespace

Result<MigrationTable> migration(const CustomerBase& earlier, const CustomerBase& later,
                                 const RfmOptions& options) {
    if (auto dates = check_dates(earlier, later); !dates) return dates.error();
    CountedProgress progress(options.run.progress);
    RfmOptions same = options;
    same.run = progress.of(options.run);
    const auto views = views_of(earlier, later, same);
    if (!views) return views.error();
    const auto pairs =
        detail::data::BasePairs::of(earlier.table()["customer"], later.table()["customer"]);
    if (!pairs) return pairs.error();

    const Spending spending(earlier, later);
    Moves moves(*views, same.rules, later.table()["customer"], spending);
    auto counted = count_moves(earlier, later, pairs->rows(), same.run.progress, moves);
    if (!counted) return counted.error();
    auto report = moves.report();
    if (!report) return report.error();
    report->cuts_from_earlier = !options.cuts;
    return MigrationTable(std::move(moves).table(), *std::move(report));
}

}  // namespace tenure::inline v0::segments
