#include "tenure/models/model_file.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "models/saved_enumerators.hpp"
#include "persist/envelope.hpp"
#include "support/allocations.hpp"
#include "support/oracle_table.hpp"
#include "support/saved_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace tenure::models {
namespace {

using detail::persist::Section;
using detail::persist::Tag;
using test::Bytes;
using test::forged;
using test::TemporaryFolder;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Where the payload stands, and what in it: the layout of version 1, which files depend on.
constexpr std::size_t fit_at = 56;
constexpr std::size_t model_version_at = fit_at + 2, r_at = fit_at + 4, unit_at = r_at + 32;
constexpr std::size_t covariance_at = unit_at + 1, report_at = covariance_at + 128;
constexpr std::size_t status_at = report_at + 2, limit_count_at = status_at + 1;
// For a fit without limits.
constexpr std::size_t explanation_at = limit_count_at + 4;

Fitted<BgNbd> purchases_fit() {
    Fitted<BgNbd> fit{{0.2425945224302, 4.413602019014, 0.7929220172256, 2.425906776826}, {}, {}};
    for (std::size_t i = 0; i < 16; ++i) fit.covariance[i] = 0.1 / (1.0 + static_cast<double>(i));
    fit.report = {.explanation = "a maximum — inside",
                  .log_likelihood = -9582.42920667393,
                  .aic = 19172.9,
                  .bic = 19195.9,
                  .customers = 2357,
                  .excluded = 12,
                  .patterns = 1234,
                  .iterations = 7,
                  .gradient_norm = 1e-17,
                  .newton_decrement = 0.0,
                  .condition_number = 812.25};
    return fit;
}

Fitted<BgNbd> boundary_fit() {
    auto fit = purchases_fit();
    fit.model.a = 0x1p-1060;  // subnormal
    fit.model.unit = Unit::month;
    fit.covariance.fill(nan);
    fit.report.status = FitStatus::boundary;
    fit.report.limits = {Limit::no_dropout, Limit::equal_rates};
    fit.report.condition_number = HUGE_VAL;
    return fit;
}

Fitted<GammaGamma> spend_fit() {
    Fitted<GammaGamma> fit{{6.249572271324, 3.744224667132, 15.44352096259}, {}, {}};
    for (std::size_t i = 0; i < 9; ++i) fit.covariance[i] = 1.0 + static_cast<double>(i);
    fit.report.log_likelihood = -4055.91769480187;
    fit.report.customers = 946;
    return fit;
}

Bytes saved_purchases() { return to_bytes(purchases_fit()).value(); }
Bytes saved_spend() { return to_bytes(spend_fit()).value(); }

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

void expect_same_report(const FitReport& a, const FitReport& b) {
    const auto exact = [](const FitReport& r) {
        return std::tuple(r.status, r.limits, r.explanation, r.customers, r.excluded, r.patterns,
                          r.iterations);
    };
    EXPECT_EQ(exact(a), exact(b));
    const auto reals = [](const FitReport& r) {
        return std::tuple(bits(r.log_likelihood), bits(r.aic), bits(r.bic), bits(r.gradient_norm),
                          bits(r.newton_decrement), bits(r.condition_number));
    };
    EXPECT_EQ(reals(a), reals(b));
}

template <class Model>
void expect_same_fit(const Fitted<Model>& a, const Fitted<Model>& b) {
    for (std::size_t i = 0; i < Model::parameter_count; ++i) {
        EXPECT_EQ(bits(a.model.parameters()[i]), bits(b.model.parameters()[i])) << i;
    }
    if constexpr (std::is_same_v<Model, BgNbd>) {
        EXPECT_EQ(a.model.unit, b.model.unit);
    }
    for (std::size_t i = 0; i < a.covariance.size(); ++i) {
        EXPECT_EQ(bits(a.covariance[i]), bits(b.covariance[i])) << i;
    }
    expect_same_report(a.report, b.report);
}

void expect_error(const Error& error, Code code, const std::string& field,
                  const std::string& message) {
    EXPECT_EQ(error.code, code) << error.message;
    EXPECT_EQ(error.where.field, field);
    EXPECT_EQ(error.message, message);
}

TEST(ModelFile, FitsComeBackToTheBit) {
    expect_same_fit(load_from<BgNbd>(saved_purchases()).value(), purchases_fit());
    expect_same_fit(load_from<BgNbd>(to_bytes(boundary_fit()).value()).value(), boundary_fit());
    expect_same_fit(load_from<GammaGamma>(saved_spend()).value(), spend_fit());
}

TEST(ModelFile, EqualFitsAreEqualBytes) {
    EXPECT_EQ(saved_purchases(), saved_purchases());
    const auto back = load_from<BgNbd>(to_bytes(boundary_fit()).value()).value();
    EXPECT_EQ(to_bytes(back).value(), to_bytes(boundary_fit()).value());
}

TEST(ModelFile, TakesAFewHundredBytes) {
    EXPECT_LT(saved_purchases().size(), 400u);
    EXPECT_LT(saved_spend().size(), 400u);
}

TEST(ModelFile, LayoutOfVersion1) {
    const Bytes file = saved_purchases();
    EXPECT_EQ(test::number_at(file, r_at, 8), bits(purchases_fit().model.r));
    EXPECT_EQ(test::number_at(file, r_at + 24, 8), bits(purchases_fit().model.b));
    EXPECT_EQ(test::number_at(file, unit_at, 1), 2u);
    EXPECT_EQ(test::number_at(file, covariance_at + 120, 8), bits(purchases_fit().covariance[15]));
    EXPECT_EQ(test::number_at(file, limit_count_at, 4), 0u);
    EXPECT_EQ(test::number_at(file, explanation_at, 4), purchases_fit().report.explanation.size());
    const std::size_t numbers = explanation_at + 4 + purchases_fit().report.explanation.size();
    EXPECT_EQ(test::number_at(file, numbers, 8), bits(-9582.42920667393));
    EXPECT_EQ(test::number_at(file, numbers + 24, 8), 2357u);
    EXPECT_EQ(file.size(), numbers + 76);
}

TEST(ModelFile, FilesAreSavedAndLoaded) {
    const TemporaryFolder folder;
    const std::string path = folder / "buying.tenure";
    ASSERT_TRUE(save(purchases_fit(), path));
    EXPECT_EQ(test::read_bytes(path), test::text_of(saved_purchases()));
    expect_same_fit(load<BgNbd>(path).value(), purchases_fit());
    const auto any = load_purchase_model(path).value();
    EXPECT_EQ(*any.get_if<BgNbd>(), purchases_fit().model);

    ASSERT_TRUE(save(spend_fit(), path)) << "over what stood there";
    expect_same_fit(load<GammaGamma>(path).value(), spend_fit());
    EXPECT_EQ(*load_spend_model(path).value().get_if<GammaGamma>(), spend_fit().model);
    EXPECT_EQ(folder.entries(), 1);
}

TEST(ModelFile, ErrorsArePlacedInTheFile) {
    const TemporaryFolder folder;
    const std::string path = folder.write("bad", "not a model");
    for (const Error& error : {load<BgNbd>(path).error(), load<GammaGamma>(path).error(),
                               load_purchase_model(path).error(), load_spend_model(path).error(),
                               inspect(path).error()}) {
        EXPECT_EQ(error.code, Code::not_a_tenure_file);
        EXPECT_EQ(error.to_string(), path + ": expected a file that Tenure saved, got another");
    }
    EXPECT_EQ(load<BgNbd>(folder / "missing").error().code, Code::cannot_open);
    const auto unwritten = save(purchases_fit(), folder / "missing/fit");
    EXPECT_EQ(unwritten.error().code, Code::cannot_write);
}

// Every status and limit there is: whoever adds one must say so in the file's range of enumerators.
TEST(ModelFile, KnowsEveryEnumerator) {
    auto fit = purchases_fit();
    int statuses = 0;
    for (std::uint8_t number = 0; to_string(FitStatus{number}) != "unknown"; ++number, ++statuses) {
        fit.report.status = FitStatus{number};
        fit.report.limits.clear();
        if (fit.report.status == FitStatus::boundary) fit.report.limits = {Limit::equal_rates};
        const auto bytes = to_bytes(fit, {.accept_unusable = Accept::yes}).value();
        expect_same_fit(load_from<BgNbd>(bytes).value(), fit);
    }
    EXPECT_EQ(statuses, 4);
    fit.report.status = FitStatus::boundary;
    fit.report.limits.clear();
    for (std::uint8_t number = 0; to_string(Limit{number}) != "unknown"; ++number) {
        fit.report.limits.push_back(Limit{number});
    }
    EXPECT_EQ(fit.report.limits.size(), 6u);
    expect_same_fit(load_from<BgNbd>(to_bytes(fit).value()).value(), fit);
    for (const Unit unit : {Unit::hour, Unit::day, Unit::week, Unit::month, Unit::year}) {
        fit.model.unit = unit;
        expect_same_fit(load_from<BgNbd>(to_bytes(fit).value()).value(), fit);
    }
}

TEST(ModelFile, UnusableFitsAreSavedOnlyWhenAccepted) {
    const TemporaryFolder folder;
    const std::string path = folder / "fit";
    auto fit = purchases_fit();
    fit.report.status = FitStatus::max_iterations;
    for (const auto& refused : {save(fit, path), Result<void>(to_bytes(fit).error())}) {
        expect_error(refused.error(), Code::unusable_fit, "",
                     "expected a fit that is usable, got bg-nbd max_iterations");
    }
    EXPECT_EQ(folder.entries(), 0);

    ASSERT_TRUE(save(fit, path, {.accept_unusable = Accept::yes}));
    expect_same_fit(load<BgNbd>(path).value(), fit);
    EXPECT_EQ(load_purchase_model(path).value().status(), FitStatus::max_iterations);

    auto spend = spend_fit();
    spend.report.status = FitStatus::not_identified;
    expect_error(to_bytes(spend).error(), Code::unusable_fit, "",
                 "expected a fit that is usable, got gamma-gamma not_identified");
    const auto accepted = to_bytes(spend, {.accept_unusable = Accept::yes}).value();
    EXPECT_EQ(load_spend_model_from(accepted).value().status(), FitStatus::not_identified);
}

// What a fit may not be, on the way out and, with checksums that agree, on the way in.
struct Nonsense {
    std::string field;
    std::string message;
    void (*spoil)(Fitted<BgNbd>& fit);
};
const std::vector<Nonsense> nonsense{
    {"r", "expected a finite number above 0, got nan", [](auto& fit) { fit.model.r = nan; }},
    {"alpha", "expected a finite number above 0, got inf",
     [](auto& fit) { fit.model.alpha = HUGE_VAL; }},
    {"a", "expected a finite number above 0, got 0", [](auto& fit) { fit.model.a = 0.0; }},
    {"b", "expected a finite number above 0, got -1", [](auto& fit) { fit.model.b = -1.0; }},
    {"covariance", "expected a variance of b of 0 or more, got -2",
     [](auto& fit) { fit.covariance[15] = -2.0; }},
    {"log_likelihood", "expected a finite number, got nan",
     [](auto& fit) { fit.report.log_likelihood = nan; }},
    {"explanation", "expected UTF-8, got \"\xff\"",
     [](auto& fit) { fit.report.explanation = "\xff"; }},
    {"customers", "expected a count of 0 or more, got -1",
     [](auto& fit) { fit.report.customers = -1; }},
    {"excluded", "expected a count of 0 or more, got -1",
     [](auto& fit) { fit.report.excluded = -1; }},
    {"patterns", "expected a count of 0 or more, got -1",
     [](auto& fit) { fit.report.patterns = -1; }},
    {"iterations", "expected a count of 0 or more, got -1",
     [](auto& fit) { fit.report.iterations = -1; }},
    {"patterns", "expected no more than the 2357 customers, got 2358",
     [](auto& fit) { fit.report.patterns = 2358; }},
    {"limits", "expected limits at a boundary, and only there, got converged",
     [](auto& fit) { fit.report.limits = {Limit::no_dropout}; }},
    {"limits", "expected limits at a boundary, and only there, got boundary",
     [](auto& fit) { fit.report.status = FitStatus::boundary; }},
    {"limits", "expected each limit once, in the order of Limit, got another order",
     [](auto& fit) {
         fit.report.status = FitStatus::boundary;
         fit.report.limits = {Limit::equal_rates, Limit::no_dropout};
     }},
    {"limits", "expected each limit once, in the order of Limit, got another order", [](auto& fit) {
         fit.report.status = FitStatus::boundary;
         fit.report.limits = {Limit::no_dropout, Limit::no_dropout};
     }}};

TEST(ModelFile, NonsenseIsNotSaved) {
    for (const auto& [field, message, spoil] : nonsense) {
        auto fit = purchases_fit();
        spoil(fit);
        expect_error(to_bytes(fit).error(), Code::invalid_value, field, message);
    }
}

// A file that nothing was checked of, with this fit in it.
template <class Model>
Bytes unchecked_file(const Fitted<Model>& fit, Tag tag) {
    detail::persist::SaveArchive archive;
    archive & fit;
    const Section section{tag, 1, archive.bytes()};
    return detail::persist::to_file({&section, 1});
}

TEST(ModelFile, NonsenseIsNotLoaded) {
    EXPECT_EQ(unchecked_file(purchases_fit(), Tag("BGNB")), saved_purchases());
    for (const auto& [field, message, spoil] : nonsense) {
        auto fit = purchases_fit();
        spoil(fit);
        expect_error(load_from<BgNbd>(unchecked_file(fit, Tag("BGNB"))).error(), Code::corrupt_file,
                     field, message);
    }
}

TEST(ModelFile, AnotherModelIsNotTaken) {
    expect_error(load_from<BgNbd>(saved_spend()).error(), Code::invalid_value, "",
                 "expected bg-nbd, got gamma-gamma");
    expect_error(load_from<GammaGamma>(saved_purchases()).error(), Code::invalid_value, "",
                 "expected gamma-gamma, got bg-nbd");
    expect_error(load_purchase_model_from(saved_spend()).error(), Code::invalid_value, "",
                 "expected a model of purchases, got gamma-gamma");
    expect_error(load_spend_model_from(saved_purchases()).error(), Code::invalid_value, "",
                 "expected a model of spend, got bg-nbd");
    // Its payload under the other's tag.
    EXPECT_EQ(load_from<BgNbd>(unchecked_file(spend_fit(), Tag("BGNB"))).error().code,
              Code::corrupt_file);
}

Bytes payload_of(const Bytes& file) { return {file.begin() + fit_at, file.end()}; }

TEST(ModelFile, OneModelAndWhatMayBeSkipped) {
    const Bytes buying = payload_of(saved_purchases());
    const Bytes spending = payload_of(saved_spend());
    const Section model{Tag("BGNB"), 1, buying};
    const Section other{Tag("GAGA"), 1, spending};
    const Section skipped{Tag("note"), 9, spending};
    const Section unknown{Tag("PNBD"), 1, spending};
    const auto load_of = [](const std::vector<Section>& sections) {
        return load_from<BgNbd>(detail::persist::to_file(sections));
    };
    expect_same_fit(load_of({skipped, model}).value(), purchases_fit());
    expect_error(load_of({model, unknown}).error(), Code::unsupported_version, "PNBD",
                 "expected a section that this Tenure knows, got \"PNBD\"");
    expect_error(load_of({skipped}).error(), Code::invalid_value, "",
                 "expected a file that holds one model, got one that holds none");
    expect_error(load_of({model, other}).error(), Code::invalid_value, "",
                 "expected a file that holds one model, got one that holds several");
}

TEST(ModelFile, NewerPartsAreUnsupported) {
    const Bytes file = saved_purchases();
    const std::size_t section_version = test::entry(0, test::version_at);
    expect_error(load_from<BgNbd>(forged(file, section_version, 4, 2)).error(),
                 Code::unsupported_version, "BGNB",
                 "expected a section of version 1 or earlier, got version 2, of a newer Tenure");
    for (const std::size_t version : {fit_at, model_version_at, report_at}) {
        expect_error(load_from<BgNbd>(forged(file, version, 2, 1)).error(),
                     Code::unsupported_version, "BGNB",
                     "expected a part of version 0 or earlier, got version 1, of a newer Tenure");
    }
}

TEST(ModelFile, ForgedEnumerators) {
    const Bytes file = saved_purchases();
    for (const std::size_t enumerator : {unit_at, status_at}) {
        expect_error(load_from<BgNbd>(forged(file, enumerator, 1, 7)).error(), Code::corrupt_file,
                     "BGNB", "expected a known enumerator, got 7");
    }
}

// A few hundred bytes that promise gigabytes get little more than an error message.
TEST(ModelFile, ForgedCountsAllocateNothing) {
    const Bytes file = saved_purchases();
    const std::size_t left = file.size() - limit_count_at - 4;
    for (const std::size_t count : {limit_count_at, explanation_at}) {
        const Bytes forgery = forged(file, count, 4, 0xFFFFFFF0);
        const test::Allocations allocations;
        const auto loaded = load_from<BgNbd>(forgery);
        EXPECT_LT(allocations.total(), 4096u);
        ASSERT_FALSE(loaded);
        EXPECT_EQ(loaded.error().code, Code::corrupt_file);
    }
    expect_error(load_from<BgNbd>(forged(file, limit_count_at, 4, 0xFFFFFFF0)).error(),
                 Code::corrupt_file, "BGNB",
                 "expected at most " + std::to_string(left) + " elements, got 4294967280");
}

TEST(ModelFile, Limits) {
    EXPECT_EQ(load_from<BgNbd>(saved_purchases(), {.max_bytes = 100}).error().code,
              Code::limit_exceeded);
    expect_error(load_from<BgNbd>(saved_purchases(), {.max_string = 5}).error(),
                 Code::limit_exceeded, "BGNB", "expected at most 5 bytes of text, got 20");
    expect_error(load_from<BgNbd>(to_bytes(boundary_fit()).value(), {.max_elements = 1}).error(),
                 Code::limit_exceeded, "BGNB", "expected at most 1 elements, got 2");
}

TEST(ModelFile, EveryTruncationIsAnError) {
    const Bytes file = to_bytes(boundary_fit()).value();
    for (std::size_t length = 0; length < file.size(); ++length) {
        Bytes shorter(file.begin(), file.begin() + length);
        EXPECT_FALSE(load_from<BgNbd>(shorter)) << length;
        // And with lengths and checksums that agree: the payload itself ends early.
        if (length < fit_at) continue;
        test::put_number(shorter, test::length_at, 8, length);
        test::put_number(shorter, test::entry(0, test::section_length_at), 8, length - fit_at);
        test::repair_checksums(shorter);
        const auto loaded = load_from<BgNbd>(shorter);
        ASSERT_FALSE(loaded) << length;
        EXPECT_EQ(loaded.error().code, Code::corrupt_file) << length;
    }
}

TEST(ModelFile, EveryFlippedBitIsAnError) {
    for (const Bytes& file : {saved_purchases(), saved_spend()}) {
        for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
            EXPECT_FALSE(inspect_from(test::with_bit_flipped(file, bit))) << bit;
        }
    }
}

