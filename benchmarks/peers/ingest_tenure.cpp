// Tenure's side of the comparison: from an order file to the figures of its customers, measured and
// printed as one line of JSON. It also writes the files that all systems read, and runs logs that
// are too long for a file.

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../orders.hpp"
#include "measured.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/tenure.hpp"

namespace {

using namespace tenure;
using bench::Arguments;
using bench::Times;
using bench::UsageError;
using bench::whole_number;

constexpr const char* usage =
    "Usage:\n"
    "  ingest_tenure --about                            the machine, and how this was built\n"
    "  ingest_tenure --generate FILE ROWS CUSTOMERS     write an order file\n"
    "  ingest_tenure --read FILE                        read one; prints a line of JSON\n"
    "  ingest_tenure --stream ROWS CUSTOMERS            read a log that is made on the way\n"
    "  ingest_tenure --stream-only ROWS CUSTOMERS       only make it\n"
    "followed by any of\n"
    "  --ids integer|text     (integer)\n"
    "  --order any|by-date    of the rows; it is promised to Tenure (any; --stream*: by-date)\n"
    "  --threads N            (1)\n"
    "  --memory-limit BYTES   of rows in memory (0: none)\n"
    "  --spill-folder FOLDER  where the rest waits\n";

struct Options {
    bench::Ids ids = bench::Ids::integer;
    std::size_t threads = 1;
    SummarizeOptions summarize;
};

// What all systems must agree on: sums over the customers, and a sum of hashes of all that is known
// of each (peers/figures.py has the same).
struct Figures {
    std::uint64_t first = 0, last = 0, days = 0, cents = 0, hash = 0;

    void add(std::uint64_t id, std::uint64_t first_day, std::uint64_t last_day, std::uint64_t count,
             std::uint64_t amount) {
        first += first_day;
        last += last_day;
        days += count;
        cents += amount;
        std::uint64_t mixed = bench::mix(id);
        for (const auto value : {first_day, last_day, count, amount}) {
            mixed = bench::mix(mixed ^ value);
        }
        hash += mixed;
    }
};

std::uint64_t number_in(const CustomerId& id) {
    if (id.is_integer()) return static_cast<std::uint64_t>(id.number());
    const std::string text = id.to_string();
    std::uint64_t number = 0;
    std::from_chars(text.data() + 1, text.data() + text.size(), number);
    return number;
}

Figures figures_of(const CustomerBase& base) {
    const auto first = base.table()["first_date"].dates(), last = base.table()["last_date"].dates();
    const auto hundredths = [scale = base.revenue_scale()](std::int64_t units) {
        return static_cast<std::uint64_t>(Money{units, scale}.at_scale(2).value().units);
    };
    Figures figures;
    for (std::size_t i = 0; i < base.size(); ++i) {
        figures.add(number_in(base.customer(i)), static_cast<std::uint64_t>(first[i]),
                    static_cast<std::uint64_t>(last[i]),
                    static_cast<std::uint64_t>(base.frequency()[i]) + 1,
                    hundredths(base.revenue()[i]));
    }
    return figures;
}

struct Run {
    Times times;
    std::uint64_t peak = 0;
    std::int64_t rows = 0;
    CustomerBase base;
};

CustomerBase base_of(TransactionReader reader, const SummarizeOptions& options) {
    CustomerBaseBuilder builder(options);
    builder.add(reader).value();
    return std::move(builder).finish().value();
}

// `open` makes the reader: opening the file is part of the work.
template <class Open>
Run run(const Options& options, Open open) {
    ThreadPool pool(options.threads);
    SummarizeOptions summarize = options.summarize;
    summarize.run.executor = pool.executor();
    ReadOptions read;
    read.run.executor = pool.executor();
    std::optional<CustomerBase> base;
    const Times times = bench::time_of([&] { base = base_of(open(read), summarize); });
    const std::uint64_t peak = bench::peak_bytes();
    return {times, peak, base->report().rows, *std::move(base)};
}

void read_file(const std::string& path, const Options& options) {
    const Run done = run(options, [&](const ReadOptions& read) {
        return TransactionReader::open({path}, read).value();
    });
    const Figures figures = figures_of(done.base);
    const auto number = [](std::uint64_t value) { return std::to_string(value); };
    std::printf(
        "{\"version\": \"%s\", \"seconds\": %.6f, \"cpu_seconds\": %.6f, \"peak_bytes\": %s, "
        "\"customers\": %s, \"first\": %s, \"last\": %s, \"days\": %s, \"cents\": %s, "
        "\"hash\": \"%016llx\"}\n",
        TENURE_VERSION_STRING, done.times.wall, done.times.cpu, number(done.peak).c_str(),
        number(done.base.size()).c_str(), number(figures.first).c_str(),
        number(figures.last).c_str(), number(figures.days).c_str(), number(figures.cents).c_str(),
        static_cast<unsigned long long>(figures.hash));
}

std::uint64_t drain(bench::OrderLog& log) {
    std::vector<char> buffer(std::size_t{1} << 20);
    std::uint64_t bytes = 0;
    while (const std::size_t n = log.read(buffer.data(), buffer.size())) bytes += n;
    return bytes;
}

void print_rate(const char* what, const Times& times, double rows, double bytes) {
    std::printf("%-18s %8.2f s %8.2f s CPU %7.1f ns/row %8.0f MB/s\n", what, times.wall, times.cpu,
                times.wall / rows * 1e9, bytes / times.wall / 1e6);
}

// The generator by itself: its share of what `stream` takes. Returns the bytes of the log.
std::uint64_t stream_only(const bench::LogShape& shape) {
    std::uint64_t bytes = 0;
    bench::OrderLog log(shape);
    const Times times = bench::time_of([&] { bytes = drain(log); });
    std::printf("log       %llu rows, %llu bytes, %s\n",
                static_cast<unsigned long long>(shape.rows), static_cast<unsigned long long>(bytes),
                shape.order == RowOrder::by_date ? "by date" : "in any order");
    print_rate("generator alone", times, static_cast<double>(shape.rows),
               static_cast<double>(bytes));
    return bytes;
}

void stream(const bench::LogShape& shape, const Options& options) {
    const std::uint64_t bytes = stream_only(shape);
    bench::OrderLog log(shape);
    const Run done = run(options, [&](const ReadOptions& read) {
        return TransactionReader::open(std::vector{log.source()}, read).value();
    });
    const Figures figures = figures_of(done.base);
    print_rate("generator, Tenure", done.times, static_cast<double>(shape.rows),
               static_cast<double>(bytes));
    std::printf(
        "%zu threads, %zu customers, peak %.1f MB (%.1f bytes/customer), checksum %016llx\n",
        options.threads, done.base.size(), static_cast<double>(done.peak) / 1e6,
        static_cast<double>(done.peak) / static_cast<double>(done.base.size()),
        static_cast<unsigned long long>(figures.hash));
    if (done.rows != static_cast<std::int64_t>(shape.rows) || figures.cents != log.cents()) {
        throw std::runtime_error("the customers' sums are not those of the log");
    }
}

void write_file(const std::string& path, const bench::LogShape& shape) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"),
                                                               &std::fclose);
    if (file == nullptr) throw std::runtime_error(path + ": cannot be written");
    bench::OrderLog log(shape);
    std::vector<char> buffer(std::size_t{1} << 20);
    while (const std::size_t n = log.read(buffer.data(), buffer.size())) {
        if (std::fwrite(buffer.data(), 1, n, file.get()) != n) {
            throw std::runtime_error(path + ": cannot be written");
        }
    }
    if (std::fflush(file.get()) != 0) throw std::runtime_error(path + ": cannot be written");
}

