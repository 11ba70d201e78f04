#include "tenure/data/read_transactions.hpp"

#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/byte_buffer.hpp"
#include "support/byte_sources.hpp"
#include "support/executors.hpp"
#include "support/logs.hpp"
#include "support/temporary_folder.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::MemorySource;

Result<Transactions> read(const std::string& text, const ReadOptions& options = {}) {
    MemorySource memory(text);
    return read_transactions_from(memory.source(), options);
}

ReadOptions mapped(const std::string& customer, const std::string& date,
                   const std::string& amount = {}) {
    ReadOptions options;
    options.columns = {customer, date, amount};
    return options;
}

void expect_error(const std::string& text, const ReadOptions& options, Code code,
                  const std::string& message, std::uint64_t line, std::uint64_t column,
                  const std::string& field) {
    const auto log = read(text, options);
    ASSERT_FALSE(log) << text;
    EXPECT_EQ(log.error().code, code) << text;
    EXPECT_EQ(log.error().message, message);
    EXPECT_EQ(log.error().where.file, "memory.csv");
    EXPECT_EQ(log.error().where.line, line) << text;
    EXPECT_EQ(log.error().where.column, column) << text;
    EXPECT_EQ(log.error().where.field, field) << text;
}

TEST(ReadTransactions, TheCdnowSample) {
    const Transactions log = test::cdnow_sample();
    EXPECT_EQ(log.size(), 6919u);
    EXPECT_EQ(log.customer(0), CustomerId("0001"));
    EXPECT_EQ(log.date(0), Date(1997y / 1 / 1));
    EXPECT_EQ(log.first_date(), Date(1997y / 1 / 1));
    EXPECT_EQ(log.last_date(), Date(1998y / 6 / 30));
    EXPECT_EQ(log.table()["amount"].scale(), 2);
    EXPECT_EQ(log.table()["amount"].integers()[0], 2933);
    EXPECT_EQ(log.table()["customer"].dictionary().size(), 2357u);
}

TEST(ReadTransactions, FindsTheUsualNamesInAnyCase) {
    for (const char* header :
         {"customer,date,amount", "ID,Date,Price", "Client_Id,InvoiceDate,TOTAL",
          " customer_id , order_date , dollar_value ", "CustomerID,orderdate,spend",
          "user_id,transaction_date,sales", "cust_id,purchase_date,revenue",
          "client,invoice_date,dollars", "id,date,value"}) {
        const auto log = read(std::string(header) + "\n7,1997-01-02,1.50\n");
        ASSERT_TRUE(log) << log.error().to_string();
        EXPECT_EQ(log->customer(0), CustomerId(7));
        EXPECT_EQ(log->date(0), Date(1997y / 1 / 2));
        EXPECT_EQ(test::amounts_of(*log), "1.5 ");
    }
}

TEST(ReadTransactions, FindsColumnsByNameAndNumber) {
    const std::string text = "a,b,c,2\n1997-01-02,x,3.5,4\n";
    const auto log = read(text, mapped("b", "1", "2")).value();
    EXPECT_EQ(log.customer(0), CustomerId("x"));
    EXPECT_EQ(test::amounts_of(log), "4 ") << "the header's name wins over the number";
    EXPECT_FALSE(read(text, mapped("b", "a")).value().has_amounts());
}

TEST(ReadTransactions, BlanksAroundValuesMeanNothing) {
    const auto log = read("id,date,amount\n 7 ,\t1997-01-02 , 1.50\n\" 8\",19970103,2\n").value();
    EXPECT_EQ(log.customer(0), CustomerId(7));
    EXPECT_EQ(log.customer(1), CustomerId(8));
    EXPECT_EQ(log.date(1), Date(1997y / 1 / 3));
    EXPECT_EQ(test::amounts_of(log), "1.5 2.0 ");
}

TEST(ReadTransactions, IdsTurnToTextAsAWhole) {
    const auto numbers = read("id,date\n7,19970102\n-3,19970102\n").value();
    EXPECT_EQ(numbers.customer(1), CustomerId(-3));
    const auto texts = read("id,date\n7,19970102\n8,19970102\n007,19970102\n").value();
    EXPECT_EQ(texts.customer(0), CustomerId("7"));
    EXPECT_EQ(texts.customer(2), CustomerId("007"));
}