// Whatever loads is a fit that could have been saved, and has one form: the bytes that it came
// from.
void expect_sound_or_refused(const Bytes& file) {
    const auto fit = load_from<BgNbd>(file);
    if (!fit) return;
    EXPECT_TRUE(fit->model.check());
    const auto again = to_bytes(*fit, {.accept_unusable = Accept::yes});
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, file);
}

TEST(ModelFile, FlippedBitsUnderRightChecksums) {
    for (const auto& fit : {purchases_fit(), boundary_fit()}) {
        const Bytes file = to_bytes(fit).value();
        for (std::size_t bit = 8 * fit_at; bit < 8 * file.size(); ++bit) {
            Bytes forgery = test::with_bit_flipped(file, bit);
            test::repair_checksums(forgery);
            expect_sound_or_refused(forgery);
        }
    }
}

TEST(ModelFile, RandomPayloadsUnderRightChecksums) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; ++i) {
        Bytes file = to_bytes(boundary_fit()).value();
        for (std::uint64_t edits = 1 + random() % 8; edits > 0; --edits) {
            const std::size_t at = fit_at + random() % (file.size() - fit_at);
            file[at] = static_cast<std::byte>(random() % 2 == 0 ? random() % 4 : random());
        }
        test::repair_checksums(file);
        expect_sound_or_refused(file);
    }
}

