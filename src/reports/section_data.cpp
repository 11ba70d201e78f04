// What the numbers were made of: rows accounted for, and models.

#include <array>
#include <cstddef>
#include <string>

#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

struct Line {
    const char* text;
    std::int64_t rows;
};

/// Those that are not 0; the first one always.
template <std::size_t count>
void write_lines(Html& html, const char* caption, const std::array<Line, count>& lines) {
    open_table(html, caption, {{"What became of them", false}, {"Rows"}});
    for (const Line& line : lines) {
        if (line.rows == 0 && &line != &lines.front()) continue;
        open_row(html, line.text);
        put(open_number(html), line.rows).close().close();
    }
    close_table(html);
}

void write_records(Html& html, const LogReport& log) {
    if (log.rows == 0 || log.rows == log.kept) return;
    write_lines(html, "Records that were read",
                std::array<Line, 8>{{{"In all", log.rows},
                                     {"kept", log.kept},
                                     {"not readable, left out", log.bad_rows},
                                     {"without a customer, left out", log.missing_ids},
                                     {"returns, left out", log.returns_dropped},
                                     {"amounts of 0, left out", log.zero_amounts_dropped},
                                     {"amounts above the limit, left out", log.outliers_dropped},
                                     {"of those kept: above the limit", log.outliers_kept}}});
}

void write_rows(Html& html, const BaseReport& report) {
    if (report.rows == 0) {
        html.element("p", "This base was not made from orders here: nothing is known of its rows.");
        return;
    }
    write_lines(html, "Rows of orders, each counted once",
                std::array<Line, 9>{{{"In all", report.rows},
                                     {"purchases", report.occasions},
                                     {"part of a purchase already counted", report.merged},
                                     {"returns", report.returns},
                                     {"exact duplicates, left out", report.duplicates_dropped},
                                     {"purchases of the holdout", report.holdout_occasions},
                                     {"part of one of those", report.holdout_merged},
                                     {"returns in the holdout", report.holdout_returns},
                                     {"after the time looked at", report.after_holdout}}});
}

struct Remark {
    const char* noun;
    const char* of_one;
    const char* of_many;
    std::int64_t count;
};

/// What is no row of its own but worth knowing.
void write_remarks(Html& html, const BaseReport& report) {
    const std::array<Remark, 5> remarks{{
        {"purchase", " cost nothing.", " cost nothing.", report.zero_amounts},
        {"row", " repeats another one exactly.", " repeat another one exactly.", report.duplicates},
        {"return", " found less than its amount in the purchases before.",
         " found less than their amount in the purchases before.", report.unmatched_returns},
        {"customer", " only returned something and is not among these.",
         " only returned something; they are not among these.", report.only_returns},
        {"customer", " came first in the holdout and is not among these.",
         " came first in the holdout; they are not among these.", report.new_in_holdout},
    }};
    for (const Remark& remark : remarks) {
        if (remark.count == 0) continue;
        put_counted(html.open("li"), remark.count, remark.noun);
        html.text(for_count(remark.count, remark.of_one, remark.of_many)).close();
    }
}

void write_notes(Html& html, const Page& page) {
    html.open("ul");
    write_remarks(html, page.content.base.report());
    html.element("li", "Purchases of one customer " + within_one(page.content.base.merge()) +
                           " count as one.");
    for (const std::string& note : page.content.notes) html.element("li", visible(note));
    html.close();
}

template <class Model>
void write_parameters(Html& html, const Model& model) {
    const auto values = model.parameters();
    for (std::size_t i = 0; i < values.size(); ++i) {
        html.text(i == 0 ? "" : ", ").element("i", Model::parameter_names[i]).text("\u00A0=\u00A0");
        html.data(decimal(values[i], 4), full(values[i]));
    }
}

void write_fit(Html& html, const models::FitReport* fit) {
    if (fit == nullptr) {
        html.text(". Its parameters were given.").close();
        return;
    }
    html.text(". Fitted to ");
    put_counted(html, fit->customers, "customer");
    if (fit->excluded > 0) {
        put_counted(html.text(", "), fit->excluded, "other");
        html.text(for_count(fit->excluded, " does", " do")).text(" not count for it");
    }
    html.text(": " + std::string(models::to_string(fit->status)));
    if (!fit->explanation.empty()) html.text(" (" + visible(fit->explanation) + ")");
    html.text(".").close();
}

void write_models(Html& html, const Page& page) {
    const auto& content = page.content;
    if (!content.purchases) return;
    if (const auto* const model = content.purchases->get_if<models::BgNbd>()) {
        html.open("p")
            .element("strong", "Purchases")
            .text(": BG/NBD, times in " + std::string(to_string(model->unit)) + "s; ");
        if (content.purchase_fit == nullptr || content.purchase_fit->usable())
            write_parameters(html, *model);
        write_fit(html, content.purchase_fit);
    }
    if (!content.spend) return;
    if (const auto* const model = content.spend->get_if<models::GammaGamma>()) {
        html.open("p").element("strong", "Spend").text(": Gamma-Gamma; ");
        if (content.spend_fit == nullptr || content.spend_fit->usable())
            write_parameters(html, *model);
        write_fit(html, content.spend_fit);
    }
}

}  // namespace

void write_data(Html& html, const Page& page) {
    write_records(html, page.content.base.report().log);
    write_rows(html, page.content.base.report());
    write_notes(html, page);
    write_models(html, page);
}

}  // namespace tenure::inline v0::detail::reports
