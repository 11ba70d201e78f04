#include "data/date_tally.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

std::map<std::string, std::int64_t> counts(const DateTally& tally) {
    std::map<std::string, std::int64_t> out;
    for (const DateNotation& notation : tally.notations()) out[notation.format] = notation.values;
    return out;
}

TEST(DateTally, AValueCountsInEachOfItsReadings) {
    DateTally tally;
    for (const char* text : {"5/1/2015", "25/1/2015", "1/25/2015", "21-07-2015", "never", ""}) {
        tally.add(text);
    }
    const auto of = counts(tally);
    EXPECT_EQ(of.at("%d/%m/%Y"), 2);
    EXPECT_EQ(of.at("%m/%d/%Y"), 2);
    EXPECT_EQ(of.at("%d-%m-%Y"), 1);
    EXPECT_EQ(of.count("%m-%d-%Y"), 0u);
}

TEST(DateTally, TheMostComeFirstAndOfEqualsTheEarlier) {
    DateTally tally;
    for (const char* text : {"21-07-2015", "25/1/2015", "26/1/2015", "22-07-2015", "0000-00-00",
                             "0000-00-00", "0000-00-00"}) {
        tally.add(text);
    }
    const auto notations = tally.notations();
    ASSERT_EQ(notations.size(), 3u);
    EXPECT_EQ(notations[0].format, "0000-00-00");
    EXPECT_EQ(notations[0].values, 3);
    EXPECT_EQ(notations[1].format, "%d-%m-%Y");
    EXPECT_EQ(notations[1].first, "21-07-2015");
    EXPECT_EQ(notations[2].format, "%d/%m/%Y");
    EXPECT_EQ(notations[2].first, "25/1/2015");
}

TEST(DateTally, HoldsNoMoreThanAnyoneReads) {
    DateTally tally;
    for (int i = 1; i < 5000; ++i) tally.add(std::string(static_cast<std::size_t>(i), '0'));
    EXPECT_LE(tally.notations().size(), 64u);
    for (const DateNotation& notation : tally.notations()) EXPECT_LE(notation.format.size(), 64u);
    tally.add("21-07-2015");
    EXPECT_EQ(counts(tally).at("%d-%m-%Y"), 1) << "zeros leave room for dates";
}

}  // namespace
}  // namespace tenure::detail::data