TEST(ReadTransactions, AmountsAreKeptAtTheSmallestCommonScale) {
    EXPECT_EQ(test::amounts_of(read("id,date,amount\n1,19970102,12.00\n1,19970102,3\n").value()),
              "12 3 ");
    EXPECT_EQ(test::amounts_of(read("id,date,amount\n1,19970102,12\n1,19970102,0.125\n").value()),
              "12.000 0.125 ");
    EXPECT_EQ(test::amounts_of(read("id,date,amount\n1,19970102,0.000001\n").value()), "0.000001 ");
    EXPECT_EQ(test::amounts_of(read("id,date,amount\n1,19970102,0\n1,19970102,-0\n").value()),
              "0 0 ")
        << "an amount of zero is kept";
}

TEST(ReadTransactions, ProductsAreExact) {
    const std::string text = "id,date,Quantity,UnitPrice\n1,19970102,3,2.55\n2,19970102,6,4.25\n";
    EXPECT_EQ(test::amounts_of(read(text, mapped("id", "date", "Quantity*UnitPrice")).value()),
              "7.65 25.50 ");
    EXPECT_EQ(test::amounts_of(read(text, mapped("id", "date", "UnitPrice*1.19")).value()),
              "3.0345 5.0575 ");
    EXPECT_EQ(test::amounts_of(read(text, mapped("id", "date", "3*4")).value()), "7.65 25.50 ");
    EXPECT_EQ(test::amounts_of(
                  read("id,date,q,p\n1,19970102,-2,-1.5\n", mapped("id", "date", "q*p")).value()),
              "3 ");
}

TEST(ReadTransactions, DecimalStyles) {
    ReadOptions options;
    options.csv.delimiter = ';';
    options.csv.decimal = {',', '.'};
    EXPECT_EQ(test::amounts_of(
                  read("id;date;amount\n1;19970102;1.234,50\n1;19970102;2,25\n", options).value()),
              "1234.50 2.25 ");
}

TEST(ReadTransactions, DateFormats) {
    ReadOptions options;
    options.date_format = "%d.%m.%Y";
    EXPECT_EQ(read("id,date\n1,31.12.1999\n", options).value().date(0), Date(1999y / 12 / 31));
}

TEST(ReadTransactions, BadRows) {
    const std::string start = "customer,date,amount\n1,1997-01-02,5\n";
    expect_error(start + "\n,1997-01-02,5\n", {}, Code::missing_id,
                 "expected a customer id, got \"\"", 4, 1, "customer");
    expect_error(start + "  ,1997-01-02,5\n", {}, Code::missing_id,
                 "expected a customer id, got \"\"", 3, 1, "customer");
    expect_error(start + "1,1997-02-30,5\n", {}, Code::invalid_date,
                 "expected a date that exists, got \"1997-02-30\"", 3, 3, "date");
    expect_error(start + "1,3/4/1997,5\n", {}, Code::invalid_date,
                 "expected a date as YYYY-MM-DD or YYYYMMDD, or a date format: it can be read as "
                 "1997-04-03 (%d/%m/%Y) or 1997-03-04 (%m/%d/%Y), got \"3/4/1997\"",
                 3, 3, "date");
    expect_error(start + "\"a\nb\",,5\n", {}, Code::invalid_date,
                 "expected a date as YYYY-MM-DD or YYYYMMDD, got \"\"", 4, 4, "date");
    expect_error(start + "1,1997-01-02,free\n", {}, Code::invalid_number,
                 "expected an amount such as 1234.50, got \"free\"", 3, 14, "amount");
    for (const char* amount : {"", "inf", "nan", "1e", "0x1", "1,5", "5 EUR"}) {
        expect_error(start + "1,1997-01-02,\"" + amount + "\"\n", {}, Code::invalid_number,
                     "expected an amount such as 1234.50, got \"" + std::string(amount) + "\"", 3,
                     14, "amount");
    }
    expect_error(start + "1,1997-01-02,0.0000001\n", {}, Code::invalid_number,
                 "expected at most 6 decimals, got \"0.0000001\"", 3, 14, "amount");
    expect_error(start + "1,1997-01-02, -5.50\n", {}, Code::negative_amount,
                 "expected an amount of 0 or more, got \"-5.50\"", 3, 14, "amount");
    expect_error(start + "1,1997-01-02,1e19\n", {}, Code::overflow,
                 "expected an amount within 64 bits, got \"1e19\"", 3, 14, "amount");
    expect_error(start + "1,1997-01-02,9e18\n2,1997-01-02,0.5\n", {}, Code::overflow,
                 "expected amounts that fit into 64 bits at one scale, got \"0.5\"", 4, 14,
                 "amount");
}

