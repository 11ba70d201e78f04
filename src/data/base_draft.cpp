#include "data/base_draft.hpp"

#include <algorithm>
#include <utility>

#include "data/base_fields.hpp"
#include "data/id_order.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// Where no customer came again there is no mean to see, and the money says whether amounts are
// known.
bool has_amounts(const BaseDraft& draft) {
    if (!draft.has_mean_column) return false;
    return draft.mean.known.value_or(draft.repeat_revenue.known.value_or(false) ||
                                     draft.revenue.known.value_or(false));
}

Column means(BaseDraft& draft) {
    std::vector<bool> valid(draft.frequency.size());
    std::transform(draft.frequency.begin(), draft.frequency.end(), valid.begin(),
                   [](std::int64_t x) { return x > 0; });
    return Column::reals(std::move(draft.mean.values)).with_validity(valid);
}

// The columns of the draft in the order of their ids.
class TableMaker {
public:
    explicit TableMaker(const std::vector<std::size_t>& order) : order_(order) {}

    void add(BaseField field, const Column& column) {
        table_.add(std::string(name_of(field)), reordered(column, order_));
    }
    void add_if(BaseField field, BaseDraft::Optional<std::vector<std::int32_t>>& days) {
        if (days.known.value_or(false)) add(field, Column::dates(std::move(days.values)));
    }
    void add_if(BaseField field, BaseDraft::Optional<MoneyColumn>& money) {
        if (money.known.value_or(false)) add(field, std::move(money.values).finish());
    }
    [[nodiscard]] Table finish() && { return std::move(table_); }

private:
    const std::vector<std::size_t>& order_;
    Table table_;
};

Table table_of(BaseDraft& draft, const Column& ids, const std::vector<std::size_t>& order) {
    TableMaker maker(order);
    maker.add(BaseField::customer, ids);
    if (has_amounts(draft)) maker.add(BaseField::monetary_value, means(draft));
    maker.add(BaseField::frequency, Column::integers(std::move(draft.frequency)));
    maker.add(BaseField::recency, Column::reals(std::move(draft.recency)));
    maker.add(BaseField::age, Column::reals(std::move(draft.age)));
    maker.add(BaseField::weight, Column::integers(std::move(draft.weight)));
    maker.add_if(BaseField::first_date, draft.first_date);
    maker.add_if(BaseField::last_date, draft.last_date);
    maker.add_if(BaseField::revenue, draft.revenue);
    maker.add_if(BaseField::repeat_revenue, draft.repeat_revenue);
    maker.add_if(BaseField::holdout_revenue, draft.holdout_revenue);
    if (draft.sum_log_gaps.known.value_or(false)) {
        maker.add(BaseField::sum_log_gaps, Column::reals(std::move(draft.sum_log_gaps.values)));
    }
    if (draft.holdout_frequency.known.value_or(false)) {
        maker.add(BaseField::holdout_frequency,
                  Column::integers(std::move(draft.holdout_frequency.values)));
    }
    return std::move(maker).finish();
}

std::optional<Error> find_duplicate(const Column& ids, const std::vector<std::size_t>& order) {
    const auto twin = std::adjacent_find(
        order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return std::is_eq(compare_ids(ids, a, b)); });
    if (twin == order.end()) return std::nullopt;
    Error error = duplicate_customer(id_at(ids, *twin));
    error.where.line = static_cast<std::uint64_t>(std::next(twin) - order.begin()) + 1;
    return error;
}

Result<CustomerBase> ordered_base(BaseDraft& draft, const Clock& clock, const Column& ids,
                                  const std::vector<std::size_t>& order) {
    if (auto found = find_duplicate(ids, order)) return *std::move(found);
    return CustomerBase::from_table(table_of(draft, ids, order), clock.merge, clock.unit,
                                    draft.until);
}

}  // namespace

Clock clock_of(const BaseDraft& draft, const ReadBaseOptions& options) {
    const Unit unit = options.unit.value_or(draft.unit.value_or(Unit::week));
    return {options.times.value_or(draft.unit.value_or(unit)), unit,
            options.merge.value_or(draft.merge.value_or(Period::day))};
}

Result<CustomerBase> to_base(BaseDraft draft, const ReadBaseOptions& options,
                             const std::string& file) {
    const Column ids = std::move(draft.ids).finish();
    const auto order = order_by_id(ids);
    auto base = ordered_base(draft, clock_of(draft, options), ids, order);
    if (!base) {
        // Rows of the table are lines elsewhere in the file.
        Error error = base.error();
        error.where.file = file;
        if (error.where.line > 0) error.where.line = draft.lines[order[error.where.line - 1]];
        return error;
    }
    if (!draft.holdout_until) return base;
    return std::move(*base).with_holdout_until(*draft.holdout_until);
}

}  // namespace tenure::inline v0::detail::data
