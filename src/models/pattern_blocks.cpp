#include "models/pattern_blocks.hpp"

#include <algorithm>

#include "kernels/block.hpp"

namespace tenure::inline v0::detail::models {

using kernels::block;
using kernels::in_whole_blocks;

PatternBlocks::PatternBlocks(std::span<const std::uint32_t> count_index,
                             std::span<const double> weight,
                             std::initializer_list<std::span<const double>> columns,
                             std::size_t first)
    : columns_(columns.size()) {
    for (std::size_t begin = first; begin < count_index.size();) {
        std::size_t end = begin;
        while (end < count_index.size() && count_index[end] == count_index[begin]) ++end;
        const auto append = [&](std::vector<double>& to, std::span<const double> from) {
            to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(begin),
                      from.begin() + static_cast<std::ptrdiff_t>(end));
        };
        add_rows(count_index[begin], end - begin);
        append(weight_, weight);
        weight_.resize(in_whole_blocks(weight_.size()), 0.0);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            append(columns_[i], columns.begin()[i]);
            const double last = columns_[i].back();
            columns_[i].resize(weight_.size(), last);
        }
        begin = end;
    }
}

void PatternBlocks::add_rows(std::uint32_t count_index, std::size_t rows) {
    std::size_t at = weight_.size();
    for (std::size_t left = in_whole_blocks(rows) / block; left > 0;) {
        const std::size_t blocks = std::min(left, longest);
        runs_.push_back({count_index, at, blocks});
        at += blocks * block;
        left -= blocks;
    }
}

}  // namespace tenure::inline v0::detail::models
