// How long does it take from my file of orders to my customers? The file lies in memory, in cache
// and out of it; beside it, what one would write oneself.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <istream>
#include <map>
#include <streambuf>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "orders.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/tenure.hpp"

namespace {

using namespace tenure;
using bench::Ids;

// Ten rows a customer, as in peers/run.sh.
const std::string& orders(std::int64_t rows, Ids ids, RowOrder order) {
    static std::map<std::tuple<std::int64_t, Ids, RowOrder>, std::string> made;
    std::string& text = made[{rows, ids, order}];
    if (text.empty()) {
        const auto n = static_cast<std::uint64_t>(rows);
        bench::OrderLog log({n, n / 10, ids, order});
        std::vector<char> block(std::size_t{1} << 16);
        while (const std::size_t size = log.read(block.data(), block.size())) {
            text.append(block.data(), size);
        }
    }
    return text;
}

// A file in memory.
struct Text {
    const std::string& bytes;
    std::size_t at = 0;

    [[nodiscard]] ByteSource source() { return {&Text::read, this, "orders.csv"}; }

    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size) {
        auto& text = *static_cast<Text*>(self);
        const std::size_t n = text.bytes.copy(buffer, size, text.at);
        text.at += n;
        return static_cast<std::ptrdiff_t>(n);
    }
};

void report_rate(benchmark::State& state, const std::string& text) {
    state.counters["time/row"] = benchmark::Counter(
        static_cast<double>(state.range(0)),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(text.size()));
}

// Every piece is read and let go.
void read_orders(benchmark::State& state, Ids ids) {
    const std::string& text = orders(state.range(0), ids, RowOrder::any);
    ThreadPool pool(static_cast<std::size_t>(state.range(1)));
    ReadOptions options;
    options.run.executor = pool.executor();
    for (auto _ : state) {
        Text file{text};
        auto reader = TransactionReader::open(std::vector{file.source()}, options).value();
        while (auto piece = reader.next().value()) benchmark::DoNotOptimize(*piece);
    }
    report_rate(state, text);
}

CustomerBase base_of(const std::string& text, RowOrder order, Executor executor) {
    Text file{text};
    ReadOptions read;
    read.run.executor = executor;
    auto reader = TransactionReader::open(std::vector{file.source()}, read).value();
    CustomerBaseBuilder builder({.order = order, .run = {.executor = executor}});
    builder.add(reader).value();
    return std::move(builder).finish().value();
}

void orders_to_customers(benchmark::State& state, Ids ids, RowOrder order) {
    const std::string& text = orders(state.range(0), ids, order);
    ThreadPool pool(static_cast<std::size_t>(state.range(1)));
    for (auto _ : state) {
        auto base = base_of(text, order, pool.executor());
        benchmark::DoNotOptimize(base);
    }
    report_rate(state, text);
}

// What a stream reads from: the bytes as they lie there.
struct Bytes : std::streambuf {
    explicit Bytes(const std::string& bytes) {
        char* const begin = const_cast<char*>(bytes.data());  // a get area is never written to
        setg(begin, begin, begin + bytes.size());
    }
};

struct NaiveCustomer {
    std::vector<int> dates;
    double revenue = 0;
    std::ptrdiff_t days = 0;
};

using NaiveBase = std::unordered_map<std::string, NaiveCustomer>;

// YYYY-MM-DD as a number that orders dates.
int naive_date(const std::string& text) {
    return std::atoi(text.c_str()) * 10000 + std::atoi(text.c_str() + 5) * 100 +
           std::atoi(text.c_str() + 8);
}

// No check of anything, sums in floating point.
NaiveBase naive_base_of(const std::string& text) {
    Bytes bytes(text);
    std::istream file(&bytes);
    NaiveBase base;
    std::string line, id, date, amount;
    std::getline(file, line);
    while (std::getline(file, line)) {
        const auto first = line.find(','), second = line.find(',', first + 1);
        id = line.substr(0, first);
        date = line.substr(first + 1, second - first - 1);
        amount = line.substr(second + 1);
        NaiveCustomer& customer = base[id];
        customer.dates.push_back(naive_date(date));
        customer.revenue += std::strtod(amount.c_str(), nullptr);
    }
    for (auto& [name, customer] : base) {
        auto& dates = customer.dates;
        std::sort(dates.begin(), dates.end());
        customer.days = std::unique(dates.begin(), dates.end()) - dates.begin();
    }
    return base;
}

void naive(benchmark::State& state, Ids ids) {
    const std::string& text = orders(state.range(0), ids, RowOrder::any);
    std::size_t customers = 0;
    for (auto _ : state) {
        auto base = naive_base_of(text);
        customers = base.size();
        benchmark::DoNotOptimize(base);
    }
    if (customers != base_of(text, RowOrder::any, {}).size()) {
        state.SkipWithError("the naive base has other customers than Tenure's");
    }
    report_rate(state, text);
}

// 10,000 rows are 0.3 MB, 2,000,000 are 54 to 64.
void sizes(benchmark::internal::Benchmark* question) {
    question->ArgName("rows")->Arg(10'000)->Arg(2'000'000)->Unit(benchmark::kMillisecond);
}

void sizes_and_threads(benchmark::internal::Benchmark* question) {
    question->ArgNames({"rows", "threads"})
        ->ArgsProduct({{10'000, 2'000'000}, {1, 2}})
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(read_orders, integer_ids, Ids::integer)->Apply(sizes_and_threads);
BENCHMARK_CAPTURE(read_orders, text_ids, Ids::text)->Apply(sizes_and_threads);
BENCHMARK_CAPTURE(orders_to_customers, integer_ids, Ids::integer, RowOrder::any)
    ->Apply(sizes_and_threads);
BENCHMARK_CAPTURE(orders_to_customers, integer_ids_by_date, Ids::integer, RowOrder::by_date)
    ->Apply(sizes_and_threads);
BENCHMARK_CAPTURE(orders_to_customers, text_ids, Ids::text, RowOrder::any)
    ->Apply(sizes_and_threads);
BENCHMARK_CAPTURE(orders_to_customers, text_ids_by_date, Ids::text, RowOrder::by_date)
    ->Apply(sizes_and_threads);
BENCHMARK_CAPTURE(naive, integer_ids, Ids::integer)->Apply(sizes);
BENCHMARK_CAPTURE(naive, text_ids, Ids::text)->Apply(sizes);

}  // namespace
