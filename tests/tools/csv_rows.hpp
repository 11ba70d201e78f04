#pragma once

// The rows of a CSV without quotes, by the names of its columns.

#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "program.hpp"

namespace tenure::test {

using Rows = std::vector<std::map<std::string, std::string>>;

inline Rows rows_of(const std::string& csv) {
    const auto text = lines(csv);
    const auto names = fields(text.at(0));
    Rows rows;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const auto cells = fields(text[i]);
        EXPECT_EQ(cells.size(), names.size());
        auto& row = rows.emplace_back();
        for (std::size_t j = 0; j < names.size(); ++j) row[names[j]] = cells[j];
    }
    return rows;
}

}  // namespace tenure::test
