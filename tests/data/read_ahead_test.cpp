#include "data/read_ahead.hpp"

#include <cstddef>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "support/base_equality.hpp"
#include "support/byte_sources.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure::detail::data {
namespace {

/// Each text is a file, and so a piece of its own.
class Files {
public:
    explicit Files(const std::vector<std::string>& texts) {
        for (const std::string& text : texts) files_.emplace_back(text);
    }
    [[nodiscard]] TransactionReader reader(const ReadOptions& options = {}) {
        std::vector<ByteSource> sources;
        for (auto& file : files_) {
            sources.push_back(file.source());
            sources.back().name = "log " + std::to_string(sources.size());
        }
        return TransactionReader::open(std::move(sources), options).value();
    }

private:
    std::deque<test::MemorySource> files_;
};

std::vector<std::string> some_files() {
    std::vector<std::string> texts;
    for (int file = 0; file < 9; ++file) {
        std::string text = "id,date,amount\n";
        for (int row = 0; row < 500; ++row) {
            text += std::to_string(row * (file + 3) % 97) + ",1997-0" + std::to_string(file + 1) +
                    "-1" + std::to_string(row / 100) + ',' + std::to_string(row) + ".25\n";
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

Result<CustomerBase> base_of(const std::vector<std::string>& texts, const SummarizeOptions& options,
                             const ReadOptions& reading = {}) {
    Files files(texts);
    auto reader = files.reader(reading);
    CustomerBaseBuilder builder(options);
    if (auto added = builder.add(reader); !added) return added.error();
    return std::move(builder).finish();
}

CustomerBase piece_by_piece(const std::vector<std::string>& texts,
                            const SummarizeOptions& options) {
    Files files(texts);
    auto reader = files.reader();
    CustomerBaseBuilder builder(options);
    while (auto piece = reader.next().value()) builder.add(*piece).value();
    auto base = std::move(builder).finish().value();
    EXPECT_EQ(base.report().log.kept, 4500);
    return base;
}

/// Runs one call after the other, the last first, and none within another.
class PlainExecutor {
public:
    [[nodiscard]] Executor executor() noexcept { return {&PlainExecutor::parallel_for, this}; }

private:
    static void parallel_for(void* self, std::size_t n, void (*body)(void*, std::size_t),
                             void* ctx) {
        auto& plain = *static_cast<PlainExecutor*>(self);
        EXPECT_FALSE(std::exchange(plain.is_running_, true)) << "work from within work";
        while (n > 0) body(ctx, --n);
        plain.is_running_ = false;
    }

    bool is_running_ = false;
};

TEST(ReadAhead, MakesTheBaseOfAllPieces) {
    const auto texts = some_files();
    for (const RowOrder order : {RowOrder::any, RowOrder::by_date}) {
        SummarizeOptions options;
        options.order = order;
        const CustomerBase expected = piece_by_piece(texts, options);
        test::expect_same_base(base_of(texts, options).value(), expected);
        PlainExecutor plain;
        ReadOptions reading;
        reading.run.executor = options.run.executor = plain.executor();
        test::expect_same_base(base_of(texts, options, reading).value(), expected);
    }
}

TEST(ReadAheadThreads, AnyNumberMakesTheSame) {
    const auto texts = some_files();
    const CustomerBase expected = piece_by_piece(texts, {});
    for (const std::size_t threads : {1u, 2u, 4u}) {
        ThreadPool pool(threads);
        const RunOptions run{pool.executor(), {}};
        ReadOptions reading;
        reading.run = run;
        SummarizeOptions options;
        options.run = run;
        test::expect_same_base(base_of(texts, options, reading).value(), expected);
    }
}

TEST(ReadAhead, AnErrorOfReadingEndsIt) {
    auto texts = some_files();
    texts[4] += "1,yesterday,3\n";
    Files files(texts);
    auto reader = files.reader();
    CustomerBaseBuilder builder(SummarizeOptions{});
    const auto added = builder.add(reader);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Code::invalid_date);
    EXPECT_EQ(added.error().where.file, "log 5");
    EXPECT_EQ(added.error().where.line, 502u);
    EXPECT_EQ(std::move(builder).finish().error().code, Code::invalid_date);
}

TEST(ReadAhead, AnErrorOfAddingComesBeforeThatOfReadingOn) {
    SummarizeOptions options;
    options.order = RowOrder::by_date;
    PlainExecutor plain;
    options.run.executor = plain.executor();
    const auto base = base_of({"id,date\n1,1997-01-02\n", "id,date\n1,1997-01-03\n1,1997-01-01\n",
                               "id,date\n1,1997-01-05\n1,never\n"},
                              options);
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::not_in_order);
    EXPECT_EQ(base.error().message,
              "expected a date on or after 1997-01-03, got 1997-01-01 in row 3 of those kept");
    EXPECT_EQ(base.error().where.file, "log 2");
    EXPECT_EQ(base.error().where.line, 0u);
    EXPECT_EQ(base.error().where.field, "date");
}

struct Steps {
    std::size_t allowed;
    std::vector<std::thread::id> threads;

    static bool step(void* self, std::size_t, std::size_t) {
        auto& steps = *static_cast<Steps*>(self);
        steps.threads.push_back(std::this_thread::get_id());
        return steps.threads.size() <= steps.allowed;
    }
};

TEST(ReadAheadThreads, OnlyTheCallersReportsProgress) {
    const auto texts = some_files();
    ThreadPool pool(3);
    SummarizeOptions options;
    options.run.executor = pool.executor();
    ReadOptions reading;
    Steps steps{100, {}};
    reading.run = {pool.executor(), {&Steps::step, &steps}};
    ASSERT_TRUE(base_of(texts, options, reading));
    EXPECT_GE(steps.threads.size(), texts.size());
    for (const auto& thread : steps.threads) EXPECT_EQ(thread, std::this_thread::get_id());
}

TEST(ReadAhead, CanBeCancelled) {
    for (const std::size_t allowed : {0u, 1u, 4u}) {
        Steps steps{allowed, {}};
        ReadOptions reading;
        reading.run.progress = {&Steps::step, &steps};
        const auto base = base_of(some_files(), {}, reading);
        ASSERT_FALSE(base);
        EXPECT_EQ(base.error().code, Code::cancelled);
        EXPECT_EQ(steps.threads.size(), allowed + 1);
    }
}

// A piece ends where nothing of it was kept, too.
TEST(ReadAhead, CanBeCancelledWhereNoRowIsKept) {
    std::string text = "id,date\n";
    for (int row = 0; row < 600'000; ++row) text += ",1997-01-02\n";
    Steps steps{100, {}};
    ReadOptions reading;
    reading.cleaning.missing_ids = MissingIds::drop;
    reading.run.progress = {&Steps::step, &steps};
    PlainExecutor plain;
    SummarizeOptions options;
    options.run.executor = plain.executor();
    const auto base = base_of({text}, options, reading);
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::no_rows);
    EXPECT_GE(steps.threads.size(), 3u);
    steps = {1, {}};
    EXPECT_EQ(base_of({text}, options, reading).error().code, Code::cancelled);
}

struct Broken {
    int calls = 0;
    std::string_view rest = "id,date\n1,1997-01-02\n";  // blank lines follow

    void fail_in(int call) {
        if (++calls == call) throw std::runtime_error("broken");
    }
    static void parallel_for(void* self, std::size_t n, void (*body)(void*, std::size_t),
                             void* ctx) {
        static_cast<Broken*>(self)->fail_in(2);
        for (std::size_t i = 0; i < n; ++i) body(ctx, i);
    }
    static bool step(void* self, std::size_t, std::size_t) {
        static_cast<Broken*>(self)->fail_in(3);
        return true;
    }
    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size) {
        static_cast<Broken*>(self)->fail_in(6);
        auto& rest = static_cast<Broken*>(self)->rest;
        std::memset(buffer, '\n', size);
        rest.remove_prefix(rest.copy(buffer, size));
        return static_cast<std::ptrdiff_t>(size);
    }
};

// Rows that were read and not added are lost then: there must be no base without them.
void expect_failed(TransactionReader reader, const SummarizeOptions& options) {
    CustomerBaseBuilder builder(options);
    EXPECT_THROW(static_cast<void>(builder.add(reader)), std::runtime_error);
    EXPECT_EQ(test::contract_message([&] { (void)std::move(builder).finish(); }),
              "CustomerBaseBuilder: expected one that has not failed, got one that an exception "
              "left half done");
}

TEST(ReadAhead, AnExceptionLeavesABuilderThatHasFailed) {
    for (const bool with_executor : {false, true}) {
        PlainExecutor plain;
        SummarizeOptions options;
        if (with_executor) options.run.executor = plain.executor();
        Broken progress;
        ReadOptions reading;
        reading.run.progress = {&Broken::step, &progress};
        Files files(some_files());
        expect_failed(files.reader(reading), options);
        Broken source;
        expect_failed(
            TransactionReader::open(std::vector{ByteSource{&Broken::read, &source, "x"}}).value(),
            options);
    }
    Broken executor;
    SummarizeOptions options;
    options.run.executor = {&Broken::parallel_for, &executor};
    Files files(some_files());
    expect_failed(files.reader(), options);
}

TEST(ReadAhead, AFolderThatIsMissingIsNamed) {
    SummarizeOptions options;
    options.memory_limit = 1;
    options.spill_folder = "/nowhere/at/all";
    const auto base = base_of(some_files(), options);
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::cannot_write);
    EXPECT_EQ(base.error().where.file, "/nowhere/at/all");
}

TEST(ReadAhead, TakesNoMoreThanWhatIsLeft) {
    Files files(some_files());
    auto reader = files.reader();
    ASSERT_TRUE(reader.next().value());
    CustomerBaseBuilder builder(SummarizeOptions{});
    builder.add(reader).value();
    builder.add(reader).value();  // nothing
    EXPECT_EQ(std::move(builder).finish().value().report().rows, 4000);
}

}  // namespace
}  // namespace tenure::detail::data
