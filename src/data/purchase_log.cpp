#include "data/purchase_log.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t least_in_block = 16, most_in_block = 4096;

constexpr std::int32_t all_days = std::numeric_limits<std::int32_t>::max();

LoggedPurchase rescaled(LoggedPurchase purchase, std::int64_t factor) noexcept {
    purchase.amount *= factor;
    return purchase;
}

}  // namespace

// A log is one of many: its blocks are small while it is.
template <class Row>
void RowBlocks<Row>::add_block() {
    const std::size_t last = blocks_.empty() ? 0 : blocks_.back().capacity();
    blocks_.emplace_back().reserve(std::clamp(2 * last, least_in_block, most_in_block));
}

template <class Row>
Result<void> RowBlocks<Row>::spill(io::SpillFile& file, std::uint8_t scale) {
    for (const Block& block : blocks_) {
        const auto offset = file.append(std::as_bytes(std::span(block)));
        if (!offset) return offset.error();
        spilled_.push_back({*offset, block.size(), scale});
    }
    static_cast<void>(take());
    return {};
}

template <class Row>
template <class Use>
Result<void> RowBlocks<Row>::restore(const io::SpillFile& file, const Use& use) {
    for (const Spilled& spilled : std::exchange(spilled_, {})) {
        Block block(spilled.rows, Row(LoggedPurchase{}));
        if (auto read = file.read(spilled.offset, std::as_writable_bytes(std::span(block)));
            !read) {
            return read;
        }
        for (const Row& row : block) use(row.purchase(), spilled.scale);
    }
    return {};
}

template class RowBlocks<CompactPurchase>;
template class RowBlocks<WidePurchase>;

void PurchaseLog::rescale(std::int64_t factor) {
    drain(all_days, [&](const LoggedPurchase& purchase) { add(rescaled(purchase, factor)); });
}

Result<void> PurchaseLog::spill(io::SpillFile& file, std::uint8_t scale) {
    if (auto spilled = compact_.spill(file, scale); !spilled) return spilled;
    return wide_.spill(file, scale);
}

Result<void> PurchaseLog::restore(const io::SpillFile& file, std::uint8_t scale) {
    const auto add_rescaled = [&](const LoggedPurchase& purchase, std::uint8_t before) {
        add(rescaled(purchase, scale_factor(scale - before)));
    };
    if (auto restored = compact_.restore(file, add_rescaled); !restored) return restored;
    return wide_.restore(file, add_rescaled);
}

}  // namespace tenure::inline v0::detail::data
