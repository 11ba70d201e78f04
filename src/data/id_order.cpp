#include "data/id_order.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>

#include "core/message.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// Calls `use` with a function from rows to ids that compare as ids do.
template <class Use>
auto with_ids(const Column& ids, const Use& use) {
    if (ids.type() == ColumnType::int64) {
        return use([numbers = ids.integers()](std::size_t row) { return numbers[row]; });
    }
    return use([indices = ids.indices(), &texts = ids.dictionary()](std::size_t row) {
        return texts[static_cast<std::size_t>(indices[row])];
    });
}

template <class Value>
std::vector<Value> gathered(std::span<const Value> values, const std::vector<std::size_t>& order) {
    std::vector<Value> out(order.size());
    std::transform(order.begin(), order.end(), out.begin(),
                   [&](std::size_t row) { return values[row]; });
    return out;
}

}  // namespace

std::vector<std::size_t> order_by_id(const Column& ids) {
    std::vector<std::size_t> order(ids.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    with_ids(ids, [&](const auto& id) {
        const auto less = [&](std::size_t a, std::size_t b) { return id(a) < id(b); };
        if (!std::is_sorted(order.begin(), order.end(), less)) {
            std::stable_sort(order.begin(), order.end(), less);
        }
    });
    return order;
}

std::strong_ordering compare_ids(const Column& ids, std::size_t a, std::size_t b) {
    return with_ids(ids, [&](const auto& id) -> std::strong_ordering { return id(a) <=> id(b); });
}

Error duplicate_customer(const CustomerId& id) {
    return {Code::duplicate_customer,
            core::expected_got("one row for each customer",
                               "a second one for " + core::quoted(id.to_string())),
            {{}, 0, 0, "customer"}};
}

Column reordered(const Column& column, const std::vector<std::size_t>& order) {
    switch (column.type()) {
        case ColumnType::int64:
            return Column::integers(gathered(column.integers(), order), column.scale());
        case ColumnType::date32:
            return Column::dates(gathered(column.dates(), order));
        case ColumnType::text:
            return Column::texts(gathered(column.indices(), order), column.dictionary());
        default:
            break;
    }
    Column reals = Column::reals(gathered(column.reals(), order));
    if (column.null_count() == 0) return reals;
    std::vector<bool> valid(order.size());
    std::transform(order.begin(), order.end(), valid.begin(),
                   [&](std::size_t row) { return !column.is_null(row); });
    return std::move(reals).with_validity(valid);
}

}  // namespace tenure::inline v0::detail::data
