// Tenure's side of the comparison of scores, and the textbook formula in plain C++: from columns in
// memory to P(alive) and expected purchases, measured and printed as one line of JSON.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../orders.hpp"
#include "../textbook.hpp"
#include "columns.hpp"
#include "measured.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/tenure.hpp"

namespace {

using namespace tenure;

constexpr const char* usage =
    "Usage:\n"
    "  score_tenure --about                the machine, and how this was built\n"
    "  score_tenure --levels               the vector instructions that can be chosen here\n"
    "  score_tenure --score FOLDER CUSTOMERS PERIODS MODEL HORIZON [options]\n"
    "                                      score the customers in FOLDER; prints a line of JSON\n"
    "  score_tenure --points FILE [--formula F]\n"
    "                                      score the points of FILE, each by its own model and\n"
    "                                      horizon; prints a line of JSON\n"
    "PERIODS is the number of periods a week in which FOLDER counts times, MODEL is r,alpha,a,b "
    "in\n"
    "weeks, HORIZON is in weeks. Options:\n"
    "  --formula tenure|textbook           (tenure)\n"
    "  --threads N                         (1; the textbook formula has one)\n"
    "  --repeats N                         the same customers so many times over (1)\n"
    "  --sample N                          print the scores of so many of them (0)\n"
    "The environment variable TENURE_SIMD chooses the vector instructions.\n";

constexpr std::ptrdiff_t warm_up = 1000;  // customers that are scored before the clock starts

struct Histories {
    std::vector<std::int64_t> frequency;
    std::vector<double> recency, age;

    [[nodiscard]] std::size_t size() const { return frequency.size(); }
    [[nodiscard]] models::PurchaseHistories spans() const { return {frequency, recency, age}; }
    [[nodiscard]] Histories first(std::ptrdiff_t count) const {
        const auto of = [&](const auto& column) {
            return std::vector(column.begin(),
                               column.begin() + std::min(count, std::ssize(column)));
        };
        return {of(frequency), of(recency), of(age)};
    }
};

struct Scores {
    explicit Scores(std::size_t n) : probability_alive(n), expected_purchases(n) {}

    std::vector<double> probability_alive, expected_purchases;

