// From a file of orders to scores, between two marks that a trace of system calls shows:
//
//     quiet ORDERS
#include <cstring>

#include <unistd.h>
#include <tenure/tenure.hpp>

using namespace tenure::literals;

// To no file, so that it fails and nothing but the trace sees it.
static void mark(const char* text) { static_cast<void>(!write(-1, text, std::strlen(text))); }

static bool score(const char* path) {
    const tenure::ReadOptions cdnow{
        .csv = {.delimiter = tenure::CsvFormat::blanks, .header = false},
        .columns = {.customer = "2", .date = "3", .amount = "5"},
        .date_format = "%Y%m%d"};
    const auto orders = tenure::read_transactions(path, cdnow).value();
    const auto base = tenure::summarize(orders, {.until = 1997y / 9 / 30}).value();
    const auto buying = tenure::models::BgNbd::fit(base).value();
    const auto spend = tenure::models::GammaGamma::fit(base).value();
    const auto scores = tenure::score(base, {.purchases = buying, .spend = spend}).value();

    const auto wrong = tenure::read_transactions(path);  // an error takes its message from nowhere
    return scores.size() == base.size() && !scores.most_value_at_risk(10).empty() && !wrong;
}

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    mark("tenure begins");
    const bool good = score(argv[1]);
    mark("tenure has ended");
    return good ? 0 : 1;
}
