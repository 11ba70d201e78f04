// Logs that come in pieces, of several files, and with more columns than are needed.

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "support/allocations.hpp"
#include "support/byte_sources.hpp"
#include "support/temporary_folder.hpp"
#include "tenure/core/civil_time.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/io/csv.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::MemorySource;

Result<Transactions> read(const std::string& text, const ReadOptions& options = {}) {
    MemorySource memory(text);
    return read_transactions_from(memory.source(), options);
}

TEST(TransactionReader, SeveralFilesAreOneLog) {
    const test::TemporaryFolder folder;
    const std::string first = folder.write("a.csv", "id,date,amount\n1,2024-01-01,5\n");
    const std::string second = folder.write("b.csv", "amount,date,id\n2.25,2024-01-02,x\n");
    const auto log = read_transactions(std::vector{first, second}).value();
    EXPECT_EQ(to_csv(log.table()), "customer,date,amount\n1,2024-01-01,5.00\nx,2024-01-02,2.25\n");
    EXPECT_EQ(log.report().rows, 2);
    auto reader = TransactionReader::open(std::vector{first, second}).value();
    EXPECT_EQ(reader.file(), first);
    EXPECT_EQ(to_csv((*reader.next().value()).table()), "customer,date,amount\n1,2024-01-01,5\n");
    const auto piece = reader.next().value();
    EXPECT_EQ(to_csv(piece->table()), "customer,date,amount\nx,2024-01-02,2.25\n");
    EXPECT_EQ(reader.file(), second);
    EXPECT_FALSE(reader.next().value());
    EXPECT_FALSE(reader.next().value());
    EXPECT_EQ(reader.report().kept, 2);
}

TEST(TransactionReader, FilesOfOneLogAllHaveAmountsOrNone) {
    const test::TemporaryFolder folder;
    const std::string first = folder.write("a.csv", "id,date,amount\n1,2024-01-01,5\n");
    const std::string second = folder.write("b.csv", "id,date\n1,2024-01-02\n");
    const auto log = read_transactions(std::vector{first, second});
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::missing_column);
    EXPECT_EQ(log.error().message, "expected amounts, as in \"" + first + "\", got none");
    EXPECT_EQ(log.error().where.file, second);
    const auto reversed = read_transactions(std::vector{second, first});
    ASSERT_FALSE(reversed);
    EXPECT_EQ(reversed.error().message,
              "expected no amounts, as in \"" + second + "\", got a column of them");
}

TEST(TransactionReader, EveryFileMustBeThereBeforeAnyIsRead) {
    const test::TemporaryFolder folder;
    const std::string first = folder.write("a.csv", "id,date\n1,2024-01-01\n");
    const auto reader = TransactionReader::open(std::vector{first, folder / "none.csv"});
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, Code::cannot_open);
    EXPECT_EQ(reader.error().where.file, folder / "none.csv");
}

TEST(TransactionReader, AnEmptyFileAmongOthersIsAnError) {
    const test::TemporaryFolder folder;
    const std::string first = folder.write("a.csv", "id,date\n1,2024-01-01\n");
    const std::string second = folder.write("b.csv", "id,date\n");
    const auto log = read_transactions(std::vector{first, second});
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::no_rows);
    EXPECT_EQ(log.error().where.file, second);
}

TEST(TransactionReader, NoSourceAtAllIsMisuse) {
    EXPECT_THROW(static_cast<void>(TransactionReader::open(std::vector<std::string>{})),
                 ContractError);
}

TEST(TransactionReader, WhatWasReadBeforeAnErrorComesBeforeIt) {
    MemorySource memory("id,date\n1,2024-01-01\n2,2024-01-02\n3,nonsense\n4,2024-01-04\n");
    auto reader = TransactionReader::open(std::vector{memory.source()}).value();
    EXPECT_EQ(reader.next().value()->size(), 2u);
    for (int again = 0; again < 2; ++again) {
        const auto piece = reader.next();
        ASSERT_FALSE(piece);
        EXPECT_EQ(piece.error().code, Code::invalid_date);
        EXPECT_EQ(piece.error().where.line, 4u);
    }
    EXPECT_EQ(reader.report().rows, 2);
}

