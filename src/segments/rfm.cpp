#include "tenure/segments/rfm.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "core/progress.hpp"
#include "models/option_error.hpp"
#include "segments/concentration_sums.hpp"
#include "segments/option_path.hpp"
#include "segments/quantiles.hpp"
#include "segments/rfm_measures.hpp"
#include "segments/rfm_rules.hpp"

namespace tenure::inline v0::segments {
namespace {

using detail::core::CountedProgress;
using detail::core::expected_got;
using detail::core::for_each_chunk;
using detail::models::invalid_option;
using detail::segments::cuts_below;
using detail::segments::element;
using detail::segments::FourCuts;
using detail::segments::RfmMeasures;
using detail::segments::SegmentOfScores;
using detail::segments::Wide;

constexpr std::size_t rows_per_chunk = std::size_t{1} << 14;
constexpr FourCuts inner_borders{0.2, 0.4, 0.6, 0.8};
constexpr std::array<std::string_view, 3> measure_names{"recency", "frequency", "monetary"};

Result<void> check_four(std::string_view path, const FourCuts& cuts) {
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        if (!std::isfinite(cuts[i]))
            return invalid_option(element(path, i), "a finite number", cuts[i]);
        if (i > 0 && cuts[i] < cuts[i - 1])
            return invalid_option(element(path, i), "a cut point not below that before it",
                                  cuts[i]);
    }
    return {};
}

Result<void> check_cuts(const RfmCuts& cuts) {
    if (auto checked = check_four("cuts.recency", cuts.recency); !checked) return checked;
    if (auto checked = check_four("cuts.frequency", cuts.frequency); !checked) return checked;
    return cuts.monetary ? check_four("cuts.monetary", *cuts.monetary) : Result<void>{};
}

/// Sorts the values of a base into quintiles, one measure after another, in the same room.
class Quintiles {
public:
    Quintiles(const CustomerBase& base, const Progress& progress)
        : weights_(base.weight()), progress_(progress), values_(base.size()) {}

    template <class ValueOf>
    Result<FourCuts> of(const ValueOf& value_of) {
        for (std::size_t row = 0; row < values_.size(); ++row) values_[row] = value_of(row);
        const auto found = detail::segments::quantiles(values_, weights_, inner_borders, progress_);
        if (!found) return found.error();
        FourCuts cuts{};
        std::copy(found->begin(), found->end(), cuts.begin());
        return cuts;
    }

private:
    std::span<const std::int64_t> weights_;
    const Progress& progress_;
    std::vector<double> values_;
};

/// As `rfm_cuts`, of a base that is not empty.
Result<RfmCuts> own_cuts(const CustomerBase& base, const Progress& progress) {
    const RfmMeasures measures(base);
    Quintiles quintiles(base, progress);
    const auto recency = quintiles.of([&](std::size_t row) { return measures.recency_days(row); });
    if (!recency) return recency.error();
    const auto frequency =
        quintiles.of([&](std::size_t row) { return static_cast<double>(measures.occasions(row)); });
    if (!frequency) return frequency.error();
    RfmCuts cuts{*recency, *frequency};
    if (!measures.has_revenue()) return cuts;
    const auto monetary = quintiles.of([&](std::size_t row) { return measures.spend(row); });
    if (!monetary) return monetary.error();
    cuts.monetary = *monetary;
    return cuts;
}

/// What one chunk of rows counts.
struct Counts {
    std::array<std::array<std::int64_t, 5>, 3> by_group{};  ///< [measure][cut points below]
    std::array<std::array<std::int64_t, 5>, 3> on_cut{};    ///< Whose value is the next cut point.
    std::vector<std::int64_t> customers;                    ///< By segment.
    std::vector<Wide> revenue;

    explicit Counts(std::size_t segments) : customers(segments), revenue(segments) {}

    void add(const Counts& other) noexcept {
        for (std::size_t measure = 0; measure < 3; ++measure) {
            for (std::size_t group = 0; group < 5; ++group) {
                by_group[measure][group] += other.by_group[measure][group];
                on_cut[measure][group] += other.on_cut[measure][group];
            }
        }
        for (std::size_t i = 0; i < customers.size(); ++i) {
            customers[i] += other.customers[i];
            revenue[i] += other.revenue[i];
        }
    }
};

/// The table while its rows are filled; threads may fill different ones.
class RfmRows {
public:
    RfmRows(const CustomerBase& base, const RfmCuts& cuts, std::span<const RfmRule> rules)
        : base_(base),
          measures_(base),
          cuts_(cuts),
          segment_of_(rules),
          recency_days_(base.size()),
          occasions_(base.size()),
          r_(base.size()),
          f_(base.size()),
          m_(cuts.monetary ? base.size() : 0),
          segment_(base.size()) {}

