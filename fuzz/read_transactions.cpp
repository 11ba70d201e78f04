// Order logs from anywhere. The first four bytes choose how they are read; the rest is the text.

#include <cstddef>
#include <cstdint>
#include <string>

#include "require.hpp"
#include "support/byte_sources.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/data/summarize.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::fuzz {
namespace {

constexpr std::size_t choices = 4;

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
    options.columns = {customers[choice[1] >> 2 & 3], dates[choice[1] >> 4 & 3],
                       amounts[choice[1] >> 6 & 3]};
    return options;
}

Result<Transactions> read(const std::string& text, std::size_t piece, const ReadOptions& options) {
    test::MemorySource source(text, piece);
    return read_transactions_from(source.source(), options);
}

void require_same(const Result<Transactions>& one, const Result<Transactions>& other) {
    require(one.has_value() == other.has_value(), "the pieces of the source mean nothing");
    if (one) {
        require(to_csv(one->table()) == to_csv(other->table()), "the same log from any pieces");
    } else {
        require(one.error().code == other.error().code &&
                    one.error().to_string() == other.error().to_string(),
                "the same error from any pieces");
    }
}

void check_accounts(const Transactions& log) {
    const auto base = summarize(log);
    if (!base) {
        require(base.error().code == Code::overflow, "only sums can fail");
        return;
    }
    const BaseReport& report = base->report();
    require(report.rows == static_cast<std::int64_t>(log.size()), "every row is counted");
    require(report.rows == report.merged + report.occasions, "rows in = rows accounted for");
}

// What is written as CSV is read as the same log.
void check_again(const Transactions& log) {
    const std::string text = to_csv(log.table());
    const auto again = read(text, text.size(), {});
    require(again.has_value(), "what was written can be read");
    require(to_csv(again->table()) == text, "what was written is read as it was");
}

void check(const std::uint8_t* choice, const std::string& text) {
    const ReadOptions options = options_of(choice);
    const auto log = read(text, text.size() + 1, options);
    require_same(log, read(text, 1 + choice[2], options));
    if (!log) {
        require(!log.error().message.empty(), "errors say what they are");
        return;
    }
    require(log->size() > 0, "a log has rows");
    check_accounts(*log);
    check_again(*log);
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using tenure::fuzz::choices;
    if (size < choices) return 0;
    tenure::fuzz::check(data, {reinterpret_cast<const char*>(data) + choices, size - choices});
    return 0;
}
