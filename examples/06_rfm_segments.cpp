// Recency, frequency and monetary scores with cut points that can be kept: who is in which segment
// in September, where the same cut points put them in the following June, and who moved.

#include <array>
#include <cstddef>
#include <cstdio>

#include <tenure/tenure.hpp>

using namespace tenure::literals;
namespace segments = tenure::segments;

static void print_cuts(const char* name, const std::array<double, 4>& cuts) {
    std::printf("%-10s %7.2f %7.2f %7.2f %7.2f\n", name, cuts[0], cuts[1], cuts[2], cuts[3]);
}

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: 06_rfm_segments cdnow_sample.txt\n");
        return 2;
    }
    const tenure::ReadOptions cdnow{
        .csv = {.delimiter = tenure::CsvFormat::blanks, .header = false},
        .columns = {.customer = "2", .date = "3", .amount = "5"},
        .date_format = "%Y%m%d"};
    const auto log = tenure::read_transactions(argv[1], cdnow).value();
    const auto september = tenure::summarize(log, {.until = 1997y / 9 / 30}).value();
    const auto june = tenure::summarize(log, {.until = 1998y / 6 / 30}).value();

    const auto rfm = segments::rfm(september).value();
    const auto& report = rfm.report();
    print_cuts("recency", report.cuts.recency);
    print_cuts("frequency", report.cuts.frequency);
    print_cuts("monetary", report.cuts.monetary.value());
    for (const segments::RfmTie& tie : report.ties)
        std::printf("%lld customers have a %s of %g and score %d\n",
                    static_cast<long long>(tie.customers), tie.measure.c_str(), tie.value,
                    tie.score);

    const auto later = segments::rfm(june, {.cuts = report.cuts}).value();
    std::printf("\n%-20s %-16s %9s %9s\n", "segment", "rule", "September", "June");
    for (std::size_t i = 0; i < report.segments.size(); ++i)
        std::printf("%-20s %-16s %9lld %9lld\n", report.segments[i].rule.name.c_str(),
                    segments::to_string(report.segments[i].rule).c_str(),
                    static_cast<long long>(report.segments[i].customers),
                    static_cast<long long>(later.report().segments[i].customers));

    const auto moves = segments::migration(september, june).value();
    std::printf("\nstayed %lld, improved %lld, worsened %lld\n",
                static_cast<long long>(moves.report().stayed),
                static_cast<long long>(moves.report().improved),
                static_cast<long long>(moves.report().worsened));
}
