#include "tenure/segments/matrix.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "core/progress.hpp"
#include "models/option_error.hpp"
#include "scores/value.hpp"
#include "segments/concentration_sums.hpp"
#include "segments/option_path.hpp"
#include "segments/quantiles.hpp"

namespace tenure::inline v0::segments {
namespace {

using detail::core::CountedProgress;
using detail::core::expected_got;
using detail::models::invalid_option;
using detail::scores::finite;
using detail::segments::element;
using detail::segments::RealSum;

constexpr std::size_t bands = 4;
constexpr std::size_t rows_per_chunk = std::size_t{1} << 14;
constexpr std::array<std::string_view, bands> value_names{"low", "medium", "high", "key"};
constexpr std::array<std::string_view, bands> protection_names{"standard", "watch", "active",
                                                               "priority"};

Result<void> check_cuts(const ValueCuts& cuts) {
    if (!std::isfinite(cuts.medium))
        return invalid_option("cuts.medium", "a finite number", cuts.medium);
    if (!(cuts.high >= cuts.medium) || std::isinf(cuts.high))
        return invalid_option("cuts.high", "a finite number from cuts.medium on", cuts.high);
    if (!(cuts.key >= cuts.high) || std::isinf(cuts.key))
        return invalid_option("cuts.key", "a finite number from cuts.high on", cuts.key);
    return {};
}

Result<void> check_quantiles(const std::array<double, 3>& quantiles) {
    double before = 0;
    for (std::size_t i = 0; i < quantiles.size(); ++i) {
        if (!(quantiles[i] > before) || !(quantiles[i] < 1)) {
            return invalid_option(element("quantiles", i),
                                  "a share above that before it and below 1", quantiles[i]);
        }
        before = quantiles[i];
    }
    return {};
}

Result<void> check_levels(const ProtectionLevels& levels) {
    for (std::size_t value = 0; value < bands; ++value) {
        for (std::size_t risk = 0; risk < bands; ++risk) {
            if (levels[value][risk] <= Protection::priority) continue;
            return invalid_option(element(element("levels", value), risk), "a level of protection",
                                  "none");
        }
    }
    return {};
}

template <class Same>
bool all_rows(std::size_t rows, const Same& same) {
    for (std::size_t row = 0; row < rows; ++row)
        if (!same(row)) return false;
    return true;
}

bool are_same_ids(const Column& a, const Column& b) {
    if (a.type() != b.type() || a.size() != b.size()) return false;
    if (a.type() == ColumnType::int64) {
        return std::equal(a.integers().begin(), a.integers().end(), b.integers().begin());
    }
    return all_rows(a.size(), [&, of_a = a.indices(), of_b = b.indices()](std::size_t row) {
        return a.dictionary()[static_cast<std::size_t>(of_a[row])] ==
               b.dictionary()[static_cast<std::size_t>(of_b[row])];
    });
}

void require_scores_of(const CustomerBase& base, const ScoreTable& scores) {
    if (are_same_ids(base.table()["customer"], scores.table()["customer"])) return;
    detail::core::contract_violation("scores", "those of the base", "those of other customers");
}

/// What quantiles count up to.
Result<void> check_customers(const CustomerBase& base) {
    constexpr std::int64_t most = std::int64_t{1} << 53;
    if (base.customers() <= most) return {};
    return Error{Code::overflow,
                 expected_got("at most 2^53 customers", std::to_string(base.customers())),
                 {}};
}

Result<ValueCuts> cuts_from(const CustomerBase& base, const Column& values,
                            const MatrixOptions& options) {
    if (auto checked = check_customers(base); !checked) return checked.error();
    if (values.null_count() == values.size()) {
        return Error{Code::invalid_data, expected_got("a customer whose value exists", "none"), {}};
    }
    std::vector<double> known;
    std::vector<std::int64_t> weights;
    const bool all = values.null_count() == 0;
    for (std::size_t row = 0; !all && row < values.size(); ++row) {
        if (values.is_null(row)) continue;
        known.push_back(values.reals()[row]);
        weights.push_back(base.weight()[row]);
    }
    const auto cuts =
        detail::segments::quantiles(all ? values.reals() : std::span<const double>(known),
                                    all ? base.weight() : std::span<const std::int64_t>(weights),
                                    options.quantiles, options.run.progress);
    if (!cuts) return cuts.error();
    return ValueCuts{(*cuts)[0], (*cuts)[1], (*cuts)[2]};
}

/// The sums of a cell, on the way brought down so far that those of the largest doubles fit.
class CellSum {
public:
    void add(std::int64_t weight, double value, double value_at_risk) noexcept {
        customers_ += weight;
        value_ += RealSum(value * down) * weight;
        value_at_risk_ += RealSum(value_at_risk * down) * weight;
    }
    void add(const CellSum& other) noexcept {
        customers_ += other.customers_;
        value_ += other.value_;
        value_at_risk_ += other.value_at_risk_;
    }
    [[nodiscard]] MatrixCell cell() const noexcept {
        return {customers_, finite(value_.value() / down), finite(value_at_risk_.value() / down)};
    }

private:
    static constexpr double down = 0x1p-128;

