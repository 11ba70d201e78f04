#include "data/customer_order.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t key_bytes = 8;

std::size_t common_prefix(std::string_view a, std::string_view b) {
    const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
    return static_cast<std::size_t>(end - a.begin());
}

// The first bytes, which compare as the texts do as far as they go.
std::uint64_t leading_bytes(std::string_view text) {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < key_bytes; ++i) {
        const auto byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
        key = key << 8 | byte;
    }
    return key;
}

}  // namespace

Result<OrderedCustomers> CustomerOrder::finish() && {
    if (texts_.empty()) return std::move(*this).finish_numbers();
    return std::move(*this).finish_texts();
}

OrderedCustomers CustomerOrder::finish_numbers() && {
    {
        Keys scratch;
        core::radix_sort(numbers_, scratch);
    }
    std::vector<std::uint32_t> customers(numbers_.size());
    std::vector<std::int64_t> ids(numbers_.size());
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        customers[i] = numbers_[i].value;
        ids[i] = number_of(numbers_[i].key);
    }
    numbers_ = {};
    return {std::move(customers), Column::integers(std::move(ids))};
}

Result<OrderedCustomers> CustomerOrder::finish_texts() && {
    StringArena written;
    if (auto turned = turn_to_text(written); !turned) return turned.error();
    sort_texts();
    StringArena arena;
    std::vector<std::uint32_t> customers(texts_.size());
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        if (const auto added = arena.add(texts_[i].id); !added) return added.error();
        customers[i] = texts_[i].customer;
    }
    std::vector<std::int32_t> indices(texts_.size());
    std::iota(indices.begin(), indices.end(), 0);
    return OrderedCustomers{std::move(customers),
                            Column::texts(std::move(indices), std::move(arena))};
}

// Writes out the integers; the arena keeps what the texts look at.
Result<void> CustomerOrder::turn_to_text(StringArena& arena) {
    for (const auto& entry : numbers_) {
        if (auto added = arena.add(std::to_string(number_of(entry.key))); !added) {
            return added.error();
        }
    }
    texts_.reserve(size());
    for (std::size_t i = 0; i < numbers_.size(); ++i) add(arena[i], numbers_[i].value);
    numbers_ = {};
    return {};
}

// By the bytes behind what all begin with; those that agree in them too are compared as a whole.
void CustomerOrder::sort_texts() {
    std::size_t prefix = texts_.front().id.size();
    for (const Text& text : texts_) {
        prefix = std::min(prefix, common_prefix(texts_.front().id, text.id));
    }
    std::vector<core::Keyed<Text>> keyed, scratch;
    keyed.reserve(texts_.size());
    for (const Text& text : std::exchange(texts_, {})) {
        keyed.push_back({leading_bytes(text.id.substr(prefix)), text});
    }
    core::radix_sort(keyed, scratch);
    for (auto first = keyed.begin(); first != keyed.end();) {
        const auto last = std::find_if(first, keyed.end(),
                                       [&](const auto& entry) { return entry.key != first->key; });
        std::sort(first, last,
                  [](const auto& a, const auto& b) { return a.value.id < b.value.id; });
        first = last;
    }
    texts_.reserve(keyed.size());
    for (const auto& entry : keyed) texts_.push_back(entry.value);
}

}  // namespace tenure::inline v0::detail::data
