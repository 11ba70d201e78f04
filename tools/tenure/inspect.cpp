#include <fmt/format.h>

#include "fit_report.hpp"
#include "manual.hpp"
#include "option_values.hpp"
#include "outputs.hpp"
#include "run.hpp"
#include "tenure/models/model_file.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

struct InspectVerb {
    std::string file;
    bool json = false;
    std::int64_t threads = 1;
};

Manual manual() {
    return {.summary = "show what a saved file holds",
            .synopsis = R"(tenure inspect FILE [--json] [--threads N])",
            .description =
                R"(Reads a file that fit --save or the library wrote and prints its format, its
sections with their sizes, and the fit in it: model, estimates with standard errors,
log-likelihood, AIC, BIC and how the search ended.

Lengths and checksums are compared before anything is read, so that a file that was
cut short or changed on its way is refused. The checksums find accidents; they do
not tell who wrote the file.)",
            .exit_status = exit_status_of_readers,
            .examples = R"(tenure inspect buying.tenure
tenure inspect buying.tenure --json)"};
}

void fill(CLI::App& app, InspectVerb& options) {
    add_value(app, "FILE", options.file, parse_file, "FILE",
              "The saved file; - is standard input. Required.")
        ->required()
        ->group("INPUT");
    add_json(app, options.json,
             "one JSON object: format, bytes, sections (each with tag, version, bytes), kind "
             "(purchases or spend), fit (as fit --json prints it)");
    add_threads(app, options.threads);
}

FitSummary fit_of(const models::ModelFileSummary& summary) {
    return {.model = summary.model,
            .unit = summary.unit,
            .parameters = summary.parameters,
            .report = summary.report};
}

std::string format_of(const persist::FileSummary& file) {
    return fmt::format("{}.{}", file.major, file.minor);
}

std::string text_of(const std::string& name, const models::ModelFileSummary& summary) {
    const persist::FileSummary& file = summary.file;
    TextTable sections({"section", "version", "bytes"});
    for (const auto& [tag, version, bytes] : file.sections) {
        sections.add({tag, std::to_string(version), std::to_string(bytes)});
    }
    return fmt::format("{}: a model of {}, format {}, {} bytes\n{}\n{}", printable(name),
                       to_string(summary.kind), format_of(file), file.bytes, sections.to_string(),
                       to_text(fit_of(summary)));
}

Json json_of(const models::ModelFileSummary& summary) {
    Json sections = Json::array();
    for (const auto& [tag, version, bytes] : summary.file.sections) {
        sections.push_back({{"tag", tag}, {"version", version}, {"bytes", bytes}});
    }
    return {{"format", format_of(summary.file)},
            {"bytes", summary.file.bytes},
            {"sections", std::move(sections)},
            {"kind", to_string(summary.kind)},
            {"fit", fit_json(fit_of(summary))}};
}

ExitCode run(const InspectVerb& options) {
    Outputs outputs({}, options.json);
    const auto summary =
        value_of(interruptible([&] { return models::inspect(options.file); }), options.file);
    outputs.add_report(options.json ? to_text(json_of(summary)) : text_of(options.file, summary));
    outputs.commit();
    return ExitCode::done;
}

}  // namespace

void add_inspect(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "inspect", &fill, &run), manual());
}

}  // namespace tenure::tools
