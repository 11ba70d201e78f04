// How much of the business hangs on how few: which customers bring most of the revenue, what is
// lost if the largest leave, whom to protect first, and how many come back month by month.

#include <cstdio>
#include <string_view>

#include <tenure/tenure.hpp>

using namespace tenure::literals;
namespace segments = tenure::segments;

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: 07_concentration cdnow_sample.txt\n");
        return 2;
    }
    const tenure::ReadOptions cdnow{
        .csv = {.delimiter = tenure::CsvFormat::blanks, .header = false},
        .columns = {.customer = "2", .date = "3", .amount = "5"},
        .date_format = "%Y%m%d"};
    const auto log = tenure::read_transactions(argv[1], cdnow).value();
    const auto base = tenure::summarize(log, {.until = 1997y / 9 / 30}).value();

    const auto concentration = segments::concentration(base).value();
    const auto& found = concentration.report();
    std::printf("%lld customers, revenue %.2f, Gini %.3f, as many as %.0f equal ones\n",
                static_cast<long long>(found.customers), found.revenue, found.gini,
                found.effective_customers);
    for (const segments::AbcClass of :
         {segments::AbcClass::a, segments::AbcClass::b, segments::AbcClass::c}) {
        const auto& total = found.abc[static_cast<std::size_t>(of)];
        std::printf("class %s: %4lld customers, %4.1f %% of the revenue\n",
                    segments::to_string(of).data(), static_cast<long long>(total.customers),
                    100 * total.share);
    }
    const auto& ten = found.top_counts[3];
    std::printf("if the %lld largest leave, %.2f are lost; %zu single points of failure\n\n",
                static_cast<long long>(ten.customers), ten.revenue, found.single_points.size());

    const auto scores = tenure::score(base, {.purchases = tenure::models::BgNbd::fit(base).value(),
                                             .spend = tenure::models::GammaGamma::fit(base).value(),
                                             .horizon = 39_weeks})
                            .value();
    const auto matrix = segments::value_risk_matrix(base, scores).value();
    for (std::size_t level = 4; level-- > 0;) {
        const auto& cell = matrix.report().by_protection[level];
        std::printf("%-8s %5lld customers, value at risk %9.2f\n",
                    segments::to_string(static_cast<segments::Protection>(level)).data(),
                    static_cast<long long>(cell.customers), cell.value_at_risk);
    }

    const auto cohorts = segments::cohorts(log).value();
    std::printf("\nback in month  1: %4.1f %%, month 6: %4.1f %%, month 12: %4.1f %%\n",
                100 * cohorts.retention(1).value(), 100 * cohorts.retention(6).value(),
                100 * cohorts.retention(12).value());
}