    std::int64_t customers_ = 0;
    RealSum value_, value_at_risk_;
};

/// What one chunk of rows counts.
struct Sums {
    std::array<CellSum, bands * bands> cells{};
    std::int64_t without_value = 0;

    void add(const Sums& other) noexcept {
        for (std::size_t i = 0; i < cells.size(); ++i) cells[i].add(other.cells[i]);
        without_value += other.without_value;
    }
};

/// The matrix while its rows are filled; threads may fill different ones.
class MatrixRows {
public:
    MatrixRows(const CustomerBase& base, const ScoreTable& scores, const Column& values,
               const ProtectionLevels& levels, const ValueCuts& cuts)
        : base_(base),
          scores_(scores),
          values_(values),
          levels_(levels),
          cuts_(cuts),
          risk_bands_(scores.table()["risk_band"].indices()),
          value_band_(scores.size()),
          cell_(scores.size()),
          protection_(scores.size()) {}

    void fill(std::size_t begin, std::size_t end, Sums& sums) noexcept {
        const auto at_risk = scores_.value_at_risk();
        for (std::size_t row = begin; row < end; ++row) {
            const std::int64_t weight = base_.weight()[row];
            if (values_.is_null(row)) {
                sums.without_value += weight;
                continue;
            }
            const double value = values_.reals()[row];
            const auto band = static_cast<std::size_t>(cuts_.band(value));
            const auto risk = static_cast<std::size_t>(risk_bands_[row]);
            const std::size_t cell = bands * band + risk;
            value_band_[row] = static_cast<std::int32_t>(band);
            cell_[row] = static_cast<std::int32_t>(cell);
            protection_[row] = static_cast<std::int32_t>(levels_[band][risk]);
            sums.cells[cell].add(weight, value, at_risk[row]);
        }
    }

    [[nodiscard]] Table table() && {
        std::vector<std::string> cells;
        for (const std::string_view value : value_names) {
            for (std::size_t risk = 0; risk < bands; ++risk) {
                cells.push_back(std::string(value).append(1, '/').append(
                    to_string(static_cast<RiskBand>(risk))));
            }
        }
        Table table;
        table.add("customer", scores_.table()["customer"]);
        table.add("value", values_);
        for (const char* copied : {"risk", "value_at_risk"})
            table.add(copied, scores_.table()[copied]);
        table.add("value_band", named(std::move(value_band_), value_names));
        table.add("risk_band", scores_.table()["risk_band"]);
        table.add("cell", named(std::move(cell_), cells));
        table.add("protection", named(std::move(protection_), protection_names));
        return table;
    }

private:
    template <class Names>
    [[nodiscard]] Column named(std::vector<std::int32_t> indices, const Names& names) const {
        StringArena texts;
        for (const auto& name : names) static_cast<void>(texts.add(name).value());
        Column column = Column::texts(std::move(indices), std::move(texts));
        if (values_.null_count() == 0) return column;
        std::vector<bool> valid(values_.size());
        for (std::size_t row = 0; row < valid.size(); ++row) valid[row] = !values_.is_null(row);
        return std::move(column).with_validity(valid);
    }

