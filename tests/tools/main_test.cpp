// The program as a whole: its pages and its complaints about the command line.

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "program.hpp"
#include "tenure/core/simd_level.hpp"
#include "tenure/core/version.hpp"

namespace tenure::test {
namespace {

const std::string orders = "customer,date,amount\n1,2024-01-01,5\n";

void expect_usage_error(const Arguments& arguments, const std::string& mention) {
    const Scratch scratch;
    const Outcome outcome = run(arguments, orders);
    EXPECT_EQ(outcome.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(outcome.out, "");
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(outcome.err.rfind("tenure", 0), 0U) << outcome.err;
    EXPECT_NE(outcome.err.find(mention), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("--help"), std::string::npos) << outcome.err;
}

TEST(Version, IsTheLibrarys) {
    const Outcome outcome = run({"--version"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.out, std::string("tenure ") + TENURE_VERSION_STRING + "\n");
}

struct Page {
    std::string verb;
    std::vector<std::string> options;
};

const std::vector<std::string> log_options{"ORDERS",
                                           "--until DATE",
                                           "--holdout-until DATE",
                                           "--unit UNIT",
                                           "--merge PERIOD",
                                           "--columns NAME=COLUMN,...",
                                           "--no-header",
                                           "--date-format FORMAT",
                                           "--delimiter SIGN",
                                           "--decimal SIGN",
                                           "--group SIGN",
                                           "--encoding NAME",
                                           "--returns POLICY",
                                           "--return-prefix TEXT",
                                           "--missing-id POLICY",
                                           "--duplicates POLICY",
                                           "--zero POLICY",
                                           "--outliers-above AMOUNT",
                                           "--outliers POLICY",
                                           "--order ORDER",
                                           "--memory-limit SIZE",
                                           "--temp-dir DIR"};
const std::vector<std::string> bad_row_options{"--on-bad-row POLICY", "--max-bad-rows N"};

TEST(Help, IsAManualPageOfEachVerb) {
    const std::vector<Page> pages{
        {"check", {}},
        {"summarize", {"--out BASE"}},
        {"fit", {"--base BASE", "--times UNIT", "--model NAME", "--save FILE"}},
        {"score",
         {"--base BASE", "--times UNIT", "--model NAME", "--spend NAME", "--horizon TIME",
          "--discount RATE", "--margin NUMBER", "--out SCORES", "--summary SUMMARY"}},
        {"simulate",
         {"--model NAME", "--parameters NAME=VALUE,...", "--spend NAME=VALUE,...", "--customers N",
          "--from DATE", "--until DATE", "--entry TIME", "--unit UNIT", "--seed N",
          "--out ORDERS"}},
        {"inspect", {"FILE"}}};
    for (const auto& [verb, options] : pages) {
        const Outcome outcome = run({verb, "--help"});
        EXPECT_EQ(outcome.exit_code, 0) << verb;
        EXPECT_EQ(outcome.err, "");
        const auto has = [&outcome, &name = verb](const std::string& part) {
            EXPECT_NE(outcome.out.find(part), std::string::npos) << name << ": " << part;
        };
        has("NAME\n    tenure " + verb + " - ");
        for (const char* section : {"SYNOPSIS\n", "DESCRIPTION\n", "EXIT STATUS\n", "EXAMPLES\n"})
            has(section);
        for (const std::string& option : options) has("\n    " + option + "\n");
        has("\n    --json\n");
        has("\n    --threads N\n");
        if (verb != "simulate" && verb != "inspect") {
            for (const std::string& option : log_options) has("\n    " + option + "\n");
            for (const std::string& option : bad_row_options) {
                EXPECT_EQ(outcome.out.find("\n    " + option + "\n") == std::string::npos,
                          verb == "check")
                    << verb << ": " << option;
            }
        }
    }
}

/// What a page says of each option, by its name.
std::vector<std::pair<std::string, std::string>> option_texts(const std::string& page) {
    const Arguments others{"NAME",  "SYNOPSIS",    "DESCRIPTION", "VERBS",
                           "FILES", "EXIT STATUS", "EXAMPLES"};
    std::vector<std::pair<std::string, std::string>> texts;
    bool options = false;
    for (const std::string& line : lines(page)) {
        const auto indent = line.find_first_not_of(' ');
        if (indent == 0) options = std::ranges::find(others, line) == others.end();
        if (!options || indent == 0 || indent == std::string::npos) continue;
        if (indent == 4)
            texts.emplace_back(line.substr(4), "");
        else
            texts.back().second += (texts.back().second.empty() ? "" : " ") + line.substr(indent);
    }
    return texts;
}

/// The first `length` words of a text that it has twice, or nothing.
std::string said_twice(const std::string& text, std::size_t length) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    for (std::size_t i = 0; i + length < words.size(); ++i) {
        const auto phrase = words.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end = phrase + static_cast<std::ptrdiff_t>(length);
        if (std::search(phrase + 1, words.end(), phrase, end) == words.end()) continue;
        std::string said;
        for (auto word = phrase; word != end; ++word) said += *word + ' ';
        return said;
    }
    return {};
}

TEST(Help, SaysEverythingOnceInWholeSentences) {
    for (const Arguments& verb :
         {Arguments{}, Arguments{"check"}, Arguments{"summarize"}, Arguments{"fit"},
          Arguments{"score"}, Arguments{"segment"}, Arguments{"simulate"}, Arguments{"inspect"}}) {
        Arguments call = verb;
        call.emplace_back("--help");
        const Outcome outcome = run(call);
        for (const std::string& line : lines(outcome.out)) EXPECT_LE(line.size(), 88U) << line;
        const auto texts = option_texts(outcome.out);
        EXPECT_GE(texts.size(), 2U) << outcome.out;
        for (const auto& [option, text] : texts) {
            ASSERT_FALSE(text.empty()) << option;
            EXPECT_EQ(text.back(), '.') << option << ": " << text;
            for (const char* slip : {"..", ".,", ",,", " .", " ,"}) {
                if (text.find("NAME=") != std::string::npos) continue;
                EXPECT_EQ(text.find(slip), std::string::npos) << option << ": " << text;
            }
            EXPECT_EQ(said_twice(text, 4), "") << option << ": " << text;
            EXPECT_EQ(text.find("Print Print"), std::string::npos) << option << ": " << text;
        }
    }
}

TEST(Help, OfTheProgramListsTheVerbs) {
    const Outcome outcome = run({"--help"});
    EXPECT_EQ(outcome.exit_code, 0);
    for (const char* verb :
         {"check", "summarize", "fit", "score", "segment", "simulate", "inspect"})
        EXPECT_NE(outcome.out.find(std::string("\n    ") + verb + " "), std::string::npos) << verb;
}

TEST(Usage, VerbsAreAsDocumented) {
    expect_usage_error({}, "verb");
    expect_usage_error({"frobnicate"}, "frobnicate");
    expect_usage_error({"segment", "-"}, "segment");
    expect_usage_error({"--frobnicate"}, "--frobnicate");
}

TEST(Usage, OptionsOfLaterReleasesAreNotOffered) {
    expect_usage_error({"score", "-", "--out", "-", "--intervals", "0.95"}, "--intervals");
}

void expect_named(const std::vector<Arguments>& wrong) {
    for (const Arguments& option : wrong)
        expect_usage_error({"score", "-", "--out", "-", option[0], option[1]}, option[0]);
}

TEST(Usage, ValuesOutsideTheirRangeAreNamed) {
    const std::vector<Arguments> wrong{
        {"--until", "30/09/1997"},    {"--until", "1997-02-30"},
        {"--holdout-until", "soon"},  {"--unit", "fortnight"},
        {"--merge", "year"},          {"--columns", "customer"},
        {"--columns", "customer="},   {"--columns", "customer=1,customer=2"},
        {"--columns", "buyer=1"},     {"--delimiter", "::"},
        {"--delimiter", "\""},        {"--delimiter", "x"},
        {"--decimal", ";"},           {"--group", "5"},
        {"--encoding", "latin1"},     {"--returns", "keep"},
        {"--return-prefix", ""},      {"--missing-id", "keep"},
        {"--duplicates", "error"},    {"--zero", "error"},
        {"--outliers-above", "-1"},   {"--outliers-above", "1,5"},
        {"--outliers-above", "many"}, {"--on-bad-row", "drop"},
        {"--order", "customer"},      {"--memory-limit", "0"},
        {"--memory-limit", "4GB"},    {"--memory-limit", "-1"},
        {"--memory-limit", "G"},      {"--memory-limit", ""},
        {"--memory-limit", "1.5G"},   {"--memory-limit", "16777216T"}};
    expect_named(wrong);
}

TEST(Usage, SettingsOfScoresOutsideTheirRangeAreNamed) {
    const std::vector<Arguments> wrong{{"--horizon", "0w"},
                                       {"--horizon", "52"},
                                       {"--horizon", "nanw"},
                                       {"--discount", "-0.1"},
                                       {"--discount", "0.1/eon"},
                                       {"--margin", "-1"},
                                       {"--margin", "inf"},
                                       {"--margin", "1x"},
                                       {"--model", "arima"},
                                       {"--spend", "lognormal"},
                                       {"--threads", "0"},
                                       {"--threads", "1.5"},
                                       {"--threads", "99999999999999999999"}};
    expect_named(wrong);
}

TEST(Usage, NumbersThatDoublesDoNotHoldAreNotTakenForOthers) {
    const auto simulate = [](const std::string& alpha) -> Arguments {
        return {"simulate", "--model",    "bg-nbd",  "--parameters", "r=1,a=1,b=1,alpha=" + alpha,
                "--from",   "2024-01-01", "--until", "2024-12-31",   "--out",
                "-"};
    };
    for (const std::string number : {"1e-400", "1e400"}) {
        const std::string mention = "doubles hold, 5e-324 to 1.79e308, got '" + number + "'";
        for (const Arguments& option :
             {Arguments{"--margin", number}, Arguments{"--discount", number},
              Arguments{"--discount", number + "/week"}})
            expect_usage_error({"score", "-", "--out", "-", option[0], option[1]},
                               option[0] + ": expected a number of a size that " + mention);
        expect_usage_error(simulate(number),
                           "--parameters: alpha: expected a number of a size that " + mention);
    }
    for (const std::string number : {"0", "-1", "inf", "x"})
        expect_usage_error(simulate(number),
                           "--parameters: alpha: expected a number above 0, got '" + number + "'");
    EXPECT_EQ(run({"score", "-", "--out", "-", "--margin", "5e-324", "--discount", "0"}, orders)
                  .exit_code,
              4)
        << "they pass, and the one customer is too little for a fit";
}

TEST(Usage, FilesHaveNames) {
    const Scratch scratch;
    const std::string out = scratch.path("out");
    const std::vector<std::pair<Arguments, std::string>> calls{
        {{"summarize", "", "--out", out}, "ORDERS"},
        {{"summarize", "-", "--out", ""}, "--out"},
        {{"fit", "--base", "", "--model", "bg-nbd"}, "--base"},
        {{"fit", "-", "--model", "bg-nbd", "--save", ""}, "--save"},
        {{"score", "-", "--out", ""}, "--out"},
        {{"score", "-", "--out", out, "--summary", ""}, "--summary"},
        {{"simulate", "--out", ""}, "--out"},
        {{"inspect", ""}, "FILE"}};
    for (const auto& [call, option] : calls)
        expect_usage_error(call, option + ": expected the name of a file, or -, got ''");
    EXPECT_TRUE(scratch.names().empty());
}

TEST(Usage, OtherEncodingsSayWhatIsRead) {
    for (const char* encoding : {"utf-8", "utf-16", "windows-1250", "windows-1252"})
        expect_usage_error({"summarize", "-", "--out", "-", "--encoding", "latin1"}, encoding);
}

TEST(Usage, OptionsThatDoNotGoTogether) {
    expect_usage_error({"fit", "--model", "bg-nbd"}, "ORDERS or --base");
    expect_usage_error({"fit", "-", "--base", "-", "--model", "bg-nbd"}, "--base");
    expect_usage_error({"fit", "-"}, "--model");
    expect_usage_error({"fit", "-", "--times", "day", "--model", "bg-nbd"}, "--times");
    for (const char* option : {"--until", "--holdout-until", "--date-format"})
        expect_usage_error({"fit", "--base", "-", option, "2024-01-01", "--model", "bg-nbd"},
                           option);
    expect_usage_error({"summarize", "-"}, "--out");
    expect_usage_error({"summarize", "--out", "-"}, "ORDERS");
    expect_usage_error({"summarize", "-", "--out", "-", "--json"}, "standard output");
    expect_usage_error({"score", "-", "--out", "-", "--summary", "-"}, "standard output");
    expect_usage_error({"score", "-", "--out", "x", "--summary", "-", "--json"}, "standard output");
    expect_usage_error({"score", "-", "--out", "x", "--summary", "x"}, "x");
    expect_usage_error(
        {"score", "-", "--out", "-", "--until", "2024-01-01", "--holdout-until", "2023-01-01"},
        "--holdout-until: expected ");
    expect_usage_error(
        {"score", "-", "--out", "-", "--delimiter", ";", "--decimal", ",", "--group", ","},
        "--group: expected ");
    expect_usage_error({"fit", "--base", "-", "--columns", "buyer=1", "--model", "bg-nbd"},
                       "--columns: buyer: expected ");
    expect_usage_error({"summarize", "-", "--no-header", "--out", "-"},
                       "--columns: customer: expected ");
    expect_usage_error({"simulate", "--out", "-"}, "--");
}

TEST(Usage, OptionsOfLogsThatDoNotGoTogether) {
    for (const Arguments& option :
         {Arguments{"--returns", "net"}, Arguments{"--return-prefix", "C"},
          Arguments{"--missing-id", "drop"}, Arguments{"--duplicates", "drop"},
          Arguments{"--zero", "drop"}, Arguments{"--outliers-above", "9"},
          Arguments{"--on-bad-row", "skip"}, Arguments{"--order", "date"},
          Arguments{"--memory-limit", "1M"}})
        expect_usage_error({"fit", "--base", "-", "--model", "bg-nbd", option[0], option[1]},
                           option[0]);
    const auto expect_needed = [](const Arguments& option, const std::string& needed) {
        expect_usage_error({"summarize", "-", "--out", "-", option[0], option[1]}, needed);
    };
    expect_needed({"--outliers", "drop"}, "--outliers-above");
    expect_needed({"--max-bad-rows", "5"}, "--on-bad-row");
    expect_needed({"--temp-dir", "/tmp"}, "--memory-limit");
    expect_usage_error({"summarize", "-", "-", "--out", "-"}, "ORDERS: expected - once");
    expect_usage_error({"summarize", "-", "a.csv", "", "--out", "-"}, "ORDERS: expected ");
    expect_usage_error({"check"}, "ORDERS");
    expect_usage_error({"check", "-", "--on-bad-row", "skip"}, "--on-bad-row");
    for (const char* role : {"customer", "date", "amount", "order", "product", "quantity", "coupon",
                             "channel", "time"})
        expect_usage_error({"check", "-", "--columns", "buyer=1"}, role);
}

Outcome fit_at_level(const std::string& level) {
    const std::string repeat_orders =
        "customer,date,amount\n1,2024-01-01,5\n1,2024-01-20,7\n1,2024-02-20,7\n2,2024-01-03,9\n"
        "3,2024-01-05,9\n3,2024-02-05,3\n4,2024-01-09,2\n4,2024-01-30,2\n4,2024-03-01,2\n";
    return run_fed({"fit", "-", "--model", "bg-nbd", "--json"},
                   [&](int input, pid_t) { write_all(input, repeat_orders); },
                   {.environment = {{"TENURE_SIMD", level}}});
}

TEST(Environment, TenureSimdTakesALevelThatTheCpuHas) {
    const Outcome baseline = fit_at_level("baseline");
    EXPECT_EQ(baseline.err, "");
    EXPECT_NE(baseline.out.find("log_likelihood"), std::string::npos) << baseline.out;
    EXPECT_EQ(fit_at_level(std::string(to_string(highest_simd_level()))).exit_code,
              baseline.exit_code);
}

TEST(Environment, TenureSimdMustBeALevel) {
    const Outcome outcome = fit_at_level("sse9");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err,
              "tenure fit: TENURE_SIMD: expected baseline, avx2 or avx512, got \"sse9\" "
              "(see tenure fit --help)\n");
}

TEST(Environment, TenureSimdMustBeALevelOfTheCpu) {
    if (highest_simd_level() == SimdLevel::avx512) GTEST_SKIP() << "this CPU has them all";
    const Outcome outcome = fit_at_level("avx512");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, "tenure fit: TENURE_SIMD: expected a level that this CPU has, at most " +
                               std::string(to_string(highest_simd_level())) +
                               ", got avx512 (see tenure fit --help)\n");
}

TEST(Help, SaysWhatTheProgramReadsAndHowItEnds) {
    const std::string page = run({"--help"}).out;
    EXPECT_NE(page.find("where --memory-limit is given, a\n"), std::string::npos) << page;
    EXPECT_NE(page.find("or a log that check finds faulty"), std::string::npos) << page;
}

TEST(Help, SpeaksOfBasesOnlyWhereThereAreSome) {
    for (const char* verb : {"check", "summarize"})
        EXPECT_EQ(run({verb, "--help"}).out.find("with a base"), std::string::npos) << verb;
    for (const char* verb : {"fit", "score"})
        EXPECT_NE(run({verb, "--help"}).out.find("with a base"), std::string::npos) << verb;
}

}  // namespace
}  // namespace tenure::test