TEST(ModelFile, InspectTellsWhatIsInside) {
    const TemporaryFolder folder;
    const std::string path = folder / "fit";
    ASSERT_TRUE(save(boundary_fit(), path));
    const auto purchases = inspect(path).value();
    EXPECT_EQ(purchases.kind, ModelKind::purchases);
    EXPECT_EQ(to_string(purchases.kind), "purchases");
    EXPECT_EQ(purchases.model, "bg-nbd");
    EXPECT_EQ(purchases.unit, Unit::month);
    ASSERT_EQ(purchases.parameters.size(), 4u);
    EXPECT_EQ(purchases.parameters[1].name, "alpha");
    EXPECT_EQ(purchases.parameters[1].estimate, boundary_fit().model.alpha);
    EXPECT_EQ(purchases.parameters[1].standard_error, std::nullopt);
    expect_same_report(purchases.report, boundary_fit().report);
    EXPECT_EQ(purchases.file.major, 1);
    EXPECT_EQ(purchases.file.minor, 0);
    EXPECT_EQ(purchases.file.bytes, to_bytes(boundary_fit()).value().size());
    ASSERT_EQ(purchases.file.sections.size(), 1u);
    EXPECT_EQ(purchases.file.sections[0].tag, "BGNB");
    EXPECT_EQ(purchases.file.sections[0].version, 1u);
    EXPECT_EQ(purchases.file.sections[0].bytes, purchases.file.bytes - fit_at);

    const auto spend = inspect_from(saved_spend()).value();
    EXPECT_EQ(spend.kind, ModelKind::spend);
    EXPECT_EQ(to_string(spend.kind), "spend");
    EXPECT_EQ(spend.model, "gamma-gamma");
    EXPECT_EQ(spend.unit, std::nullopt);
    EXPECT_EQ(spend.parameters[2].name, "gamma");
    EXPECT_EQ(spend.parameters[2].standard_error, 3.0);
    EXPECT_EQ(spend.file.sections[0].tag, "GAGA");
}