TEST(ReadTransactions, BadProducts) {
    const auto options = mapped("id", "date", "q*p");
    const std::string start = "p,date,id,q\n";
    expect_error(start + "1.5,19970102,1,-2\n", options, Code::negative_amount,
                 "expected an amount of 0 or more, got \"-2\"", 2, 16, "q");
    expect_error(start + "-1.5,19970102,1,2\n", options, Code::negative_amount,
                 "expected an amount of 0 or more, got \"-1.5\"", 2, 1, "p");
    expect_error(start + "x,19970102,1,2\n", options, Code::invalid_number,
                 "expected an amount such as 1234.50, got \"x\"", 2, 1, "p");
    expect_error(start + "0.0001,19970102,1,0.001\n", options, Code::invalid_number,
                 "expected a product of at most 6 decimals, got \"0.001\" times \"0.0001\"", 2, 19,
                 "q");
    expect_error(start + "9e18,19970102,1,2\n", options, Code::overflow,
                 "expected a product that fits into 64 bits, got \"2\" times "
                 "\"9000000000000000000\"",
                 2, 17, "q");
    expect_error("id,date,p\n1,19970102,5\n", mapped("id", "date", "p*-1.0"), Code::negative_amount,
                 "expected an amount of 0 or more, got \"5\"", 2, 12, "p");
}

TEST(ReadTransactions, ValuesAreShownOnOneLine) {
    expect_error("id,date\n1,\"a\tb\n\x01" + std::string(100, 'x') + "\"\n", {}, Code::invalid_date,
                 "expected a date as YYYY-MM-DD or YYYYMMDD, got \"a\\tb\\n\\x01" +
                     std::string(55, 'x') + "…\"",
                 2, 3, "date");
}

TEST(ReadTransactions, TheFirstBadRowIsReported) {
    std::string text = "id,date\n";
    for (int i = 0; i < 5000; ++i) text += "1,19970102\n";
    expect_error(text + "1,x\n,y\n1,\"", {}, Code::invalid_date,
                 "expected a date as YYYY-MM-DD or YYYYMMDD, got \"x\"", 5002, 3, "date");
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        test::ShuffledExecutor shuffled(seed);
        ReadOptions options;
        options.run.executor = shuffled.executor();
        expect_error(text + "1,x\n" + text.substr(8) + ",19970102\n", options, Code::invalid_date,
                     "expected a date as YYYY-MM-DD or YYYYMMDD, got \"x\"", 5002, 3, "date");
    }
}

// Rows are parsed side by side; what only rows together do not allow is found after that, and yet
// comes first.
TEST(ReadTransactions, TheFirstBadRowIsReportedWhateverIsBadInIt) {
    expect_error("id,date,amount\n\"a\nb\",19970102,9e18\n1,19970102,0.5\n1,x,1\n", {},
                 Code::overflow, "expected amounts that fit into 64 bits at one scale, got \"0.5\"",
                 4, 12, "amount");
    expect_error("id,date,amount\n1,19970102,9e18\n\"a\nb\",x,0.5\n1,19970102,0.5\n", {},
                 Code::invalid_date, "expected a date as YYYY-MM-DD or YYYYMMDD, got \"x\"", 4, 4,
                 "date");
}

