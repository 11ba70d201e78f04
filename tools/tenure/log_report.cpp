#include "log_report.hpp"

#include <fmt/format.h>

#include "text_table.hpp"

namespace tenure::tools {

namespace {

struct CustomerCounts {
    std::int64_t all = 0;
    std::int64_t one_time = 0;
    std::int64_t repeat_occasions = 0;
};

CustomerCounts count(const CustomerBase& base) {
    CustomerCounts counts{.all = base.customers()};
    for (std::size_t row = 0; row < base.size(); ++row) {
        const std::int64_t frequency = base.frequency()[row];
        const std::int64_t weight = base.weight()[row];
        if (frequency == 0) counts.one_time += weight;
        counts.repeat_occasions += frequency * weight;
    }
    return counts;
}

std::string rows_text(const BaseReport& report) {
    TextTable table({"rows of the log", std::to_string(report.rows)});
    const auto add = [&table](const char* what, std::int64_t rows) {
        if (rows != 0) table.add({what, std::to_string(rows)});
    };
    add("purchase occasions", report.occasions);
    add("merged into one of them", report.merged);
    add("occasions of the holdout", report.holdout_occasions);
    add("merged into one of those", report.holdout_merged);
    add("after the end of observation", report.after_holdout);
    std::string page = table.to_string();
    if (report.zero_amounts != 0) {
        page += fmt::format("  {} rows up to the end have an amount of 0; they are kept\n",
                            report.zero_amounts);
    }
    if (report.new_in_holdout != 0) {
        page += fmt::format("  {} customers came in the holdout and are not in the base\n",
                            report.new_in_holdout);
    }
    return page;
}

std::string customers_text(const CustomerBase& base) {
    const CustomerCounts counts = count(base);
    TextTable table({"customers", std::to_string(counts.all)});
    table.add({"who bought once", std::to_string(counts.one_time)});
    table.add({"who bought again", std::to_string(counts.all - counts.one_time)});
    table.add({"repeat occasions", std::to_string(counts.repeat_occasions)});
    return table.to_string();
}

std::string headline(const LogOptions& options, const CustomerBase& base) {
    std::string line = printable(input_name(options));
    if (base.until()) line += fmt::format(", observed until {}", base.until()->to_string());
    if (base.holdout_until())
        line += fmt::format(", holdout until {}", base.holdout_until()->to_string());
    line += fmt::format(", times in {}s, purchases of one {} are one occasion\n",
                        to_string(base.unit()), to_string(base.merge()));
    return line;
}

}  // namespace

std::string log_text(const LogOptions& options, const CustomerBase& base) {
    std::string page = headline(options, base);
    if (base.report().rows != 0) page += rows_text(base.report());
    page += customers_text(base);
    if (!base.has_amounts()) page += "  no amounts: purchases can be modeled, spend can not\n";
    return page;
}

Json rows_json(const CustomerBase& base) {
    const BaseReport& report = base.report();
    if (report.rows == 0) return nullptr;
    return {{"rows", report.rows},
            {"occasions", report.occasions},
            {"merged", report.merged},
            {"holdout_occasions", report.holdout_occasions},
            {"holdout_merged", report.holdout_merged},
            {"after_holdout", report.after_holdout},
            {"zero_amounts", report.zero_amounts},
            {"new_in_holdout", report.new_in_holdout}};
}

Json customers_json(const CustomerBase& base) {
    const CustomerCounts counts = count(base);
    return {{"all", counts.all},
            {"one_time", counts.one_time},
            {"repeat", counts.all - counts.one_time},
            {"repeat_occasions", counts.repeat_occasions}};
}

}  // namespace tenure::tools
