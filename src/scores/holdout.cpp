#include "tenure/scores/holdout.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "models/bg_nbd_evaluator.hpp"
#include "models/option_error.hpp"

namespace tenure::inline v0 {

namespace {

using detail::core::expected_got;
using detail::models::BgNbdEvaluator;

constexpr std::size_t rows_per_chunk = 4096;
constexpr std::size_t table_rows = 8;  // x = 0 to 6, and 7 and more

/// From `until` to `holdout_until`, in the unit of the base.
Result<Duration> holdout_length(const CustomerBase& base) {
    const bool known = base.table().find("holdout_frequency") != nullptr && base.until() &&
                       base.holdout_until() && *base.holdout_until() > *base.until();
    if (!known)
        return Error{Code::invalid_data, expected_got("a base with a holdout", "one without"), {}};
    const auto days = static_cast<double>(*base.holdout_until() - *base.until());
    return Duration{Duration{days, Unit::day}.in(base.unit()), base.unit()};
}

/// The table of one chunk of customers.
using Rows = std::array<HoldoutRow, table_rows>;

Rows empty_rows() noexcept {
    Rows rows{};
    for (std::size_t x = 0; x < table_rows; ++x) rows[x].frequency = static_cast<std::int64_t>(x);
    return rows;
}

/// False where a sum is beyond int64.
bool add(HoldoutRow& row, const HoldoutRow& more) noexcept {
    row.predicted += more.predicted;
    return !__builtin_add_overflow(row.customers, more.customers, &row.customers) &&
           !__builtin_add_overflow(row.observed, more.observed, &row.observed);
}

Error too_many() {
    return {Code::overflow, expected_got("fewer than 2^63 purchases in the holdout", "more"), {}};
}

/// The customers of a base against a model over the holdout.
class Comparison {
public:
    Comparison(const CustomerBase& base, const models::BgNbd& model, Duration length)
        : base_(base), unit_(model.unit), evaluate_(model, length, {0.0, Unit::year}) {}

    [[nodiscard]] Result<Rows> rows(const RunOptions& run) const {
        std::vector<Rows> parts((base_.size() + rows_per_chunk - 1) / rows_per_chunk, empty_rows());
        auto outcome = detail::core::for_each_chunk(
            run, base_.size(), rows_per_chunk,
            [&](std::size_t chunk, std::size_t begin, std::size_t end) -> Result<void> {
                std::array<double, step> predicted;
                for (std::size_t row = begin; row < end; ++row) {
                    const std::size_t at = (row - begin) % step;
                    if (at == 0) predict(row, std::min(end, row + step), predicted);
                    if (!add_customer(row, predicted[at], parts[chunk])) return too_many();
                }
                return {};
            });
        if (!outcome) return outcome.error();
        return total(parts);
    }

private:
    static constexpr std::size_t step = 256;

    void predict(std::size_t begin, std::size_t end, std::array<double, step>& to) const noexcept {
        std::array<double, step> recency;
        std::array<double, step> age;
        std::array<double, step> alive;
        for (std::size_t row = begin; row < end; ++row) {
            recency[row - begin] = base_.time_in(base_.recency()[row], unit_);
            age[row - begin] = base_.time_in(base_.age()[row], unit_);
        }
        evaluate_({base_.frequency().data() + begin, recency.data(), age.data()}, end - begin,
                  {alive.data(), nullptr, to.data(), nullptr});
    }

    [[nodiscard]] bool add_customer(std::size_t row, double predicted, Rows& rows) const noexcept {
        const std::int64_t x = base_.frequency()[row];
        const std::int64_t weight = base_.weight()[row];
        const std::int64_t bought = base_.holdout_frequency()[row];
        HoldoutRow customer{x, weight, static_cast<double>(weight) * predicted, 0};
        if (__builtin_mul_overflow(weight, bought, &customer.observed)) return false;
        return add(rows[static_cast<std::size_t>(std::min<std::int64_t>(x, table_rows - 1))],
                   customer);
    }

    [[nodiscard]] static Result<Rows> total(const std::vector<Rows>& parts) {
        Rows sum = empty_rows();
        for (const Rows& part : parts) {
            for (std::size_t x = 0; x < table_rows; ++x)
                if (!add(sum[x], part[x])) return too_many();
        }
        return sum;
    }

    const CustomerBase& base_;
    Unit unit_;
    BgNbdEvaluator evaluate_;
};

}  // namespace

Result<HoldoutTable> check_holdout(const CustomerBase& base, const models::AnyPurchaseModel& model,
                                   const RunOptions& run) {
    const auto& bg_nbd = *model.get_if<models::BgNbd>();
    if (auto checked = detail::models::as_option("model", bg_nbd.check()); !checked)
        return checked.error();
    const auto length = holdout_length(base);
    if (!length) return length.error();
    const auto rows = Comparison(base, bg_nbd, *length).rows(run);
    if (!rows) return rows.error();
    HoldoutTable table{*length, {rows->begin(), rows->end()}};
    HoldoutRow all{};
    for (const HoldoutRow& row : table.rows)
        if (!add(all, row)) return too_many();
    table.predicted = all.predicted;
    table.observed = all.observed;
    return table;
}

}  // namespace tenure::inline v0
