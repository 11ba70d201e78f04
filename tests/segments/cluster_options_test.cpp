// What models and options may be, and the names of features.

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "tenure/segments/clusters.hpp"

namespace tenure::inline v0::segments {
namespace {

void expect_error(const Result<void>& result, Code code, const std::string& message,
                  const std::string& field) {
    ASSERT_FALSE(result.has_value()) << message;
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().message, message);
    EXPECT_EQ(result.error().where.field, field);
}

TEST(ClusterOptions, AreChecked) {
    const auto expect_invalid = [](const ClusterOptions& options, const std::string& field,
                                   const std::string& message) {
        expect_error(options.check(), Code::invalid_option, message, field);
    };
    expect_invalid({.k = 1}, "k", "expected a number from 2 to 64, got 1");
    expect_invalid({.k = 65}, "k", "expected a number from 2 to 64, got 65");
    expect_invalid({.least = 1}, "least", "expected a number from 2 to 64, got 1");
    expect_invalid({.least = 5, .most = 4}, "most", "expected a number from 5 to 64, got 4");
    expect_invalid({.most = 65}, "most", "expected a number from 2 to 64, got 65");
    expect_invalid({.starts = 0}, "starts", "expected a number from 1 to 1000, got 0");
    expect_invalid({.iterations = 0}, "iterations",
                   "expected a number from 1 to 1073741824, got 0");
    expect_invalid({.sample = 999}, "sample", "expected a number from 1000 to 1073741824, got 999");
    expect_invalid({.silhouette_sample = 20'001}, "silhouette_sample",
                   "expected a number from 100 to 20000, got 20001");
    expect_invalid({.features = {Feature::age, Feature::age}}, "features",
                   "expected features that there are, each once, got age twice");
    expect_invalid({.features = {static_cast<Feature>(9)}}, "features",
                   "expected features that there are, each once, got one that there is not");
    expect_invalid({.previous = ClusterModel{}}, "previous.features",
                   "expected at least one feature, got none");
    EXPECT_TRUE(ClusterOptions{}.check());
    const ClusterOptions widest{.k = 64, .least = 99, .starts = 1000, .sample = 1000};
    EXPECT_TRUE(widest.check()) << "with k, what it is chosen from is not looked at";
}

TEST(ClusterModel, IsChecked) {
    const auto expect_invalid = [](const ClusterModel& model, const std::string& field,
                                   const std::string& message) {
        expect_error(model.check(), Code::invalid_value, message, field);
    };
    constexpr double infinite = std::numeric_limits<double>::infinity();
    expect_invalid({}, "features", "expected at least one feature, got none");
    expect_invalid({{{Feature::age}, {Feature::age}}, {0.0, 0.0}}, "features",
                   "expected features that there are, each once, got age twice");
    expect_invalid({{{Feature::age, false, infinite}}, {0.0}}, "features.center",
                   "expected a finite number, got inf");
    expect_invalid({{{Feature::age, false, 0.0, 0.0}}, {0.0}}, "features.scale",
                   "expected a finite number above 0, got 0");
    expect_invalid({{{Feature::age}}, {}}, "centers",
                   "expected 1 to 64 rows of 1 coordinates, got 0 numbers");
    expect_invalid({{{Feature::age}, {Feature::recency}}, {0.0, 0.0, 0.0}}, "centers",
                   "expected 1 to 64 rows of 2 coordinates, got 3 numbers");
    expect_invalid({{{Feature::age}}, std::vector<double>(65)}, "centers",
                   "expected 1 to 64 rows of 1 coordinates, got 65 numbers");
    expect_invalid({{{Feature::age}}, {2e6}}, "centers",
                   "expected coordinates between -2^20 and 2^20, got 2e+06");
    const ClusterModel good{{{Feature::age}, {Feature::recency, true, 3.5, 0.25}}, {0, 1, 2, -3}};
    EXPECT_TRUE(good.check());
    EXPECT_EQ(good.k(), 2U);
    EXPECT_EQ(ClusterModel{}.k(), 0U);
}

TEST(Features, HaveNames) {
    for (const char* name : {"recency", "frequency", "revenue", "monetary_value", "age"}) {
        EXPECT_EQ(to_string(parse_feature(name).value()), name);
    }
    EXPECT_EQ(to_string(static_cast<Feature>(7)), "no feature");
    const auto none = parse_feature("income");
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().code, Code::invalid_option);
    EXPECT_EQ(none.error().message,
              "expected recency, frequency, revenue, monetary_value or age, got \"income\"");
}

}  // namespace
}  // namespace tenure::inline v0::segments