TEST(TransactionReader, AnAmountThatIsNoneComesBehindTheRowsBeforeItToo) {
    MemorySource memory("id,date,amount\n1,2024-01-01,5\n2,2024-01-02,99999999999999999999\n");
    auto reader = TransactionReader::open(std::vector{memory.source()}).value();
    EXPECT_EQ(reader.next().value()->size(), 1u);
    const auto piece = reader.next();
    ASSERT_FALSE(piece);
    EXPECT_EQ(piece.error().code, Code::overflow);
    EXPECT_EQ(piece.error().where.line, 3u);
}

TEST(TransactionReader, AmountsTooFarApartTakeTheirPieceWithThem) {
    MemorySource memory(
        "id,date,amount\n1,2024-01-01,9223372036854775807\n2,2024-01-02,1\n3,2024-01-03,0.5\n");
    auto reader = TransactionReader::open(std::vector{memory.source()}).value();
    const auto piece = reader.next();
    ASSERT_FALSE(piece);
    EXPECT_EQ(piece.error().to_string(),
              "memory.csv:4:14: expected amounts that fit into 64 bits at one scale, got \"0.5\"");
}

// The large one is in a piece of its own then.
TEST(TransactionReader, AmountsTooFarApartInALongLogNameTheFile) {
    std::string text = "id,date,amount\n1,2024-01-01,9223372036854775807\n";
    for (int row = 0; row < 300'000; ++row) text += "1,2024-01-01,7\n";
    const auto log = read(text + "1,2024-01-01,0.5\n");
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::overflow);
    EXPECT_EQ(log.error().where.file, "memory.csv");
}

TEST(TransactionReader, ALogOfWhichNothingIsLeftSaysWhy) {
    ReadOptions options;
    options.cleaning.bad_rows = BadRows::skip;
    const auto log = read("id,date\n1,soon\n2,later\n", options);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::no_rows);
    EXPECT_EQ(log.error().to_string(),
              "memory.csv:2:3: expected rows that can be read, got 2 that can not, among them: "
              "expected a date as YYYY-MM-DD or YYYYMMDD, got \"soon\"");
}

TEST(TransactionReader, OneThatIsMovedFromIsMisuse) {
    MemorySource memory("id,date\n1,2024-01-01\n");
    auto reader = TransactionReader::open(std::vector{memory.source()}).value();
    const auto moved = std::move(reader);
    EXPECT_EQ(moved.file(), "memory.csv");
    EXPECT_THROW(static_cast<void>(reader.next()), ContractError);
    EXPECT_THROW(static_cast<void>(reader.report()), ContractError);
}

// An executor that throws, once.
TEST(TransactionReader, WhatAnExceptionBrokeOffDoesNotGoOn) {
    MemorySource memory("id,date\n1,2024-01-01\n");
    ReadOptions options;
    options.run.executor.parallel_for = [](void*, std::size_t, void (*)(void*, std::size_t),
                                           void*) { throw std::runtime_error("no threads"); };
    auto reader = TransactionReader::open(std::vector{memory.source()}, options).value();
    EXPECT_THROW(static_cast<void>(reader.next()), std::runtime_error);
    EXPECT_THROW(static_cast<void>(reader.next()), ContractError);
}