template <class Value>
Value one_of(std::string_view text, std::string_view first, Value a, std::string_view second,
             Value b) {
    if (text != first && text != second) throw UsageError{};
    return text == first ? a : b;
}

void set(Options& options, std::string_view name, std::string_view value) {
    if (name == "--ids") {
        options.ids = one_of(value, "integer", bench::Ids::integer, "text", bench::Ids::text);
    } else if (name == "--order") {
        options.summarize.order = one_of(value, "any", RowOrder::any, "by-date", RowOrder::by_date);
    } else if (name == "--threads") {
        options.threads = static_cast<std::size_t>(whole_number(value));
    } else if (name == "--memory-limit") {
        options.summarize.memory_limit = whole_number(value);
    } else if (name == "--spill-folder") {
        options.summarize.spill_folder = value;
    } else {
        throw UsageError{};
    }
}

Options options_of(const Arguments& arguments, std::size_t from, RowOrder order) {
    if (arguments.size() < from || (arguments.size() - from) % 2 != 0) throw UsageError{};
    Options options;
    options.summarize.order = order;
    for (std::size_t i = from; i < arguments.size(); i += 2) {
        set(options, arguments[i], arguments[i + 1]);
    }
    return options;
}

bench::LogShape shape_of(const Arguments& arguments, std::size_t at, const Options& options) {
    const bench::LogShape shape{whole_number(arguments[at]), whole_number(arguments[at + 1]),
                                options.ids, options.summarize.order};
    if (shape.rows == 0 || shape.customers == 0 || shape.customers > 900'000'000) {
        throw UsageError{};
    }
    return shape;
}

void run_mode(const std::string& mode, const Arguments& arguments) {
    if (mode == "--about") {
        bench::print_about("x86-64 baseline");
    } else if (mode == "--generate") {
        const Options options = options_of(arguments, 3, RowOrder::any);
        write_file(arguments[0], shape_of(arguments, 1, options));
    } else if (mode == "--read") {
        const Options options = options_of(arguments, 1, RowOrder::any);
        read_file(arguments[0], options);
    } else if (mode == "--stream" || mode == "--stream-only") {
        const Options options = options_of(arguments, 2, RowOrder::by_date);
        const bench::LogShape shape = shape_of(arguments, 0, options);
        bench::print_about("x86-64 baseline");
        if (mode == "--stream") {
            stream(shape, options);
        } else {
            stream_only(shape);
        }
    } else {
        throw UsageError{};
    }
}

}  // namespace

int main(int argc, char** argv) { return tenure::bench::run(argc, argv, usage, run_mode); }