    void fill(std::size_t begin, std::size_t end, Counts& counts) noexcept {
        for (std::size_t row = begin; row < end; ++row) {
            const std::int64_t weight = base_.weight()[row];
            recency_days_[row] = measures_.recency_days(row);
            occasions_[row] = measures_.occasions(row);
            r_[row] = 6 - score(0, cuts_.recency, recency_days_[row], weight, counts);
            f_[row] =
                score(1, cuts_.frequency, static_cast<double>(occasions_[row]), weight, counts);
            std::int64_t m = 0;
            if (cuts_.monetary) {
                m = score(2, *cuts_.monetary, measures_.spend(row), weight, counts);
                m_[row] = m;
            }
            segment_[row] = segment_of_(r_[row], f_[row], m);
            const auto segment = static_cast<std::size_t>(segment_[row]);
            counts.customers[segment] += weight;
            if (measures_.has_revenue())
                counts.revenue[segment] += Wide{base_.revenue()[row]} * weight;
        }
    }

    [[nodiscard]] Table table(std::span<const RfmRule> rules) && {
        StringArena names;
        for (const RfmRule& rule : rules) static_cast<void>(names.add(rule.name).value());
        Table table;
        table.add("customer", base_.table()["customer"]);
        table.add("recency_days", Column::reals(std::move(recency_days_)));
        table.add("frequency", Column::integers(std::move(occasions_)));
        if (cuts_.monetary) table.add("monetary", base_.table()["revenue"]);
        table.add("r", Column::integers(std::move(r_)));
        table.add("f", Column::integers(std::move(f_)));
        if (cuts_.monetary) table.add("m", Column::integers(std::move(m_)));
        table.add("segment", Column::texts(std::move(segment_), std::move(names)));
        return table;
    }

private:
    static std::int64_t score(std::size_t measure, const FourCuts& cuts, double value,
                              std::int64_t weight, Counts& counts) noexcept {
        const std::size_t below = cuts_below(cuts, value);
        counts.by_group[measure][below] += weight;
        if (below < cuts.size() && cuts[below] == value) counts.on_cut[measure][below] += weight;
        return static_cast<std::int64_t>(below) + 1;
    }

    const CustomerBase& base_;
    RfmMeasures measures_;
    const RfmCuts& cuts_;
    SegmentOfScores segment_of_;
    std::vector<double> recency_days_;
    std::vector<std::int64_t> occasions_, r_, f_, m_;
    std::vector<std::int32_t> segment_;
};

Result<Counts> counted(RfmRows& rows, const CustomerBase& base, std::size_t segments,
                       const RunOptions& run) {
    std::vector<Counts> parts((base.size() + rows_per_chunk - 1) / rows_per_chunk,
                              Counts(segments));
    auto filled =
        for_each_chunk(run, base.size(), rows_per_chunk,
                       [&](std::size_t chunk, std::size_t begin, std::size_t end) -> Result<void> {
                           rows.fill(begin, end, parts[chunk]);
                           return {};
                       });
    if (!filled) return filled.error();
    Counts sum(segments);
    for (const Counts& part : parts) sum.add(part);
    return sum;
}

/// Fewer days have the higher score.
int score_of_group(std::size_t measure, std::size_t group) noexcept {
    const int number = static_cast<int>(group);
    return measure == 0 ? 5 - number : number + 1;
}

/// Customers on a cut point with nobody in the groups behind it. Quintiles leave a group empty for
/// ties alone: it has room for a fifth of the customers, and they stand on its lower border (below
/// 6 customers there may be none for it). Given cut points may find nobody between them for other
/// reasons, unless they coincide.
void add_ties(std::size_t measure, const FourCuts& cuts, const Counts& counts, bool from_base,
              std::vector<RfmTie>& ties) {
    const auto is_tied_with = [&](std::size_t group, std::size_t first) {
        if (from_base) return counts.by_group[measure][group] == 0;
        return group < cuts.size() && cuts[group] == cuts[first];
    };
    for (std::size_t first = 0, last = 0; first < cuts.size(); first = ++last) {
        while (last < cuts.size() && is_tied_with(last + 1, first)) ++last;
        if (last == first || counts.on_cut[measure][first] == 0) continue;
        RfmTie tie{std::string(measure_names[measure]),
                   cuts[first],
                   counts.on_cut[measure][first],
                   score_of_group(measure, first),
                   {}};
        for (std::size_t group = first + 1; group <= last; ++group)
            tie.empty.push_back(score_of_group(measure, group));
        std::sort(tie.empty.begin(), tie.empty.end());
        ties.push_back(std::move(tie));
    }
}

Result<void> add_segments(const Counts& counts, std::span<const RfmRule> rules, RfmReport& report) {
    Wide total = 0;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        total += counts.revenue[i];
        report.segments.push_back(
            {rules[i], counts.customers[i], static_cast<std::int64_t>(counts.revenue[i])});
    }
    if (total > std::numeric_limits<std::int64_t>::max()) {
        return Error{Code::overflow,
                     expected_got("a revenue of the base below 2^63 units", "more"),
                     {{}, 0, 0, "revenue"}};
    }
    report.revenue = static_cast<std::int64_t>(total);
    return {};
}

