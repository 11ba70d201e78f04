#pragma once

// The rows of a log in their smallest form, kept until their turn comes.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "io/spill_file.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::data {

/// By how much amounts grow in units where their scale grows by so many decimals.
[[nodiscard]] constexpr std::int64_t scale_factor(int decimals) noexcept {
    std::int64_t factor = 1;
    for (; decimals > 0; --decimals) factor *= 10;
    return factor;
}

/// Who, in the owner's terms, when (days since 1970-01-01), how much in units of the log's scale,
/// and what else stood in the row.
struct LoggedPurchase {
    std::int64_t key;
    std::int64_t amount;  ///< Below 0 for a return.
    std::uint64_t fingerprint;
    std::int32_t day;

    friend bool operator==(const LoggedPurchase&, const LoggedPurchase&) = default;
};

/// Almost every purchase, in 20 bytes. Memory that is written for the first time costs a program
/// more than what is computed here, so less of it is time as well as room.
class CompactPurchase {
public:
    /// Whether a purchase is of this form: a key of 32 bits, a day up to 2149-06-06, an amount of
    /// 48 bits with its sign.
    [[nodiscard]] static constexpr bool holds(const LoggedPurchase& purchase) noexcept {
        constexpr std::int64_t most = (std::int64_t{1} << 47) - 1;
        return purchase.key >> 32 == 0 && purchase.day >> 16 == 0 && purchase.amount <= most &&
               purchase.amount >= -most;
    }
    explicit constexpr CompactPurchase(const LoggedPurchase& purchase) noexcept
        : key_(low(purchase.key)),
          fingerprint_{low(purchase.fingerprint), low(purchase.fingerprint >> 32)},
          amount_(low(purchase.amount)),
          amount_above_(static_cast<std::int16_t>(purchase.amount >> 32)),
          day_(static_cast<std::uint16_t>(purchase.day)) {}

    [[nodiscard]] constexpr std::int32_t day() const noexcept { return day_; }
    [[nodiscard]] constexpr LoggedPurchase purchase() const noexcept {
        return {key_, amount_above_ * (std::int64_t{1} << 32) + amount_,
                std::uint64_t{fingerprint_[1]} << 32 | fingerprint_[0], day_};
    }

private:
    template <class Value>
    static constexpr std::uint32_t low(Value value) noexcept {
        return static_cast<std::uint32_t>(value);
    }

    std::uint32_t key_;
    std::uint32_t fingerprint_[2];
    std::uint32_t amount_;
    std::int16_t amount_above_;
    std::uint16_t day_;
};

/// Any other.
class WidePurchase {
public:
    explicit constexpr WidePurchase(const LoggedPurchase& purchase) noexcept
        : key_(purchase.key),
          amount_(purchase.amount),
          fingerprint_(purchase.fingerprint),
          day_(purchase.day) {}
    [[nodiscard]] constexpr std::int32_t day() const noexcept {
        return static_cast<std::int32_t>(day_);
    }
    [[nodiscard]] constexpr LoggedPurchase purchase() const noexcept {
        return {key_, amount_, fingerprint_, day()};
    }

private:
    std::int64_t key_;
    std::int64_t amount_;
    std::uint64_t fingerprint_;
    std::int64_t day_;  // as wide as the others: what is written to a file has no gaps
};

/// Rows in blocks, so that gathering them never moves them. Some may wait in a file.
template <class Row>
class RowBlocks {
public:
    using Block = std::vector<Row>;

    void add(const LoggedPurchase& purchase) {
        if (blocks_.empty() || blocks_.back().size() == blocks_.back().capacity()) add_block();
        blocks_.back().emplace_back(purchase);
        ++rows_;
    }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] bool empty() const noexcept { return blocks_.empty() && spilled_.empty(); }
    /// Takes all blocks that are in memory out.
    [[nodiscard]] std::vector<Block> take() noexcept {
        rows_ = 0;
        return std::exchange(blocks_, {});
    }

    /// After an error, some are in memory and in the file.
    Result<void> spill(io::SpillFile& file, std::uint8_t scale);
    /// Calls `use(row, scale)` for all that was moved to the file.
    template <class Use>
    Result<void> restore(const io::SpillFile& file, const Use& use);

private:
    struct Spilled {
        std::uint64_t offset;
        std::size_t rows;
        std::uint8_t scale;
    };

    void add_block();

    std::vector<Block> blocks_;
    std::size_t rows_ = 0;  // in them
    std::vector<Spilled> spilled_;
};

/// Purchases that wait.
class PurchaseLog {
public:
    void add(const LoggedPurchase& purchase) {
        if (CompactPurchase::holds(purchase)) {
            compact_.add(purchase);
        } else {
            wide_.add(purchase);
        }
    }

    /// How many are held in memory, and how many bytes they take.
    [[nodiscard]] std::size_t size() const noexcept { return compact_.rows() + wide_.rows(); }
    [[nodiscard]] std::size_t bytes() const noexcept {
        return compact_.rows() * sizeof(CompactPurchase) + wide_.rows() * sizeof(WidePurchase);
    }
    [[nodiscard]] bool empty() const noexcept { return compact_.empty() && wide_.empty(); }
    /// Brings the amounts in memory, which fit, to a scale with so many times as many units.
    void rescale(std::int64_t factor);

    /// Moves to the file what is in memory, and notes at which scale it is.
    Result<void> spill(io::SpillFile& file, std::uint8_t scale);
    /// Brings back what was moved to the file, at a scale that is not smaller.
    Result<void> restore(const io::SpillFile& file, std::uint8_t scale);

    /// Takes the purchases of the days before this one, all of them in memory, out of the log:
    /// calls `use(purchase)`, which may add others, for each. Memory is given back on the way.
    template <class Use>
    void drain(std::int32_t before, const Use& use) {
        auto compact = compact_.take();
        auto wide = wide_.take();
        drain(std::move(compact), before, use);
        drain(std::move(wide), before, use);
    }

private:
    template <class Blocks, class Use>
    void drain(Blocks blocks, std::int32_t before, const Use& use);

    RowBlocks<CompactPurchase> compact_;
    RowBlocks<WidePurchase> wide_;
};

template <class Blocks, class Use>
void PurchaseLog::drain(Blocks blocks, std::int32_t before, const Use& use) {
    for (auto& full : blocks) {
        const auto block = std::exchange(full, {});
        for (const auto& row : block) {
            if (row.day() < before) {
                use(row.purchase());
            } else {
                add(row.purchase());
            }
        }
    }
}

}  // namespace tenure::inline v0::detail::data