// Text ids among rows that are skipped, and ids of which a few are long: neither copies what it
// holds again and again, nor asks for room that nobody needs.
TEST(TransactionReader, MakesRoomOnceAndForWhatMayCome) {
    std::string text = "id,date\n";
    for (int row = 0; row < 20'000; ++row) text += "c" + std::to_string(row) + ",2024-01-01\nx\n";
    ReadOptions options;
    options.cleaning = {.bad_rows = BadRows::skip, .max_bad_rows = 20'000};
    const std::size_t before = test::allocated_bytes();
    EXPECT_EQ(read(text, options).value().size(), 20'000u);
    EXPECT_LT(test::allocated_bytes() - before, std::size_t{200} << 20);
    text = "id,date\n";
    for (int row = 0; row < 6; ++row) text += std::string(240'000, 'x') + ",2024-01-01\n";
    const std::size_t then = test::allocated_bytes();
    EXPECT_EQ(read(text).value().size(), 6u);
    EXPECT_LT(test::allocated_bytes() - then, std::size_t{200} << 20);
}

TEST(TransactionReader, OpensOneFileAfterTheOther) {
    const test::TemporaryFolder folder;
    const std::vector<std::string> paths(40, folder.write("a.csv", "id,date\n1,2024-01-01\n"));
    ::rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const ::rlimit few{20, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    const auto log = read_transactions(paths);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    ASSERT_TRUE(log) << log.error().to_string();
    EXPECT_EQ(log->size(), 40u);
}

TEST(TransactionReader, AllRecordsAreAccountedForThoughNoneIsKept) {
    MemorySource memory("id,date\n,2024-01-01\n,2024-01-02\n");
    ReadOptions options;
    options.cleaning.missing_ids = MissingIds::drop;
    auto reader = TransactionReader::open(std::vector{memory.source()}, options).value();
    const auto piece = reader.next().value();
    ASSERT_TRUE(piece);
    EXPECT_EQ(piece->size(), 0u);
    EXPECT_EQ(piece->report().missing_ids, 2);
    EXPECT_FALSE(reader.next().value());
    const auto log = read("id,date\n,2024-01-01\n", options);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::no_rows);
    EXPECT_EQ(log.error().to_string(), "memory.csv: expected rows, got none");
}

// Longer than two pieces, with ids that turn to text and amounts that need more decimals late.
std::string long_log() {
    std::string text = "id,date,amount,shop\n";
    for (int row = 0; row < 600'000; ++row) {
        text += (row < 500'000 ? "" : "c") + std::to_string(row % 1000) + ",2024-0" +
                std::to_string(1 + row % 9) + "-11," + std::to_string(row % 97) +
                (row == 599'999 ? ".125" : ".5") + ",s" + std::to_string(row % 3) + '\n';
    }
    return text;
}

TEST(TransactionReaderThreads, PiecesAreTheLogOnAnyNumberOfThreads) {
    const std::string text = long_log();
    ReadOptions options;
    options.columns.channel = "shop";
    const auto whole = read(text, options).value();
    EXPECT_EQ(whole.size(), 600'000u);
    EXPECT_EQ(whole.table()["amount"].scale(), 3);
    EXPECT_EQ(whole.table()["customer"].dictionary().size(), 2000u);
    EXPECT_EQ(whole.table()["channel"].dictionary().size(), 3u);
    for (const std::size_t threads : {1u, 3u}) {
        ThreadPool pool(threads);
        options.run.executor = pool.executor();
        MemorySource memory(text, 100'000);
        auto reader = TransactionReader::open(std::vector{memory.source()}, options).value();
        std::size_t row = 0, pieces = 0;
        while (const auto piece = reader.next().value()) {
            ++pieces;
            for (std::size_t i = 0; i < piece->size(); i += 997) {
                ASSERT_EQ(piece->customer(i).to_string(), whole.customer(row + i).to_string());
                ASSERT_EQ(piece->date(i), whole.date(row + i));
                ASSERT_EQ(piece->fingerprints()[i], whole.fingerprints()[row + i]);
            }
            row += piece->size();
        }
        EXPECT_EQ(row, whole.size());
        EXPECT_EQ(pieces, 3u);
        EXPECT_EQ(reader.report().rows, 600'000);
    }
}

TEST(TransactionReader, FurtherColumnsAreReadWhereTheyAreGiven) {
    ReadOptions options;
    options.columns.order = "no";
    options.columns.product = "what";
    options.columns.quantity = "pieces";
    options.columns.coupon = "code";
    options.columns.channel = "6";
    options.columns.time = "date";
    const auto log = read(
                         "no,id,date,what,pieces,via,code\n"
                         "A1,7,2024-01-01 10:30,tea,2,web,\n"
                         "A2,8,2024-01-02T11:00:00.5, milk ,-1.5,shop,TEN\n",
                         options)
                         .value();
    EXPECT_EQ(to_csv(log.table()),
              "customer,date,order,product,coupon,channel,quantity,time\n"
              "7,2024-01-01,A1,tea,,web,2.0,2024-01-01T10:30:00\n"
              "8,2024-01-02,A2,milk,TEN,shop,-1.5,2024-01-02T11:00:00.500000\n");
    EXPECT_EQ(log.table()["time"].timestamps()[0],
              CivilTime::parse("2024-01-01T10:30").value().microseconds());
    EXPECT_EQ(log.table()["coupon"].null_count(), 1u);
}

TEST(TransactionReader, FurtherColumnsAreReadStrictly) {
    ReadOptions options;
    options.columns.quantity = "pieces";
    const auto log = read("id,date,pieces\n7,2024-01-01,some\n", options);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::invalid_number);
    EXPECT_EQ(log.error().where.field, "pieces");
    options.columns = {};
    options.columns.time = "at";
    const auto late = read("id,date,at\n7,2024-01-01,2024-01-01 25:00\n", options);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Code::invalid_date);
    options.columns.time = "when";
    const auto missing = read("id,date,at\n7,2024-01-01,2024-01-01 25:00\n", options);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Code::missing_column);
}

TEST(TransactionReader, SaysWhichColumnsItTook) {
    MemorySource memory("Customer ID,Order Date,qty,price each\n7,2024-01-01,2,1.50\n");
    ReadOptions options;
    options.columns.amount = "qty*price each";
    const auto reader = TransactionReader::open(std::vector{memory.source()}, options).value();
    const auto& columns = reader.columns();
    ASSERT_EQ(columns.size(), 3u);
    EXPECT_EQ(columns[0].role, "customer");
    EXPECT_EQ(columns[0].column, "Customer ID");
    EXPECT_FALSE(columns[0].was_given);
    EXPECT_EQ(columns[1].column, "Order Date");
    EXPECT_EQ(columns[2].role, "amount");
    EXPECT_EQ(columns[2].column, "qty*price each");
    EXPECT_TRUE(columns[2].was_given);
}

TEST(TransactionReader, TellsHowRefusedDatesMayBeMeant) {
    MemorySource memory(
        "id,date\n1,21-07-2015\n2,5/1/2015\n3,25/1/2015\n4,2015-07-21\n5,0000-00-00\n6,soon\n");
    ReadOptions options;
    options.cleaning.bad_rows = BadRows::skip;
    auto reader = TransactionReader::open(std::vector{memory.source()}, options).value();
    EXPECT_EQ(reader.next().value()->size(), 1u);
    EXPECT_FALSE(reader.next().value());
    const auto notations = reader.date_notations();
    ASSERT_GE(notations.size(), 4u);
    EXPECT_EQ(notations[0].format, "%d/%m/%Y");
    EXPECT_EQ(notations[0].values, 2);
    EXPECT_EQ(notations[0].first, "5/1/2015");
    const auto values = [&notations](const std::string& format) {
        for (const DateNotation& notation : notations) {
            if (notation.format == format) return notation.values;
        }
        return std::int64_t{0};
    };
    EXPECT_EQ(values("%m/%d/%Y"), 1);
    EXPECT_EQ(values("%d-%m-%Y"), 1);
    EXPECT_EQ(values("0000-00-00"), 1);
    EXPECT_EQ(values("%Y-%m-%d"), 0);
}

TEST(TransactionReader, TimesThatAreRefusedAreNoDates) {
    MemorySource memory("id,date,at\n1,2024-01-02,02/13/2024\n");
    ReadOptions options;
    options.columns.time = "at";
    options.cleaning.bad_rows = BadRows::skip;
    auto reader = TransactionReader::open(std::vector{memory.source()}, options).value();
    EXPECT_EQ(reader.next().value()->report().bad_rows, 1);
    EXPECT_TRUE(reader.date_notations().empty());
}

TEST(TransactionReader, EqualRecordsHaveEqualFingerprints) {
    const auto log = read("id,date,note\n7,2024-01-01,a\n7,2024-01-01,b\n7,2024-01-01,a\n").value();
    const auto fingerprints = log.fingerprints();
    ASSERT_EQ(fingerprints.size(), 3u);
    EXPECT_EQ(fingerprints[0], fingerprints[2]);
    EXPECT_NE(fingerprints[0], fingerprints[1]) << "they differ in a column that is not read";
}

}  // namespace
}  // namespace tenure