Result<RfmReport> reported(const CustomerBase& base, const RfmCuts& cuts, const Counts& counts,
                           const RfmOptions& options) {
    RfmReport report;
    report.cuts = cuts;
    report.cuts_from_base = !options.cuts;
    const bool own = report.cuts_from_base;
    add_ties(0, cuts.recency, counts, own, report.ties);
    add_ties(1, cuts.frequency, counts, own, report.ties);
    if (cuts.monetary) add_ties(2, *cuts.monetary, counts, own, report.ties);
    std::reverse_copy(counts.by_group[0].begin(), counts.by_group[0].end(), report.r.begin());
    report.f = counts.by_group[1];
    report.m = counts.by_group[2];
    report.customers = base.customers();
    report.has_revenue = !base.revenue().empty();
    report.revenue_scale = base.revenue_scale();
    if (auto added = add_segments(counts, options.rules, report); !added) return added.error();
    return report;
}

Result<RfmCuts> cuts_for(const CustomerBase& base, const RfmOptions& options,
                         const RunOptions& run) {
    if (!options.cuts) return rfm_cuts(base, run);
    if (options.cuts->monetary && base.revenue().empty()) {
        return Error{Code::no_amounts,
                     expected_got("a base with revenues, as the cut points have", "one without"),
                     {}};
    }
    return *options.cuts;
}

}  // namespace

Result<RfmCuts> rfm_cuts(const CustomerBase& base, const RunOptions& run) {
    if (base.size() == 0) {
        return Error{Code::invalid_data, expected_got("a base with customers", "an empty one"), {}};
    }
    CountedProgress progress(run.progress);
    return own_cuts(base, progress.of(run).progress);
}

Result<void> RfmOptions::check() const {
    if (cuts) {
        if (auto checked = check_cuts(*cuts); !checked) return checked;
    }
    return detail::segments::check_rules(rules);
}

std::span<const std::int64_t> RfmTable::r() const { return table_["r"].integers(); }
std::span<const std::int64_t> RfmTable::f() const { return table_["f"].integers(); }
std::span<const std::int64_t> RfmTable::m() const { return table_["m"].integers(); }
std::span<const std::int32_t> RfmTable::segment() const { return table_["segment"].indices(); }

Result<RfmTable> rfm(const CustomerBase& base, const RfmOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    CountedProgress progress(options.run.progress);
    const RunOptions run = options.cuts ? options.run : progress.of(options.run);
    const auto cuts = cuts_for(base, options, run);
    if (!cuts) return cuts.error();
    RfmRows rows(base, *cuts, options.rules);
    const auto counts = counted(rows, base, options.rules.size(), run);
    if (!counts) return counts.error();
    auto report = reported(base, *cuts, *counts, options);
    if (!report) return report.error();
    return RfmTable(std::move(rows).table(options.rules), std::move(*report));
}

}  // namespace tenure::inline v0::segments
