#include "manual.hpp"

#include <fmt/format.h>

#include <memory>
#include <string_view>

namespace tenure::tools {

const char* const exit_status_of_readers =
    R"(0    done
1    a file could not be written, memory ran out, or an internal error
2    the command line is not as documented here
3    bad input, or a missing or unreadable file: one line on standard error says
     file:line:column: what was expected, and what stood there
130  interrupted, by SIGINT, SIGTERM or SIGHUP)";

const char* const exit_status_of_fits =
    R"(0    done
1    a file could not be written, memory ran out, or an internal error
2    the command line is not as documented here
3    bad input, or a missing or unreadable file: one line on standard error says
     file:line:column: what was expected, and what stood there
4    a fit that is not usable (not_identified, max_iterations): what was found is
     printed, and no file is written
130  interrupted, by SIGINT, SIGTERM or SIGHUP)";

namespace {

constexpr std::size_t page_width = 88;
constexpr std::size_t margin = 4;

std::string_view take(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view piece = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return piece;
}

/// `text` broken between words, each line behind `indent` blanks.
std::string wrap(std::string_view text, std::size_t indent) {
    std::string page;
    std::string line(indent, ' ');
    while (!text.empty()) {
        const std::string_view word = take(text, ' ');
        const bool first = line.size() == indent;
        if (!first && line.size() + 1 + word.size() > page_width) {
            page += line + '\n';
            line.assign(indent, ' ');
        } else if (!first) {
            line += ' ';
        }
        line += word;
    }
    return page + line + '\n';
}

std::string heading(std::string_view title) { return fmt::format("\n{}\n", title); }

/// `text` line by line, behind the margin.
std::string verbatim(std::string_view text) {
    std::string page;
    while (!text.empty()) {
        const std::string_view line = take(text, '\n');
        page += line.empty() ? "\n" : fmt::format("{:{}}{}\n", "", margin, line);
    }
    return page;
}

std::string option_entry(const CLI::Option& option) {
    const std::string name =
        option.get_positional() ? option.get_name(true) : option.get_name(false, true);
    const bool has_value = !option.get_positional() && option.get_items_expected_max() > 0;
    const std::string value = has_value ? " " + option.get_type_name() : "";
    return fmt::format("{:{}}{}{}\n", "", margin, name, value) +
           wrap(option.get_description(), 2 * margin);
}

std::string options(const CLI::App& app) {
    std::string page;
    for (const std::string& group : app.get_groups()) {
        const auto members = app.get_options(
            [&group](const CLI::Option* option) { return option->get_group() == group; });
        if (group.empty() || members.empty()) continue;
        page += heading(group);
        for (const CLI::Option* option : members) page += option_entry(*option);
    }
    return page;
}

std::string verbs(const CLI::App& app) {
    const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
    if (subcommands.empty()) return {};
    std::string page = heading("VERBS");
    for (const CLI::App* verb : subcommands) {
        page +=
            fmt::format("{:{}}{:<12}{}\n", "", margin, verb->get_name(), verb->get_description());
    }
    return page;
}

class ManualFormatter : public CLI::FormatterBase {
public:
    explicit ManualFormatter(Manual manual) : manual_(std::move(manual)) {}

    std::string make_help(const CLI::App* app, std::string /*name*/,
                          CLI::AppFormatMode /*mode*/) const override {
        const std::string name =
            app->get_parent() == nullptr ? app->get_name() : "tenure " + app->get_name();
        std::string page = fmt::format("NAME\n{:{}}{} - {}\n", "", margin, name, manual_.summary);
        page += heading("SYNOPSIS") + verbatim(manual_.synopsis);
        page += heading("DESCRIPTION") + verbatim(manual_.description);
        page += verbs(*app) + options(*app);
        if (!manual_.files.empty()) page += heading("FILES") + verbatim(manual_.files);
        page += heading("EXIT STATUS") + verbatim(manual_.exit_status);
        return page + heading("EXAMPLES") + verbatim(manual_.examples);
    }

private:
    Manual manual_;
};

}  // namespace

void set_manual(CLI::App& app, const Manual& manual) {
    app.description(manual.summary);
    app.formatter(std::make_shared<ManualFormatter>(manual));
    app.set_help_flag("-h,--help", "Print this page.")->group("GENERAL");
}

}  // namespace tenure::tools