    const CustomerBase& base_;
    const ScoreTable& scores_;
    const Column& values_;
    const ProtectionLevels& levels_;
    const ValueCuts& cuts_;
    std::span<const std::int32_t> risk_bands_;
    std::vector<std::int32_t> value_band_, cell_, protection_;
};

void add(MatrixCell& sum, const MatrixCell& cell) noexcept {
    sum.customers += cell.customers;
    sum.value = finite(sum.value + cell.value);
    sum.value_at_risk = finite(sum.value_at_risk + cell.value_at_risk);
}

void write(const Sums& sums, MatrixReport& report) noexcept {
    for (std::size_t value = 0; value < bands; ++value) {
        for (std::size_t risk = 0; risk < bands; ++risk) {
            const MatrixCell cell = sums.cells[bands * value + risk].cell();
            report.cells[value][risk] = cell;
            const auto level = static_cast<std::size_t>(report.levels[value][risk]);
            for (MatrixCell* sum : {&report.by_value[value], &report.by_risk[risk],
                                    &report.by_protection[level], &report.total}) {
                add(*sum, cell);
            }
        }
    }
    report.without_value = sums.without_value;
}

Result<MatrixReport> described(const CustomerBase& base, const ScoreTable& scores,
                               const Column& values, const MatrixOptions& options) {
    MatrixReport report;
    if (options.cuts) {
        report.cuts = *options.cuts;
    } else {
        const auto cuts = cuts_from(base, values, options);
        if (!cuts) return cuts.error();
        report.cuts = *cuts;
        report.cuts_from_scores = true;
        report.quantiles = options.quantiles;
    }
    report.risk_cuts = scores.report().cuts;
    report.basis = scores.report().value_basis;
    report.levels = options.levels;
    return report;
}

}  // namespace

std::string_view to_string(ValueBand band) noexcept {
    return value_names[static_cast<std::size_t>(band)];
}

std::string_view to_string(Protection level) noexcept {
    return protection_names[static_cast<std::size_t>(level)];
}

ProtectionLevels default_protection_levels() noexcept {
    constexpr auto standard = Protection::standard, watch = Protection::watch,
                   active = Protection::active, priority = Protection::priority;
    return {{{standard, standard, standard, watch},
             {standard, standard, watch, active},
             {standard, watch, active, priority},
             {watch, active, priority, priority}}};
}

Result<void> MatrixOptions::check() const {
    if (cuts) {
        if (auto checked = check_cuts(*cuts); !checked) return checked;
    }
    if (auto checked = check_quantiles(quantiles); !checked) return checked;
    return check_levels(levels);
}

Result<MatrixTable> value_risk_matrix(const CustomerBase& base, const ScoreTable& scores,
                                      const MatrixOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    require_scores_of(base, scores);
    if (scores.report().value_basis == ValueBasis::none) {
        return Error{Code::no_amounts, expected_got("scores with values", "scores without"), {}};
    }
    const Column& values = scores.table()[to_string(scores.report().value_basis)];
    CountedProgress progress(options.run.progress);
    MatrixOptions counted = options;
    if (!options.cuts) counted.run = progress.of(options.run);
    auto report = described(base, scores, values, counted);
    if (!report) return report.error();
    MatrixRows rows(base, scores, values, options.levels, report->cuts);
    std::vector<Sums> parts((base.size() + rows_per_chunk - 1) / rows_per_chunk);
    auto filled = detail::core::for_each_chunk(
        counted.run, base.size(), rows_per_chunk,
        [&](std::size_t chunk, std::size_t begin, std::size_t end) -> Result<void> {
            rows.fill(begin, end, parts[chunk]);
            return {};
        });
    if (!filled) return filled.error();
    Sums sums;
    for (const Sums& part : parts) sums.add(part);
    write(sums, *report);
    return MatrixTable(std::move(rows).table(), *report);
}

}  // namespace tenure::inline v0::segments
