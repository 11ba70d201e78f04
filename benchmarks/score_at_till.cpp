// How long does a customer wait at the till until the purchase is recorded and the score is there?
// Few customers (all in the cache) to fifty million (3.2 GB), at random places; one by one and many
// at once; and beside it what one would write without the library.
//
// pages:2 asks the system for pages of 2 MB, pages:4 for the usual 4 kB. What does not fit into the
// memory that is free is skipped: choose sizes by --benchmark_filter, as in '/customers:1000000/'.

#include <benchmark/benchmark.h>

#include <sys/mman.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <new>
#include <random>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "shops.hpp"
#include "textbook.hpp"

namespace {

using namespace tenure;
using namespace tenure::literals;
using Clock = std::chrono::steady_clock;

const Date opening = 2024y / 1 / 1;

const Scorer& scorer() {
    static const Scorer made =
        Scorer::make({.purchases = bench::cdnow, .spend = bench::spend, .horizon = 39_weeks})
            .value();
    return made;
}

/// Customers as a shop has them after two years: most with few repeats.
const std::vector<CustomerState>& usual_states() {
    static const auto states = [] {
        auto made = customer_states(bench::base(bench::cdnow, 4'096, Period::day)).value();
        std::shuffle(made.begin(), made.end(), std::mt19937_64(1));
        return made;
    }();
    return states;
}

std::uint64_t free_memory() {
    std::ifstream info("/proc/meminfo");
    std::string name, unit;
    std::uint64_t kilobytes = 0;
    while (info >> name >> kilobytes >> unit) {
        if (name == "MemAvailable:") return kilobytes * 1024;
    }
    return 0;
}

/// Room for states on pages of the size that is asked for.
class Pages {
public:
    Pages(std::size_t bytes, bool huge) : bytes_(bytes) {
        at_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (at_ == MAP_FAILED) throw std::bad_alloc();
        madvise(at_, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    }
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;
    ~Pages() { munmap(at_, bytes_); }
    [[nodiscard]] void* at() const { return at_; }

private:
    std::size_t bytes_;
    void* at_;
};

/// A shop's customers, and whose turn it is: blocks of purchases at random places, each block on a
/// new day.
class Till {
public:
    static constexpr std::size_t smallest_block = std::size_t{1} << 12;
    static constexpr std::size_t largest_block = std::size_t{1} << 20;

    Till(std::size_t customers, bool huge)
        : pages_(customers * sizeof(CustomerState), huge),
          states_(static_cast<CustomerState*>(pages_.at()), customers) {
        fill();
        events_.resize(std::clamp(customers, smallest_block, largest_block), {.date = opening});
    }

    /// The usual till of this size; only one is kept.
    static Till& of(std::size_t customers, bool huge) {
        static std::unique_ptr<Till> till;
        static std::pair<std::size_t, bool> key;
        if (till == nullptr || key != std::pair(customers, huge)) {
            till.reset();
            till = std::make_unique<Till>(customers, huge);
            key = {customers, huge};
        }
        return *till;
    }

    /// The next block. Nobody gets far more purchases than customers have: about 16.
    void turn() {
        since_fill_ += events_.size();
        if (since_fill_ > 16 * states_.size()) fill();
        for (std::size_t i = 0; i < events_.size(); ++i) {
            if (i % states_.size() == 0) today_ = today_ + 1;
            events_[i] = {.customer = random_() % states_.size(),
                          .date = today_,
                          .amount = {static_cast<std::int64_t>(random_() % 10'000), 2}};
        }
    }

    [[nodiscard]] std::span<CustomerState> states() { return states_; }
    [[nodiscard]] std::span<const TillEvent> events() const { return events_; }
    [[nodiscard]] Date today() const { return today_; }

private:
    void fill() {
        since_fill_ = 0;
        const auto& usual = usual_states();
        for (std::size_t i = 0; i < states_.size(); ++i) {
            new (&states_[i]) CustomerState(usual[i % usual.size()]);
        }
        today_ = bench::base(bench::cdnow, 4'096, Period::day).until().value();
    }

    Pages pages_;
    std::span<CustomerState> states_;
    std::vector<TillEvent> events_;
    Date today_ = opening;
    std::size_t since_fill_ = 0;
    std::mt19937_64 random_{7};
};

bool too_large(benchmark::State& state, std::size_t bytes) {
    if (bytes + (std::uint64_t{1} << 30) < free_memory()) return false;
    state.SkipWithError("not enough memory");
    return true;
}

Till* till_of(benchmark::State& state) {
    const auto customers = static_cast<std::size_t>(state.range(0));
    const bool huge = state.range(1) == 2;
    static std::size_t present = 0;
    if (present != customers && too_large(state, customers * sizeof(CustomerState))) return nullptr;
    present = customers;
    return &Till::of(customers, huge);
}

/// Seconds that this thread has had a processor: other work on the machine counts as little as it
/// can. Reading it takes too long for single events.
double processor_time() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// The time of what is done to each block, by event.
template <class Work>
void time_blocks(benchmark::State& state, const Work& work) {
    Till* till = till_of(state);
    if (till == nullptr) return;
    for (auto _ : state) {
        till->turn();
        const double begin = processor_time();
        work(*till);
        state.SetIterationTime(processor_time() - begin);
    }
    const auto events = static_cast<double>(till->events().size());
    state.counters["time/event"] = benchmark::Counter(
        events, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<double>(state.iterations()) *
                                                      events * sizeof(CustomerState)));
}

void require(bool recorded) {
    if (!recorded) std::abort();
}

bool record_one(Till& till, const TillEvent& event) {
    return till.states()[event.customer].record_purchase(event.date, event.amount).has_value();
}

CustomerScore score_one(Till& till, const TillEvent& event) {
    return *score(scorer(), till.states()[event.customer], event.date);
}

void record_one_by_one(benchmark::State& state) {
    time_blocks(state, [](Till& till) {
        for (const TillEvent& event : till.events()) require(record_one(till, event));
    });
}

void record_batch(benchmark::State& state) {
    time_blocks(state,
                [](Till& till) { require(record(till.states(), till.events()).has_value()); });
}

void score_one_by_one(benchmark::State& state) {
    time_blocks(state, [](Till& till) {
        for (const TillEvent& event : till.events()) {
            auto score = score_one(till, event);
            benchmark::DoNotOptimize(score);
        }
    });
}

void score_batch(benchmark::State& state) {
    std::vector<std::size_t> places(Till::largest_block);
    std::vector<CustomerScore> scores(Till::largest_block);
    time_blocks(state, [&](Till& till) {
        const std::size_t count = till.events().size();
        for (std::size_t i = 0; i < count; ++i) places[i] = till.events()[i].customer;
        const StatesToScore chosen{till.states(), till.today(), std::span(places).first(count)};
        require(score(scorer(), chosen, std::span(scores).first(count)).has_value());
    });
}

void event_to_score(benchmark::State& state) {
    time_blocks(state, [](Till& till) {
        for (const TillEvent& event : till.events()) {
            require(record_one(till, event));
            auto score = score_one(till, event);
            benchmark::DoNotOptimize(score);
        }
    });
}

double nanoseconds(Clock::duration time) {
    return std::chrono::duration<double, std::nano>(time).count();
}

double percentile(std::vector<double>& times, double part) {
    const auto at =
        times.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times.size() - 1));
    std::nth_element(times.begin(), at, times.end());
    return *at;
}

/// Each event by the clock, whose own time is in all figures and is shown beside them.
template <class Work>
void time_single_events(benchmark::State& state, const Work& work) {
    Till* till = till_of(state);
    if (till == nullptr) return;
    std::vector<double> times, of_the_timer;
    times.reserve(2 * Till::largest_block);
    of_the_timer.reserve(2 * Till::largest_block);
    const auto begin_of_all = Clock::now();
    for (auto _ : state) {
        while (times.size() < Till::largest_block) {
            till->turn();
            for (const TillEvent& event : till->events()) {
                const auto begin = Clock::now();
                work(*till, event);
                times.push_back(nanoseconds(Clock::now() - begin));
                const auto idle = Clock::now();
                of_the_timer.push_back(nanoseconds(Clock::now() - idle));
            }
        }
        state.SetIterationTime(nanoseconds(Clock::now() - begin_of_all) / 1e9);
    }
    state.counters["p50_ns"] = percentile(times, 0.5);
    state.counters["p99_ns"] = percentile(times, 0.99);
    state.counters["p99.9_ns"] = percentile(times, 0.999);
    state.counters["timer_ns"] = percentile(of_the_timer, 0.5);
}

void single_record(benchmark::State& state) {
    time_single_events(
        state, [](Till& till, const TillEvent& event) { require(record_one(till, event)); });
}

void single_score(benchmark::State& state) {
    time_single_events(state, [](Till& till, const TillEvent& event) {
        auto score = score_one(till, event);
        benchmark::DoNotOptimize(score);
    });
}

void single_event_to_score(benchmark::State& state) {
    time_single_events(state, [](Till& till, const TillEvent& event) {
        require(record_one(till, event));
        auto score = score_one(till, event);
        benchmark::DoNotOptimize(score);
    });
}

// --- Without the library: a map of customers with all of their purchases. ---

struct NaiveScore {
    double alive, risk, expected_purchases, clv;
};

struct NaiveCustomer {
    std::vector<std::int32_t> days;
    std::vector<double> amounts;

    void record(std::int32_t day, double amount) {
        if (days.empty() || days.back() != day) {
            // Or who comes often would slow down everything.
            if (days.size() == 16) forget_the_first_twelve();
            days.push_back(day);
            amounts.push_back(0);
        }
        amounts.back() += amount;
    }

    /// P(alive), risk, and the CLV of nine months, discounted month by month as lifetimes does.
    [[nodiscard]] NaiveScore score(std::int32_t today) const {
        const auto& m = bench::cdnow;
        const auto x = static_cast<double>(days.size()) - 1;
        const double t_x = (days.back() - days.front()) / 7.0, T = (today - days.front()) / 7.0;
        const double alive = bench::textbook_alive(m, x, t_x, T);
        const double w = std::pow((m.alpha + T) / (m.alpha + T + 39), m.r + x);
        double clv = 0, before = 0;
        for (int month = 1; month <= 9; ++month) {
            const double until = bench::textbook_score(m, x, t_x, T, month * 39.0 / 9).expected;
            clv += (until - before) / std::pow(1.1, month / 12.0);
            before = until;
        }
        return {alive, 1 - alive + alive * w, before, clv * expected_spend(x)};
    }

private:
    void forget_the_first_twelve() {
        days.erase(days.begin(), days.begin() + 12);
        amounts.erase(amounts.begin(), amounts.begin() + 12);
    }

    [[nodiscard]] double expected_spend(double x) const {
        double sum = 0;
        for (std::size_t i = 1; i < amounts.size(); ++i) sum += amounts[i];
        const auto& [p, q, gamma] = bench::spend;
        return (gamma + sum) * p / (p * x + q - 1);
    }
};

using NaiveShop = std::unordered_map<std::int64_t, NaiveCustomer>;

NaiveShop naive_shop(std::int64_t customers) {
    NaiveShop shop;
    std::mt19937_64 random(7);
    for (std::int64_t i = 0; i < customers; ++i) {
        NaiveCustomer& customer = shop[i];
        for (std::uint64_t n = random() % 4, day = 0; n != ~std::uint64_t{0}; --n) {
            customer.record(opening.days() - 400 + static_cast<std::int32_t>(day += 40), 20.0);
        }
    }
    return shop;
}

template <class Work>
void time_naive_blocks(benchmark::State& state, const Work& work) {
    static NaiveShop shop;
    const auto customers = static_cast<std::size_t>(state.range(0));
    if (shop.size() != customers) shop = naive_shop(state.range(0));
    struct Event {
        std::int64_t customer;
        std::int32_t day;
    };
    static std::int32_t today = opening.days();
    std::vector<Event> events(std::clamp(customers, Till::smallest_block, Till::largest_block));
    std::mt19937_64 random(1);
    for (auto _ : state) {
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (i % customers == 0) ++today;
            events[i] = {static_cast<std::int64_t>(random() % customers), today};
        }
        const double begin = processor_time();
        for (const Event& event : events) work(shop[event.customer], event.day);
        state.SetIterationTime(processor_time() - begin);
    }
    state.counters["time/event"] = benchmark::Counter(
        static_cast<double>(events.size()),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void naive_record(benchmark::State& state) {
    time_naive_blocks(
        state, [](NaiveCustomer& customer, std::int32_t day) { customer.record(day, 29.99); });
}

void naive_event_to_score(benchmark::State& state) {
    time_naive_blocks(state, [](NaiveCustomer& customer, std::int32_t day) {
        customer.record(day, 29.99);
        auto score = customer.score(day);
        benchmark::DoNotOptimize(score);
    });
}

void sizes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"customers", "pages"})->UseManualTime();
    for (const std::int64_t customers : {256, 1'000'000, 50'000'000}) {
        for (const std::int64_t pages : {4, 2}) {
            if (customers > 256 || pages == 4) benchmark->Args({customers, pages});
        }
    }
}

void naive_sizes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgName("customers")->UseManualTime()->Arg(256)->Arg(1'000'000);
}

BENCHMARK(record_one_by_one)->Apply(sizes);
BENCHMARK(record_batch)->Apply(sizes);
BENCHMARK(score_one_by_one)->Apply(sizes);
BENCHMARK(score_batch)->Apply(sizes);
BENCHMARK(event_to_score)->Apply(sizes);
BENCHMARK(single_record)->Apply(sizes)->Iterations(1);
BENCHMARK(single_score)->Apply(sizes)->Iterations(1);
BENCHMARK(single_event_to_score)->Apply(sizes)->Iterations(1);
BENCHMARK(naive_record)->Apply(naive_sizes);
BENCHMARK(naive_event_to_score)->Apply(naive_sizes);

}  // namespace
