// The page that a shop owner reads: from a log of orders to one HTML file about all customers.
//
//     08_report_page [examples/data/cdnow_sample.txt]

#include <cstdio>
#include <fstream>
#include <string>

#include <tenure/tenure.hpp>

using namespace tenure::literals;

int main(int argc, char** argv) try {
    const tenure::ReadOptions cdnow{
        .csv = {.delimiter = tenure::CsvFormat::blanks, .header = false},
        .columns = {.customer = "2", .date = "3", .amount = "5"},
        .date_format = "%Y%m%d"};
    const auto orders =
        tenure::read_transactions(argc > 1 ? argv[1] : "examples/data/cdnow_sample.txt", cdnow)
            .value();

    // Fitted to the first 39 weeks; what came after them shows whether the model can be trusted.
    const auto base = tenure::summarize(orders, {.until = 1997y / 9 / 30}).value();
    const auto buying = tenure::models::BgNbd::fit(base).value();
    const auto spend = tenure::models::GammaGamma::fit(base).value();
    const auto scores =
        tenure::score(base, {.purchases = buying, .spend = spend, .horizon = 39_weeks}).value();
    const auto holdout = tenure::check_holdout(base, buying).value();
    const auto tracking = tenure::track(orders, base, buying).value();
    const auto frequencies = tenure::check_frequencies(base, buying).value();

    const auto rfm = tenure::segments::rfm(base).value();
    const auto matrix = tenure::segments::value_risk_matrix(base, scores).value();
    const auto concentration = tenure::segments::concentration(base).value();
    const auto cohorts = tenure::segments::cohorts(orders).value();

    const std::string page = tenure::reports::customer_page({.base = base,
                                                             .title = "CDNOW",
                                                             .currency = "$",
                                                             .purchases = buying,
                                                             .purchase_fit = &buying.report,
                                                             .spend = spend,
                                                             .spend_fit = &spend.report,
                                                             .scores = &scores,
                                                             .holdout = &holdout,
                                                             .tracking = &tracking,
                                                             .frequencies = &frequencies,
                                                             .rfm = &rfm,
                                                             .matrix = &matrix,
                                                             .concentration = &concentration,
                                                             .cohorts = &cohorts})
                                 .value();
    std::ofstream("report.html", std::ios::binary) << page;
    std::printf("report.html: %zu customers on less than %zu kB\n", base.size(),
                page.size() / 100'000 * 100 + 100);
    return 0;
} catch (const tenure::Exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
}