    // Risk is left out: no peer is asked for it.
    [[nodiscard]] PurchaseScores spans() { return {probability_alive, {}, expected_purchases}; }
};

Histories histories_in(const std::filesystem::path& folder, std::size_t customers,
                       std::size_t repeats, double periods) {
    Histories read{
        bench::read_column<std::int64_t>(folder / "frequency.npy", customers, repeats),
        bench::read_column<double>(folder / "recency.npy", customers, repeats),
        bench::read_column<double>(folder / "T.npy", customers, repeats),
    };
    for (double& time : read.recency) time /= periods;
    for (double& time : read.age) time /= periods;
    return read;
}

Scorer scorer_of(const models::BgNbd& model, double horizon) {
    // Without a discount rate, which no column here needs.
    return Scorer::make({.purchases = model,
                         .horizon = {horizon, Unit::week},
                         .discount = {0.0, Unit::year}})
        .value();
}

void textbook(const models::BgNbd& model, double horizon, const Histories& histories,
              Scores& scores) {
    for (std::size_t i = 0; i < histories.size(); ++i) {
        const auto [alive, expected] =
            bench::textbook_score(model, static_cast<double>(histories.frequency[i]),
                                  histories.recency[i], histories.age[i], horizon);
        scores.probability_alive[i] = alive;
        scores.expected_purchases[i] = expected;
    }
}

// Numbers as JSON has them, or as Python's reader takes those that JSON has not.
void print_array(const char* name, std::span<const double> values) {
    std::printf("\"%s\": [", name);
    const char* separator = "";
    for (const double value : values) {
        std::fputs(std::exchange(separator, ", "), stdout);
        if (std::isfinite(value)) {
            std::printf("%.17g", value);
        } else {
            std::fputs(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", stdout);
        }
    }
    std::fputs("]", stdout);
}

// Of the values and their places: equal for equal bits only, as far as chance goes.
std::uint64_t hash_of(std::span<const double> values) {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        hash += bench::mix(std::bit_cast<std::uint64_t>(values[i]) ^ bench::mix(i));
    }
    return hash;
}

std::size_t not_finite(std::span<const double> values) {
    std::size_t count = 0;
    for (const double value : values) count += !std::isfinite(value);
    return count;
}

// `count` of the values, evenly spread (benchmarks/peers/scoring.py takes the same).
std::vector<double> sample_of(std::span<const double> values, std::size_t count) {
    std::vector<double> sample(std::min(count, values.size()));
    for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = values[i * values.size() / count];
    return sample;
}

struct Options {
    std::string formula = "tenure";
    std::size_t threads = 1, repeats = 1, sample = 0;
};

Options options_of(const bench::Arguments& arguments, std::size_t from) {
    Options options;
    if ((arguments.size() - from) % 2 != 0) throw bench::UsageError{};
    for (std::size_t i = from; i < arguments.size(); i += 2) {
        const auto& [name, value] = std::tie(arguments[i], arguments[i + 1]);
        if (name == "--formula" && (value == "tenure" || value == "textbook")) {
            options.formula = value;
        } else if (name == "--threads") {
            options.threads = static_cast<std::size_t>(bench::whole_number(value));
        } else if (name == "--repeats") {
            options.repeats = static_cast<std::size_t>(bench::whole_number(value));
        } else if (name == "--sample") {
            options.sample = static_cast<std::size_t>(bench::whole_number(value));
        } else {
            throw bench::UsageError{};
        }
    }
    return options;
}

// The first `most` numbers of a text, with commas between them.
std::vector<double> numbers_in(const std::string& text, std::size_t most) {
    std::vector<double> numbers;
    std::istringstream words(text);
    for (std::string word; numbers.size() < most && std::getline(words, word, ',');) {
        numbers.push_back(bench::number_in<double>(word));
    }
    return numbers;
}

models::BgNbd model_in(const std::string& text) {
    const auto numbers = numbers_in(text, 5);
    if (numbers.size() != 4) throw bench::UsageError{};
    return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

struct Run {
    bench::Times making, scoring;
};

Run run_tenure(const models::BgNbd& model, double horizon, const RunOptions& run,
               const Histories& histories, Scores& scores) {
    std::optional<Scorer> scorer;
    const bench::Times making = bench::time_of([&] { scorer = scorer_of(model, horizon); });
    const bench::Times scoring =
        bench::time_of([&] { scorer->score(histories.spans(), scores.spans(), run).value(); });
    return {making, scoring};
}

Run run_formula(const std::string& formula, const models::BgNbd& model, double horizon,
                const RunOptions& run, const Histories& histories, Scores& scores) {
    if (formula == "tenure") return run_tenure(model, horizon, run, histories, scores);
    return {{}, bench::time_of([&] { textbook(model, horizon, histories, scores); })};
}

void print_run(const Run& run, std::size_t customers, const Scores& scores, std::size_t sample) {
    std::printf("{\"version\": \"%s\", \"making\": %.6f, \"seconds\": %.6f, ",
                TENURE_VERSION_STRING, run.making.wall, run.scoring.wall);
    std::printf("\"cpu_seconds\": %.6f, \"peak_bytes\": %llu, \"customers\": %zu, ",
                run.scoring.cpu, static_cast<unsigned long long>(bench::peak_bytes()), customers);
    std::printf("\"not_finite\": %zu, \"hash\": \"%016llx\", ",
                not_finite(scores.probability_alive) + not_finite(scores.expected_purchases),
                static_cast<unsigned long long>(hash_of(scores.probability_alive) +
                                                3 * hash_of(scores.expected_purchases)));
    print_array("alive", sample_of(scores.probability_alive, sample));
    std::fputs(", ", stdout);
    print_array("expected", sample_of(scores.expected_purchases, sample));
    std::puts("}");
}

void score(const bench::Arguments& arguments) {
    if (arguments.size() < 5) throw bench::UsageError{};
    const Options options = options_of(arguments, 5);
    const auto customers = static_cast<std::size_t>(bench::whole_number(arguments[1]));
    const models::BgNbd model = model_in(arguments[3]);
    const auto horizon = bench::number_in<double>(arguments[4]);
    const Histories histories = histories_in(arguments[0], customers, options.repeats,
                                             bench::number_in<double>(arguments[2]));
    Scores scores(histories.size());
    ThreadPool pool(options.threads);
    const RunOptions run{.executor = pool.executor()};
    const Histories few = histories.first(warm_up);
    Scores few_scores(few.size());
    run_formula(options.formula, model, horizon, run, few, few_scores);
    print_run(run_formula(options.formula, model, horizon, run, histories, scores),
              histories.size(), scores, options.sample);
}

// A point is r,alpha,a,b,x,t_x,T,t, and whatever comes behind. The first line is a heading.
void score_points(const std::string& path, const Options& options) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + ": cannot be opened");
    std::vector<double> alive, expected;
    std::string line;
    for (std::getline(file, line); std::getline(file, line);) {
        const auto p = numbers_in(line, 8);
        const models::BgNbd model{p.at(0), p.at(1), p.at(2), p.at(3)};
        const Histories history{{static_cast<std::int64_t>(p.at(4))}, {p.at(5)}, {p.at(6)}};
        Scores scores(1);
        run_formula(options.formula, model, p.at(7), {}, history, scores);
        alive.push_back(scores.probability_alive[0]);
        expected.push_back(scores.expected_purchases[0]);
    }
    std::fputs("{", stdout);
    print_array("alive", alive);
    std::fputs(", ", stdout);
    print_array("expected", expected);
    std::puts("}");
}

void choose_level() {
    if (const char* level = std::getenv("TENURE_SIMD")) {
        set_simd_level(parse_simd_level(level).value()).value();
    }
}

void print_levels() {
    for (const SimdLevel level : simd_levels) {
        if (level <= highest_simd_level()) std::puts(std::string(to_string(level)).c_str());
    }
}

void run_mode(const std::string& mode, const bench::Arguments& arguments) {
    choose_level();
    if (mode == "--score") {
        score(arguments);
    } else if (mode == "--points" && !arguments.empty()) {
        score_points(arguments[0], options_of(arguments, 1));
    } else if (mode == "--levels" && arguments.empty()) {
        print_levels();
    } else if (mode == "--about" && arguments.empty()) {
        bench::print_about(("up to " + std::string(to_string(simd_level()))).c_str());
    } else {
        throw bench::UsageError{};
    }
}

}  // namespace

int main(int argc, char** argv) { return tenure::bench::run(argc, argv, usage, run_mode); }
