// Order logs from anywhere. The first four bytes choose how they are read, and, where the highest
// bit of the first is set, three more choose policies, encodings and further columns; the rest is
// the text.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "require.hpp"
#include "support/byte_sources.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/data/summarize.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::fuzz {
namespace {

constexpr std::size_t choices = 4, more_choices = 3;
constexpr std::uint8_t has_more = 128;

ReadOptions options_of(const std::uint8_t* choice) {
    constexpr char delimiters[] = {',', ';', '\t', CsvFormat::blanks};
    constexpr char groups[] = {'\0', '.', '\'', ','};
    constexpr const char* formats[] = {"", "%Y%m%d", "%d/%m/%y", "%m.%d.%Y %%"};
    constexpr const char* customers[] = {"", "1", "2", "customer"};
    constexpr const char* dates[] = {"", "2", "3", "date"};
    constexpr const char* amounts[] = {"", "3", "3*4", "price*1.19"};
    ReadOptions options;
    options.csv.delimiter = delimiters[choice[0] % 4];
    options.csv.header = (choice[0] & 4) == 0;
    options.csv.decimal = {(choice[0] & 8) == 0 ? '.' : ',', groups[choice[0] >> 4 & 3]};
    if ((choice[0] & 64) != 0) options.csv.max_line = 1 + choice[3];
    options.date_format = formats[choice[1] % 4];
    options.columns.customer = customers[choice[1] >> 2 & 3];
    options.columns.date = dates[choice[1] >> 4 & 3];
    options.columns.amount = amounts[choice[1] >> 6 & 3];
    return options;
}

void choose_more(const std::uint8_t* choice, ReadOptions& options) {
    CleaningPolicy& cleaning = options.cleaning;
    cleaning.returns = static_cast<Returns>(choice[0] % 3);
    if ((choice[0] & 4) != 0) cleaning.return_prefix = "C";
    if ((choice[0] & 8) != 0) cleaning.missing_ids = MissingIds::drop;
    if ((choice[0] & 16) != 0) cleaning.zero_amounts = ZeroAmounts::drop;
    if ((choice[0] & 32) != 0) cleaning.bad_rows = BadRows::skip;
    cleaning.max_bad_rows = choice[0] >> 6;
    cleaning.outliers = static_cast<Outliers>(choice[1] % 3);
    if ((choice[1] & 4) != 0) cleaning.outliers_above = Money{choice[1] >> 3, 1};
    options.csv.encoding = static_cast<Encoding>(choice[2] & 3);
    if ((choice[2] & 4) != 0) options.columns.order = "1";
    if ((choice[2] & 8) != 0) options.columns.quantity = "3";
    if ((choice[2] & 16) != 0) options.columns.time = "2";
    if ((choice[2] & 32) != 0) options.columns.channel = "channel";
}

// All pieces of a log as text, what became of its records, and how it ended.
struct Reading {
    std::string text;
    std::string error;
    LogReport report;
    std::size_t rows = 0;
    bool has_amounts = false;
};

void require_accounts(const LogReport& report) {
    require(report.rows == report.kept + report.bad_rows + report.missing_ids +
                               report.returns_dropped + report.zero_amounts_dropped +
                               report.outliers_dropped,
            "every record is counted once");
    std::int64_t refused = 0;
    for (const RefusedRows& kind : report.refused) {
        refused += kind.rows;
        require(!kind.first.empty(), "of every kind of error there is one to see");
    }
    require(refused == report.bad_rows, "every bad row has its error");
}

Reading read(const std::string& text, std::size_t piece, const ReadOptions& options) {
    test::MemorySource source(text, piece);
    Reading reading;
    auto reader = TransactionReader::open(std::vector{source.source()}, options);
    if (!reader) {
        reading.error = reader.error().to_string();
        return reading;
    }
    for (;;) {
        const auto next = reader->next();
        if (!next) reading.error = next.error().to_string();
        if (!next || !*next) break;
        reading.text += to_csv((*next)->table());
        reading.rows += (*next)->size();
        reading.has_amounts = (*next)->has_amounts();
    }
    reading.report = reader->report();
    require_accounts(reading.report);
    require(reading.report.kept == static_cast<std::int64_t>(reading.rows), "what is kept comes");
    return reading;
}

void require_same(const Reading& one, const Reading& other) {
    require(one.text == other.text && one.error == other.error, "the same log from any pieces");
    require(one.report.rows == other.report.rows && one.report.bad_rows == other.report.bad_rows,
            "the same counts from any pieces");
}

void require_accounts(const BaseReport& report) {
    require(report.rows == report.duplicates_dropped + report.occasions + report.merged +
                               report.returns + report.holdout_occasions + report.holdout_merged +
                               report.holdout_returns + report.after_holdout,
            "rows in = rows accounted for");
    require(report.unmatched_units <= report.returned_units, "no more is left than there was");
}

void check_base(const Transactions& log) {
    for (const Duplicates duplicates : {Duplicates::keep, Duplicates::drop}) {
        SummarizeOptions options;
        options.duplicates = duplicates;
        const auto base = summarize(log, options);
        if (!base) {
            require(base.error().code == Code::overflow || base.error().code == Code::no_rows,
                    "only sums can fail, or there is no purchase");
            continue;
        }
        require(base->report().rows == static_cast<std::int64_t>(log.size()), "all are counted");
        require_accounts(base->report());
    }
}

// What is written as CSV is read as the same log.
void check_again(const Transactions& log) {
    const std::string text = to_csv(log.table());
    ReadOptions options;
    options.cleaning.returns = Returns::net;
    test::MemorySource source(text);
    const auto again = read_transactions_from(source.source(), options);
    require(again.has_value(), "what was written can be read");
    Table same;
    for (const char* name : {"customer", "date", "amount"}) {
        if (const Column* column = log.table().find(name)) same.add(name, *column);
    }
    require(to_csv(again->table()) == to_csv(same), "what was written is read as it was");
}

void check(const ReadOptions& options, std::size_t piece, const std::string& text) {
    const Reading reading = read(text, text.size() + 1, options);
    require_same(reading, read(text, piece, options));
    test::MemorySource source(text);
    const auto log = read_transactions_from(source.source(), options);
    if (!log) {
        require(!log.error().message.empty(), "errors say what they are");
        return;
    }
    require(reading.error.empty(), "pieces fail where the whole does");
    require(log->size() == reading.rows && log->size() > 0, "a log has rows");
    check_base(*log);
    check_again(*log);
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tenure::fuzz;
    if (size < choices) return 0;
    auto options = options_of(data);
    std::size_t begin = choices;
    if ((data[0] & has_more) != 0) {
        if (size < choices + more_choices) return 0;
        choose_more(data + choices, options);
        begin += more_choices;
    }
    check(options, 1 + data[2], {reinterpret_cast<const char*>(data) + begin, size - begin});
    return 0;
}
