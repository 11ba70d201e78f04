#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "program.hpp"

namespace tenure::test {
namespace {

// Optima found apart from this library, to 13 digits; a search that ends at them is within 1e-6 of
// each parameter. The log-likelihood is flat there, so that it agrees to the square of that, 1e-12;
// 1e-11 leaves room for the rounding of its sum.
constexpr double parameter_tolerance = 1e-6;
constexpr double likelihood_tolerance = 1e-11;
// Published with eight digits or more.
constexpr double error_tolerance = 1e-6;

void expect_close(const Json& object, const std::string& key, double expected, double relative) {
    ASSERT_TRUE(object.at(key).is_number()) << key << " in " << object;
    EXPECT_NEAR(object.at(key).get<double>(), expected, relative * std::abs(expected)) << key;
}

void expect_all_close(const Json& object, const Json& expected, double relative) {
    ASSERT_EQ(object.size(), expected.size());
    for (const auto& [key, value] : expected.items())
        expect_close(object, key, value.get<double>(), relative);
}

Json fit_json(const Arguments& arguments, const std::string& input = {}) {
    const Outcome outcome = run(arguments, input);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    return Json::parse(outcome.out);
}

const std::string no_repeater = "frequency,recency,T\n0,0,30\n0,0,20\n0,0,25.5\n";

TEST(Fit, BgNbdOnCdnowIsTheReferenceOptimum) {
    const Json fit = fit_json(cdnow("fit", {"--model", "bg-nbd", "--json"}));
    EXPECT_EQ(fit.at("model"), "bg-nbd");
    EXPECT_EQ(fit.at("unit"), "week");
    EXPECT_EQ(fit.at("customers"), 2357);
    EXPECT_EQ(fit.at("excluded"), 0);
    EXPECT_EQ(fit.at("status"), "converged");
    expect_all_close(fit.at("parameters"),
                     {{"r", 0.2425945224302},
                      {"alpha", 4.413602019014},
                      {"a", 0.7929220172256},
                      {"b", 2.425906776826}},
                     parameter_tolerance);
    expect_all_close(fit.at("standard_errors"),
                     {{"r", .012557378}, {"alpha", .37822406}, {"a", .18573382}, {"b", .70541427}},
                     error_tolerance);
    expect_close(fit, "log_likelihood", -9582.42920667393, likelihood_tolerance);
    const double likelihood = fit.at("log_likelihood").get<double>();
    expect_close(fit, "aic", 8 - 2 * likelihood, likelihood_tolerance);
    expect_close(fit, "bic", 4 * std::log(2357.0) - 2 * likelihood, likelihood_tolerance);
}

TEST(Fit, GammaGammaOnCdnowIsTheReferenceOptimum) {
    const Json fit = fit_json(cdnow("fit", {"--model", "gamma-gamma", "--json"}));
    EXPECT_EQ(fit.at("model"), "gamma-gamma");
    EXPECT_TRUE(fit.at("unit").is_null());  // there is no time in it
    EXPECT_EQ(fit.at("customers"), 946);
    EXPECT_EQ(fit.at("excluded"), 2357 - 946);
    expect_all_close(fit.at("parameters"),
                     {{"p", 6.249572271324}, {"q", 3.744224667132}, {"gamma", 15.44352096259}},
                     parameter_tolerance);
    expect_all_close(fit.at("standard_errors"),
                     {{"p", 1.190055336}, {"q", .2901330653}, {"gamma", 4.159422752}},
                     error_tolerance);
    expect_close(fit, "log_likelihood", -4055.91769480187, likelihood_tolerance);
}

TEST(Fit, ForeignBaseByMappingIsTheReferenceOptimum) {
    const Json fit = fit_json({"fit", "--base", TENURE_TEST_DATA "/heavy20k_base.csv", "--columns",
                               "frequency=x,recency=tx_days,T=T_days", "--times", "day", "--unit",
                               "week", "--model", "bg-nbd", "--json"});
    EXPECT_EQ(fit.at("customers"), 20000);
    EXPECT_EQ(fit.at("status"), "converged");
    expect_all_close(fit.at("parameters"),
                     {{"r", 1.61433979483915},
                      {"alpha", 5.17851425956543},
                      {"a", 1.17199777917333},
                      {"b", 32.6098360725124}},
                     parameter_tolerance);
    expect_close(fit, "log_likelihood", -702400.2350721002, likelihood_tolerance);
}

TEST(Fit, JsonHasTheDocumentedKeysInOrder) {
    const Json fit = fit_json(cdnow("fit", {"--model", "bg-nbd", "--json"}));
    std::string keys;
    for (const auto& [key, value] : fit.items()) keys += key + ' ';
    EXPECT_EQ(keys,
              "model unit customers excluded parameters standard_errors log_likelihood aic bic "
              "status limits rows ");
}

TEST(Fit, SummarizedBaseGivesTheSameBits) {
    const Scratch scratch;
    const std::string base = scratch.path("base.csv");
    ASSERT_EQ(run(cdnow("summarize", {"--out", base})).exit_code, 0);
    for (const char* model : {"bg-nbd", "gamma-gamma"}) {
        Json from_log = run_json(cdnow("fit", {"--model", model}));
        EXPECT_EQ(from_log.at("rows").at("rows"), 6919);
        from_log.at("rows") = nullptr;  // a base has customers
        const Arguments from_base{"fit", "--model", model, "--base"};
        for (const std::string& input : {base, std::string("-")}) {
            Arguments call = from_base;
            call.push_back(input);
            EXPECT_EQ(run_json(call, scratch.read("base.csv")).dump(), from_log.dump()) << input;
        }
    }
}

TEST(Fit, UnitsAreTheUsersChoice) {
    const Json weeks = fit_json(cdnow("fit", {"--model", "bg-nbd", "--json"}));
    const Json days = fit_json(cdnow("fit", {"--model", "bg-nbd", "--json", "--unit", "day"}));
    EXPECT_EQ(days.at("unit"), "day");
    expect_close(days.at("parameters"), "alpha",
                 7 * weeks.at("parameters").at("alpha").get<double>(), parameter_tolerance);
    expect_close(days.at("parameters"), "r", weeks.at("parameters").at("r").get<double>(),
                 parameter_tolerance);
}

TEST(Fit, HumanReportHasEstimatesUnderEachOther) {
    const Outcome outcome = run(cdnow("fit", {"--model", "bg-nbd"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    auto page = lines(outcome.out);
    page.erase(page.begin(), std::ranges::find(page, "BG/NBD, 2357 customers, times in weeks"));
    ASSERT_GE(page.size(), 8U) << outcome.out;
    EXPECT_EQ(page[1], "  parameter  estimate  standard error");
    EXPECT_EQ(page[2], "  r          0.242595         0.01256");
    EXPECT_EQ(page[3], "  alpha        4.4136          0.3782");
    EXPECT_EQ(page[4], "  a          0.792922          0.1857");
    EXPECT_EQ(page[5], "  b           2.42591          0.7054");
    EXPECT_EQ(page[6], "  log-likelihood -9582.429207   AIC 19172.85841   BIC 19195.91899");
}

TEST(Fit, UnidentifiedFitPrintsItsJsonAndEndsWith4) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", no_repeater);
    const Outcome outcome = run({"fit", "--base", base, "--model", "bg-nbd", "--json"});
    EXPECT_EQ(outcome.exit_code, 4);
    const Json fit = Json::parse(outcome.out);
    EXPECT_EQ(fit.at("status"), "not_identified");
    EXPECT_EQ(fit.at("customers"), 3);
    for (const auto& [name, error] : fit.at("standard_errors").items())
        EXPECT_TRUE(error.is_null()) << name;
    EXPECT_EQ(outcome.out.find("nan"), std::string::npos);
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_NE(outcome.err.find("not_identified"), std::string::npos);
}

TEST(Fit, SpendWithoutAmountsIsBadInput) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", no_repeater);
    const Outcome outcome = run({"fit", "--base", base, "--model", "gamma-gamma", "--json"});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.out, "");
    ASSERT_EQ(lines(outcome.err).size(), 1U);
    EXPECT_EQ(outcome.err.rfind(base + ": expected ", 0), 0U) << outcome.err;
}

TEST(Fit, SavedFileIsTheSameForLogAndBase) {
    const Scratch scratch;
    ASSERT_EQ(run(cdnow("summarize", {"--out", scratch.path("base.csv")})).exit_code, 0);
    for (const std::string model : {"bg-nbd", "gamma-gamma"}) {
        const Outcome plain = run(cdnow("fit", {"--model", model}));
        const Outcome saving =
            run(cdnow("fit", {"--model", model, "--save", scratch.path("from-log")}));
        ASSERT_EQ(saving.exit_code, 0) << saving.err;
        EXPECT_EQ(saving.out, plain.out) << "the report is what it is without --save";
        ASSERT_EQ(run({"fit", "--base", scratch.path("base.csv"), "--model", model, "--save",
                       scratch.path("from-base"), "--threads", "2"})
                      .exit_code,
                  0);
        EXPECT_EQ(scratch.read("from-log"), scratch.read("from-base"));
        EXPECT_EQ(scratch.read("from-log").substr(0, 8), "\x89TEN\r\n\x1A\n");
    }
    EXPECT_EQ(scratch.names(), (std::vector<std::string>{"base.csv", "from-base", "from-log"}));
}

TEST(Fit, SavesToStandardOutput) {
    const Scratch scratch;
    const std::string file = scratch.path("fit");
    const Outcome saved = run(cdnow("fit", {"--model", "bg-nbd", "--save", file}));
    ASSERT_EQ(saved.exit_code, 0) << saved.err;
    const Outcome piped = run(cdnow("fit", {"--model", "bg-nbd", "--save", "-"}));
    EXPECT_EQ(piped.out, scratch.read("fit"));
    EXPECT_EQ(piped.err, saved.out);
    const Outcome both = run(cdnow("fit", {"--model", "bg-nbd", "--save", "-", "--json"}));
    EXPECT_EQ(both.exit_code, 2);
    EXPECT_EQ(both.out, "");
}

TEST(Fit, UnusableFitIsNotSaved) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", no_repeater);
    const std::string file = scratch.write("fit", "what stood there");
    const Outcome outcome =
        run({"fit", "--base", base, "--model", "bg-nbd", "--save", file, "--json"});
    EXPECT_EQ(outcome.exit_code, 4);
    EXPECT_EQ(Json::parse(outcome.out).at("status"), "not_identified");
    EXPECT_EQ(scratch.read("fit"), "what stood there");
    EXPECT_EQ(scratch.names(), (std::vector<std::string>{"base.csv", "fit"}));
}

TEST(Fit, WhatCannotBeSavedEndsWith1) {
    const Scratch scratch;
    const std::string file = scratch.path("missing/fit");
    const Outcome outcome = run(cdnow("fit", {"--model", "bg-nbd", "--save", file, "--json"}));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.out, "");
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_NE(outcome.err.find(file), std::string::npos) << outcome.err;
}

TEST(FitThreads, SameOutputOnAnyNumber) {
    for (const char* model : {"bg-nbd", "gamma-gamma"}) {
        const Outcome one = run(cdnow("fit", {"--model", model, "--json", "--threads", "1"}));
        const Outcome two = run(cdnow("fit", {"--model", model, "--json", "--threads", "2"}));
        ASSERT_EQ(one.exit_code, 0) << one.err;
        EXPECT_EQ(one.out, two.out);
    }
}

}  // namespace
}  // namespace tenure::test
