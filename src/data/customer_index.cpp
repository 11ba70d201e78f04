#include "data/customer_index.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "core/message.hpp"
#include "data/id_column.hpp"
#include "tenure/core/customer_id.hpp"

namespace tenure::inline v0::detail::data {

Result<std::uint32_t> CustomerIndex::add(std::int64_t number) {
    if (is_text_) return add_text(std::to_string(number));
    if (is_canonical(number)) {
        if (numbers_.numbers().size() < std::numeric_limits<std::int32_t>::max()) {
            return numbers_.intern(number);
        }
        return Error{
            Code::overflow, core::expected_got("at most 2147483647 customers", "more"), {}};
    }
    if (auto turned = turn_to_text(); !turned) return turned.error();
    return add_text(std::to_string(number));
}

Result<std::uint32_t> CustomerIndex::add(std::string_view text) {
    if (is_text_) return add_text(text);
    if (const auto number = canonical_integer(text)) return add(*number);
    if (auto turned = turn_to_text(); !turned) return turned.error();
    return add_text(text);
}

std::size_t CustomerIndex::size() const noexcept {
    return is_text_ ? texts_.texts().size() : numbers_.numbers().size();
}

Result<std::uint32_t> CustomerIndex::add_text(std::string_view text) {
    const auto index = texts_.intern(text);
    if (!index) return index.error();
    return static_cast<std::uint32_t>(*index);
}

// All numbers are distinct as texts too, so each keeps its place.
Result<void> CustomerIndex::turn_to_text() {
    is_text_ = true;
    const NumberPool pool = std::exchange(numbers_, {});
    for (const std::int64_t number : pool.numbers()) {
        if (auto added = add_text(std::to_string(number)); !added) return added.error();
    }
    return {};
}

std::string_view CustomerIndex::text(std::uint32_t customer) const noexcept {
    return texts_.texts()[customer];
}

std::optional<std::vector<std::int64_t>> CustomerIndex::numbers(
    const std::vector<std::uint32_t>& customers) const {
    std::vector<std::int64_t> out;
    out.reserve(customers.size());
    for (const std::uint32_t customer : customers) {
        const auto number = is_text_ ? canonical_integer(text(customer))
                                     : std::optional(numbers_.numbers()[customer]);
        if (!number) return std::nullopt;
        out.push_back(*number);
    }
    return out;
}

Result<CustomerIndex::Sorted> CustomerIndex::sorted(std::vector<std::uint32_t> customers) const {
    const auto unordered = numbers(customers);
    if (!unordered) return sorted_texts(std::move(customers));
    std::vector<std::pair<std::int64_t, std::uint32_t>> pairs(customers.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {(*unordered)[i], customers[i]};
    std::sort(pairs.begin(), pairs.end());
    std::vector<std::int64_t> ids(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) std::tie(ids[i], customers[i]) = pairs[i];
    return Sorted{std::move(customers), Column::integers(std::move(ids))};
}

Result<CustomerIndex::Sorted> CustomerIndex::sorted_texts(
    std::vector<std::uint32_t> customers) const {
    std::sort(customers.begin(), customers.end(),
              [this](std::uint32_t a, std::uint32_t b) { return text(a) < text(b); });
    StringArena arena;
    std::vector<std::int32_t> indices(customers.size());
    for (std::size_t i = 0; i < customers.size(); ++i) {
        const auto added = arena.add(text(customers[i]));
        if (!added) return added.error();
        indices[i] = *added;
    }
    return Sorted{std::move(customers), Column::texts(std::move(indices), std::move(arena))};
}

}  // namespace tenure::inline v0::detail::data
