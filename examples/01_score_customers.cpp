// Who is about to leave a music shop, and what goes with them: from its log of orders to the ten
// customers with most value at risk.
//
//     01_score_customers [examples/data/cdnow_sample.txt]

#include <cstdio>

#include <tenure/tenure.hpp>

using namespace tenure::literals;  // 1997y, 39_weeks, 15_percent_per_year

int main(int argc, char** argv) try {
    // The CDNOW sample has no header and blanks between its columns; your own file with the columns
    // customer, date and amount needs no options.
    const tenure::ReadOptions cdnow{
        .csv = {.delimiter = tenure::CsvFormat::blanks, .header = false},
        .columns = {.customer = "2", .date = "3", .amount = "5"},
        .date_format = "%Y%m%d"};
    const auto orders =
        tenure::read_transactions(argc > 1 ? argv[1] : "examples/data/cdnow_sample.txt", cdnow)
            .value();
    const auto base = tenure::summarize(orders, {.until = 1997y / 9 / 30}).value();
    const auto buying = tenure::models::BgNbd::fit(base).value();
    const auto spend = tenure::models::GammaGamma::fit(base).value();
    const auto scores = tenure::score(base, {.purchases = buying,
                                             .spend = spend,
                                             .horizon = 39_weeks,
                                             .discount = 15_percent_per_year})
                            .value();

    std::printf("%zu orders of %zu customers\n", orders.size(), base.size());
    const auto& [r, alpha, a, b, unit] = buying.model;
    std::printf("BG/NBD: r %.4f, alpha %.4f, a %.4f, b %.4f\n\n", r, alpha, a, b);
    std::printf("customer  repeats    risk  value at risk\n");
    for (const std::size_t row : scores.most_value_at_risk(10)) {
        std::printf("%-8s  %7d  %6.4f  %13.2f\n", base.customer(row).to_string().c_str(),
                    static_cast<int>(base.frequency()[row]), scores.risk()[row],
                    scores.value_at_risk()[row]);
    }
    return 0;
} catch (const tenure::Exception& failure) {  // what() is error().to_string()
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
}