TEST(ReadTransactions, BadForms) {
    const std::string start = "customer,date,amount\n1,1997-01-02,5\n";
    expect_error(start + "2,1997-01-02\n", {}, Code::wrong_column_count, "expected 3 fields, got 2",
                 3, 1, "");
    expect_error(start + "2,1997-01-02,\"5\n", {}, Code::malformed_csv,
                 "expected a closing quote, got the end of the input", 3, 14, "");
    expect_error(start + std::string("2,1997-01-02,5\0\n", 16), {}, Code::malformed_csv,
                 "expected text, got a NUL as byte 2 of the field", 3, 14, "");
    expect_error(
        start + "caf\xe9,1997-01-02,5\n", {}, Code::invalid_encoding,
        "expected UTF-8, got 0xe9 as byte 4 of the field; is it windows-1252 or windows-1250?", 3,
        1, "");
    ReadOptions options;
    options.csv.max_line = 20;
    expect_error(start + "123456,1997-01-02,5.00\n", options, Code::line_too_long,
                 "expected a record of at most 20 bytes, got a longer one, or a quote that never "
                 "closes",
                 3, 1, "");
}

TEST(ReadTransactions, AFileWithoutRowsHasItsNameOnly) {
    for (const char* text : {"", "\n\n", "\xef\xbb\xbf", "customer,date,amount\n"}) {
        expect_error(text, {}, Code::no_rows, "expected rows, got none", 0, 0, "");
    }
    ReadOptions options = mapped("1", "2");
    options.csv.header = false;
    expect_error("", options, Code::no_rows, "expected rows, got none", 0, 0, "");
}

TEST(ReadTransactions, MissingColumns) {
    expect_error("\nwho,date\n1,19970102\n", {}, Code::missing_column,
                 "expected a column for the customer, got \"who\", \"date\"", 2, 1, "customer");
    expect_error("id,when\n1,19970102\n", {}, Code::missing_column,
                 "expected a column for the date, got \"id\", \"when\"", 1, 1, "date");
    expect_error("id,date,total,Price\n1,19970102,1,1\n", {}, Code::missing_column,
                 "expected one column for amount, got \"total\" (column 3) and \"Price\" (column "
                 "4): say which",
                 1, 1, "amount");
    expect_error("id,date,id\n1,19970102,1\n", mapped("id", ""), Code::missing_column,
                 "expected one column for customer, got \"id\" (column 1) and \"id\" (column 3): "
                 "say which",
                 1, 1, "customer");
    EXPECT_TRUE(read("id,date,id\n1,19970102,1\n", mapped("3", "")));
    expect_error("id,date\n1,19970102\n", mapped("ID", ""), Code::missing_column,
                 "expected a column \"ID\", got \"id\", \"date\"", 1, 1, "customer");
    ReadOptions options = mapped("1", "5");
    options.csv.header = false;
    expect_error("1,19970102\n", options, Code::missing_column,
                 "expected a column \"5\", got 2 columns without names", 1, 1, "date");
}

TEST(ReadTransactions, FilesThatCannotBeRead) {
    const test::TemporaryFolder folder;
    const auto missing = read_transactions(folder / "orders.csv");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Code::cannot_open);
    EXPECT_EQ(missing.error().to_string(),
              folder / "orders.csv" + ": expected a readable file, got no such file or directory");
    EXPECT_EQ(read_transactions(folder.path()).error().code, Code::cannot_open);
    test::BrokenSource broken("id,date\n1,19970102\n");
    EXPECT_EQ(read_transactions_from(broken.source()).error().code, Code::cannot_read);
}

TEST(ReadTransactions, ErrorsNameTheFileAsTheCallerDid) {
    const test::TemporaryFolder folder;
    const std::string path = folder.write("orders.csv", "id,date\n1,x\n");
    EXPECT_EQ(read_transactions(path).error().to_string(),
              path + ":2:3: expected a date as YYYY-MM-DD or YYYYMMDD, got \"x\"");
}

void expect_bad_option(const ReadOptions& options, const std::string& field,
                       const std::string& message) {
    const auto checked = options.check();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Code::invalid_option);
    EXPECT_EQ(checked.error().where.field, field);
    EXPECT_EQ(checked.error().message, message);
    EXPECT_EQ(read("id,date\n1,19970102\n", options).error().message, message);
    EXPECT_EQ(read_transactions("missing.csv", options).error().message, message);
}

