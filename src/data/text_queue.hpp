#pragma once

// Rows whose customers' ids are texts, with these, until the customers are looked up.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::data {

/// A row without its id.
struct UnnamedPurchase {
    std::int64_t amount;
    std::uint64_t fingerprint;
    std::int32_t day;
    std::uint32_t place;  ///< `place_of` the hash of the id.
};

class TextQueue {
public:
    void add(std::string_view id, const UnnamedPurchase& purchase) {
        texts_ += id;
        rows_.push_back({purchase, id.size()});
    }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept {
        return texts_.size() + rows_.size() * sizeof(Row);
    }

    /// Calls `use(id, purchase)` for each, in order, and is empty then; unless `use`, which returns
    /// `Result<void>`, fails. Before it, for some at a time, `announce(place, step)` is called with
    /// each of the steps 0, 1, …, `steps` − 1.
    template <class Announce, class Use>
    Result<void> drain(unsigned steps, const Announce& announce, const Use& use) {
        constexpr std::size_t at_once = 64;
        std::string_view rest = texts_;
        for (std::size_t begin = 0; begin < rows_.size(); begin += at_once) {
            const auto some =
                std::span(rows_).subspan(begin, std::min(at_once, rows_.size() - begin));
            for (unsigned step = 0; step < steps; ++step) {
                for (const Row& row : some) announce(row.purchase.place, step);
            }
            for (const Row& row : some) {
                if (auto used = use(rest.substr(0, row.size), row.purchase); !used) return used;
                rest.remove_prefix(row.size);
            }
        }
        rows_.clear();
        texts_.clear();
        return {};
    }

private:
    struct Row {
        UnnamedPurchase purchase;
        std::size_t size;  // of the id
    };

    std::string texts_;
    std::vector<Row> rows_;
};

}  // namespace tenure::inline v0::detail::data