// An archive of somebody else's with the concept that `serialize` is written for: it counts values.
struct CountingArchive {
    int values = 0;

    template <class T>
    CountingArchive& operator&(T& value) {
        if constexpr (requires { value.serialize(*this, 0u); }) {
            value.serialize(*this, 0u);
        } else {
            ++values;
        }
        return *this;
    }
};

TEST(ModelFile, MembersSerializeIntoAnyArchive) {
    CountingArchive archive;
    auto fit = purchases_fit();
    archive & fit;
    EXPECT_EQ(archive.values, 5 + 1 + 13);
}

// Files that released versions wrote. They are never written again: they load, and score what they
// scored.
std::string golden(const std::string& name) { return TENURE_TEST_DATA "/models/v1/" + name; }

TEST(GoldenFiles, HoldTheFitsOfTheCdnowSample) {
    const auto purchases = load<BgNbd>(golden("bg_nbd.tenure")).value();
    EXPECT_EQ(purchases.report.status, FitStatus::converged);
    EXPECT_EQ(purchases.report.customers, 2357);
    EXPECT_EQ(purchases.model.unit, Unit::week);
    const auto spend = load<GammaGamma>(golden("gamma_gamma.tenure")).value();
    EXPECT_EQ(spend.report.status, FitStatus::converged);
    EXPECT_EQ(spend.report.customers, 946);
    EXPECT_EQ(spend.report.excluded, 2357 - 946);
    const auto boundary = load<BgNbd>(golden("bg_nbd_boundary.tenure")).value();
    EXPECT_EQ(boundary.report.status, FitStatus::boundary);
    const std::vector<Limit> limits{Limit::no_dropout, Limit::equal_rates};
    EXPECT_EQ(boundary.report.limits, limits);
}

