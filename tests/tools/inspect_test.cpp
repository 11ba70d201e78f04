#include <gtest/gtest.h>

#include <cstdint>

#include "program.hpp"

namespace tenure::test {
namespace {

/// A fit of the CDNOW sample as `fit --save` writes it, and the object that `fit --json` prints of
/// it.
struct SavedFit {
    std::string path;
    Json printed;
};
SavedFit save_cdnow(const Scratch& scratch, const std::string& model) {
    const std::string path = scratch.path(model + ".tenure");
    const Outcome outcome = run(cdnow("fit", {"--model", model, "--save", path, "--json"}));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    Json fit = Json::parse(outcome.out);
    fit.erase("rows");  // they are the log's
    return {path, fit};
}

TEST(Inspect, JsonHasTheFitAsItWasPrinted) {
    const Scratch scratch;
    for (const std::string model : {"bg-nbd", "gamma-gamma"}) {
        const auto [path, printed] = save_cdnow(scratch, model);
        const Outcome outcome = run({"inspect", path, "--json"});
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
        const Json document = Json::parse(outcome.out);
        std::string keys;
        for (const auto& [key, value] : document.items()) keys += key + ' ';
        EXPECT_EQ(keys, "format bytes sections kind fit ");
        EXPECT_EQ(document.at("fit"), printed);
        EXPECT_EQ(document.at("format"), "1.0");
        EXPECT_EQ(document.at("kind"), model == "bg-nbd" ? "purchases" : "spend");

        const auto bytes = scratch.read(model + ".tenure").size();
        EXPECT_EQ(document.at("bytes"), bytes);
        ASSERT_EQ(document.at("sections").size(), 1U);
        const Json& section = document.at("sections")[0];
        EXPECT_EQ(section.at("tag"), model == "bg-nbd" ? "BGNB" : "GAGA");
        EXPECT_EQ(section.at("version"), 1);
        EXPECT_EQ(section.at("bytes").get<std::uint64_t>() + 56, bytes);
    }
}

TEST(Inspect, HumanReportHasSectionsAndEstimates) {
    const Scratch scratch;
    const auto [path, printed] = save_cdnow(scratch, "bg-nbd");
    const Outcome outcome = run({"inspect", path});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto page = lines(outcome.out);
    ASSERT_GE(page.size(), 12U) << outcome.out;
    const auto bytes = scratch.read("bg-nbd.tenure").size();
    EXPECT_EQ(page[0],
              path + ": a model of purchases, format 1.0, " + std::to_string(bytes) + " bytes");
    EXPECT_EQ(page[1], "  section  version  bytes");
    EXPECT_EQ(page[2], "  BGNB           1    " + std::to_string(bytes - 56));
    EXPECT_EQ(page[3], "");
    EXPECT_EQ(page[4], "BG/NBD, 2357 customers, times in weeks");
    EXPECT_EQ(page[6], "  r          0.242595         0.01256");
    EXPECT_EQ(page[11], "  converged: a maximum inside the parameter space");
}

TEST(Inspect, ReadsStandardInput) {
    const Scratch scratch;
    const auto [path, printed] = save_cdnow(scratch, "bg-nbd");
    const Outcome outcome = run({"inspect", "-", "--json"}, scratch.read("bg-nbd.tenure"));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(Json::parse(outcome.out).at("fit"), printed);
}

TEST(Inspect, BadFilesEndWith3InOneLine) {
    const Scratch scratch;
    const auto [path, printed] = save_cdnow(scratch, "bg-nbd");
    const std::string good = scratch.read("bg-nbd.tenure");
    std::string flipped = good;
    flipped[100] = static_cast<char>(flipped[100] ^ 1);
    std::string newer = good;
    newer[8] = 2;
    const std::pair<std::string, std::string> bad[] = {
        {"", "expected a file that Tenure saved"},
        {"customer,date,amount\n1,2024-01-01,5\n", "expected a file that Tenure saved"},
        {good.substr(0, good.size() - 1), " bytes, got "},
        {good + "x", " bytes, got "},
        {flipped, "expected a section that agrees with its checksum"},
        {newer, "of a newer Tenure"}};
    for (const auto& [bytes, mention] : bad) {
        const std::string file = scratch.write("bad", bytes);
        const Outcome outcome = run({"inspect", file, "--json"});
        EXPECT_EQ(outcome.exit_code, 3) << mention;
        EXPECT_EQ(outcome.out, "");
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_EQ(outcome.err.rfind(file + ": expected ", 0), 0U) << outcome.err;
        EXPECT_NE(outcome.err.find(mention), std::string::npos) << outcome.err;
    }
    EXPECT_EQ(run({"inspect", scratch.path("missing")}).exit_code, 3);
    EXPECT_EQ(run({"inspect"}).exit_code, 2);
}

}  // namespace
}  // namespace tenure::test
