#pragma once

// Whether two bases are the same to the bit.

#include <cstring>

#include <gtest/gtest.h>

#include "tenure/data/customer_base.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::test {

inline void expect_same_column(const Column& a, const Column& b, const std::string& name) {
    ASSERT_EQ(a.type(), b.type()) << name;
    ASSERT_EQ(a.size(), b.size()) << name;
    EXPECT_EQ(a.scale(), b.scale()) << name;
    for (std::size_t row = 0; row < a.size(); ++row) {
        ASSERT_EQ(a.is_null(row), b.is_null(row)) << name << ' ' << row;
    }
    if (a.type() != ColumnType::float64) return;
    ASSERT_EQ(std::memcmp(a.reals().data(), b.reals().data(), a.size() * sizeof(double)), 0)
        << name;
}

/// All columns of the tables, to the last bit; text by content.
inline void expect_same_table(const Table& a, const Table& b) {
    ASSERT_EQ(a.columns(), b.columns());
    for (std::size_t i = 0; i < a.columns(); ++i) {
        ASSERT_EQ(a.name(i), b.name(i));
        expect_same_column(a.column(i), b.column(i), a.name(i));
    }
    EXPECT_EQ(to_csv(a), to_csv(b));
}

inline void expect_same_report(const BaseReport& a, const BaseReport& b) {
    EXPECT_EQ(a.rows, b.rows);
    EXPECT_EQ(a.occasions, b.occasions);
    EXPECT_EQ(a.merged, b.merged);
    EXPECT_EQ(a.zero_amounts, b.zero_amounts);
    EXPECT_EQ(a.holdout_occasions, b.holdout_occasions);
    EXPECT_EQ(a.holdout_merged, b.holdout_merged);
    EXPECT_EQ(a.after_holdout, b.after_holdout);
    EXPECT_EQ(a.new_in_holdout, b.new_in_holdout);
    EXPECT_EQ(a.duplicates, b.duplicates);
    EXPECT_EQ(a.duplicates_dropped, b.duplicates_dropped);
    EXPECT_EQ(a.returns, b.returns);
    EXPECT_EQ(a.holdout_returns, b.holdout_returns);
    EXPECT_EQ(a.unmatched_returns, b.unmatched_returns);
    EXPECT_EQ(a.returned_units, b.returned_units);
    EXPECT_EQ(a.unmatched_units, b.unmatched_units);
    EXPECT_EQ(a.only_returns, b.only_returns);
}

inline void expect_same_base(const CustomerBase& a, const CustomerBase& b) {
    expect_same_table(a.table(), b.table());
    expect_same_report(a.report(), b.report());
    EXPECT_EQ(a.customers(), b.customers());
    EXPECT_EQ(a.merge(), b.merge());
    EXPECT_EQ(a.unit(), b.unit());
    EXPECT_EQ(a.until(), b.until());
    EXPECT_EQ(a.holdout_until(), b.holdout_until());
}

}  // namespace tenure::test