// Until the format changes, what they hold is written as it was.
TEST(GoldenFiles, AreWrittenAsTheyWere) {
    for (const char* name : {"bg_nbd.tenure", "bg_nbd_boundary.tenure"}) {
        const auto fit = load<BgNbd>(golden(name)).value();
        EXPECT_EQ(test::text_of(to_bytes(fit).value()), test::read_bytes(golden(name))) << name;
    }
    const auto spend = load<GammaGamma>(golden("gamma_gamma.tenure")).value();
    EXPECT_EQ(test::text_of(to_bytes(spend).value()),
              test::read_bytes(golden("gamma_gamma.tenure")));
}

// Scores agree to 1e-12 between machines and levels of vector instructions (docs/design).
void expect_score(double score, double expected, std::size_t row) {
    EXPECT_NEAR(score, expected, 1e-12 * std::abs(expected)) << row;
}

TEST(GoldenFiles, ScoreWhatTheyScored) {
    const test::OracleTable batch("models/v1/scores.csv");
    const auto purchases = load<BgNbd>(golden("bg_nbd.tenure")).value().model;
    const auto spend = load<GammaGamma>(golden("gamma_gamma.tenure")).value().model;
    const Duration horizon{39, Unit::week};
    ASSERT_EQ(batch.size(), 16u);
    for (std::size_t row = 0; row < batch.size(); ++row) {
        const auto frequency = static_cast<std::int64_t>(batch.number(row, "frequency"));
        const PurchaseHistory history{frequency, batch.number(row, "recency"),
                                      batch.number(row, "T")};
        const SpendHistory spent{frequency, batch.number(row, "monetary_value")};
        expect_score(purchases.probability_alive(history), batch.number(row, "probability_alive"),
                     row);
        expect_score(purchases.expected_purchases(history, horizon),
                     batch.number(row, "expected_purchases"), row);
        expect_score(spend.expected_spend(spent).value(), batch.number(row, "expected_spend"), row);
    }
}

}  // namespace
}  // namespace tenure::models
