#pragma once

// Rows of data as kernels take them: in runs of one x, each of whole blocks.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace tenure::inline v0::detail::models {

/// Copies of columns whose rows are in the order of their x. Each x begins a block, and what is
/// left of its last block repeats its last row with weight 0.
class PatternBlocks {
public:
    /// Blocks that belong together, of one x.
    struct Run {
        std::uint32_t count_index;  ///< Of the x, as in `count_index`.
        std::size_t begin;          ///< The first row in the columns.
        std::size_t blocks;         ///< At most `longest`.
    };
    static constexpr std::size_t longest = 128;

    PatternBlocks() = default;
    /// From row `first` on. All columns are as long as `count_index`.
    PatternBlocks(std::span<const std::uint32_t> count_index, std::span<const double> weight,
                  std::initializer_list<std::span<const double>> columns, std::size_t first = 0);

    [[nodiscard]] const std::vector<Run>& runs() const noexcept { return runs_; }
    [[nodiscard]] const double* weight(const Run& run) const noexcept {
        return weight_.data() + run.begin;
    }
    [[nodiscard]] const double* column(std::size_t i, const Run& run) const noexcept {
        return columns_[i].data() + run.begin;
    }

private:
    void add_rows(std::uint32_t count_index, std::size_t rows);

    std::vector<Run> runs_;
    std::vector<double> weight_;
    std::vector<std::vector<double>> columns_;
};

}  // namespace tenure::inline v0::detail::models