TEST(ReadTransactions, BadOptions) {
    EXPECT_TRUE(ReadOptions().check());
    ReadOptions options;
    options.csv.delimiter = '\n';
    expect_bad_option(options, "csv.delimiter", "expected a sign, a tab or blanks, got \"\\n\"");
    options = {};
    options.date_format = "%Y-%m";
    expect_bad_option(options, "date_format",
                      "expected a date format with %Y or %y, %m and %d, once each, got \"%Y-%m\"");
    options = mapped("id", "2");
    options.csv.header = false;
    expect_bad_option(options, "columns.customer",
                      "expected a column number from 1, as there is no header, got \"id\"");
    options.columns = {"1", "", ""};
    expect_bad_option(options, "columns.date",
                      "expected a column number from 1, as there is no header, got \"\"");
    options.columns = {"0", "2", ""};
    EXPECT_FALSE(options.check());
}

struct Steps {
    std::size_t allowed;
    std::vector<std::pair<std::size_t, std::size_t>> seen;

    static bool step(void* self, std::size_t done, std::size_t total) {
        auto& steps = *static_cast<Steps*>(self);
        steps.seen.emplace_back(done, total);
        return steps.seen.size() <= steps.allowed;
    }
};

std::string many_rows() {
    std::string text = "id,date,amount\n";
    for (int i = 0; text.size() < 3 * detail::io::ByteBuffer::block; ++i) {
        text += std::to_string(i % 1000) + ",1997-01-02," + std::to_string(i) + ".25\n";
    }
    return text;
}

TEST(ReadTransactions, ProgressIsInBytes) {
    const test::TemporaryFolder folder;
    const std::string text = many_rows();
    Steps steps{1000, {}};
    ReadOptions options;
    options.run.progress = {&Steps::step, &steps};
    ASSERT_TRUE(read_transactions(folder.write("a.csv", text), options));
    ASSERT_GE(steps.seen.size(), 3u);
    for (const auto& [done, total] : steps.seen) {
        EXPECT_LE(done, total);
        EXPECT_EQ(total, text.size());
    }
    EXPECT_EQ(steps.seen.back().first, text.size());
}

TEST(ReadTransactions, CanBeCancelled) {
    Steps steps{1, {}};
    ReadOptions options;
    options.run.progress = {&Steps::step, &steps};
    const auto log = read(many_rows(), options);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::cancelled);
    EXPECT_EQ(log.error().message, "expected to go on, got a stop from the host");
    EXPECT_EQ(steps.seen.size(), 2u);
}

void expect_same_rows(const Transactions& a, const Transactions& b) {
    EXPECT_EQ(to_csv(a.table()), to_csv(b.table()));
}

TEST(ReadTransactions, AnyExecutorReadsTheSame) {
    const std::string text = many_rows();
    const auto serial = read(text).value();
    test::ShuffledExecutor shuffled(1);
    ReadOptions options;
    options.run.executor = shuffled.executor();
    expect_same_rows(read(text, options).value(), serial);
}

TEST(ReadTransactionsThreads, AnyNumberReadsTheSame) {
    const std::string text = many_rows();
    const auto serial = read(text).value();
    ThreadPool pool(3);
    ReadOptions options;
    options.run.executor = pool.executor();
    expect_same_rows(read(text, options).value(), serial);
}

// A line without an end from a pipe: refused after max_line bytes, whatever the options say of
// columns.
TEST(ReadTransactions, AGigabyteLineIsRefusedUnread) {
    test::EndlessLine line("customer,date,amount\n", '7', std::uint64_t{1} << 30);
    const auto log = read_transactions_from(line.source());
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::line_too_long);
    EXPECT_EQ(log.error().where.line, 2u);
    EXPECT_LE(line.bytes_read(), (std::size_t{16} << 20) + 2 * detail::io::ByteBuffer::block);
}

}  // namespace
}  // namespace tenure
