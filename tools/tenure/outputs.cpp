#include "outputs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "exit_code.hpp"
#include "option_values.hpp"
#include "run.hpp"
#include "tenure/core/result.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::tools {

namespace fs = std::filesystem;

namespace {

const std::string standard_output = "-";

std::string shown_name(const std::string& path) {
    return path == standard_output ? "standard output" : path;
}

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
    throw Exception({Code::cannot_write,
                     "expected a file to write to, got " + reason,
                     {.file = shown_name(path)}});
}

[[noreturn]] void fail(const std::string& path, int system_error) {
    fail(path, system_error == EPIPE ? "a pipe that nobody reads"  // as the library says it
                                     : std::generic_category().message(system_error));
}

Result<std::string> parse_output(std::string_view text) {
    constexpr std::array<std::string_view, 3> names{"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"};
    if (std::ranges::find(names, text) != names.end()) return standard_output;
    return parse_file(text);
}

/// A device, a pipe, a name for what is open already (`/dev/stderr`): what a new file must not take
/// the place of.
bool is_special(const std::string& path) {
    if (path.starts_with("/dev/") || path.starts_with("/proc/")) return true;
    std::error_code ignored;
    const fs::file_status status = fs::status(path, ignored);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

void put(std::FILE* file, const std::string& text, const std::string& path) {
    const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (!whole || std::fflush(file) != 0) fail(path, errno);
}

void write_text(const std::string& path, const std::string& text) {
    if (path == standard_output) return put(stdout, text, path);
    // Where it has failed already, that is what is said.
    const auto close = [](std::FILE* file) { static_cast<void>(std::fclose(file)); };
    std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "wb"), close);
    if (!file) fail(path, errno);
    put(file.get(), text, path);
    if (std::fclose(file.release()) != 0) fail(path, errno);
}

/// The file that `path` leads to, there or not, so that a link is followed and not replaced, and
/// one file has one name.
std::string resolve(fs::path path) {
    constexpr int most_links = 40;  // more are a circle
    std::error_code failure;
    for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(path, failure)); ++i) {
        path = path.parent_path() / fs::read_symlink(path, failure);
    }
    const fs::path whole = fs::weakly_canonical(fs::absolute(path, failure), failure);
    return failure ? path.string() : whole.string();
}

/// What keeps `target` from being replaced, although the folder may allow it.
void require_replaceable(const std::string& path, const std::string& target) {
    std::error_code not_known;
    if (fs::is_directory(target, not_known)) fail(path, "a directory");
    if (::access(target.c_str(), W_OK) != 0 && errno != ENOENT) fail(path, errno);
}

/// `write()`, whose errors name `path`.
template <class Write>
void write_as(const std::string& path, Write write) {
    try {
        write();
    } catch (const Exception& error) {
        Error named = error.error();
        named.where.file = shown_name(path);
        throw Exception(named);
    }
}

void require_separate(const std::vector<std::string>& files, bool json) {
    std::vector<std::string> taken;
    if (json) taken.push_back(standard_output);
    for (const std::string& file : files) {
        if (file.empty()) continue;
        std::string name = file == standard_output ? file : resolve(file);
        if (std::ranges::find(taken, name) != taken.end()) {
            throw UsageError(
                fmt::format("expected one output for each file, got two for {}", shown_name(file)));
        }
        taken.push_back(std::move(name));
    }
}

/// The input is read before the outputs are written; but nobody wants to lose it.
void require_apart(const std::vector<std::string>& files, const std::string& input) {
    std::error_code missing;
    for (const std::string& file : files) {
        if (!fs::is_regular_file(file, missing)) continue;
        if (!fs::equivalent(input == "-" ? "/dev/stdin" : input, file, missing)) continue;
        throw UsageError(fmt::format("expected an output apart from the input, got {} for both",
                                     shown_name(file)));
    }
}

}  // namespace

CLI::Option* add_output(CLI::App& app, const std::string& name, std::string& target,
                        const std::string& type, const std::string& what) {
    CLI::Option* const option = add_value(
        app, name, target, parse_output, type,
        what + " to write; - is standard output, and the report then goes to standard error.");
    return option->group("OUTPUT");
}

void add_out(CLI::App& app, std::string& out, const std::string& type, const std::string& what) {
    CLI::Option* const option = add_output(app, "--out", out, type, what);
    option->description(option->get_description() + " Required.")->required();
}

void add_json(CLI::App& app, bool& json, const std::string& what) {
    app.add_flag("--json", json,
                 fmt::format("Print {}, on standard output instead of the report.", what))
        ->group("OUTPUT");
}

Outputs::Outputs(const std::vector<std::string>& files, bool json,
                 const std::vector<std::string>& inputs)
    : standard_output_taken_(std::ranges::find(files, standard_output) != files.end()) {
    require_separate(files, json);
    for (const std::string& input : inputs) require_apart(files, input);
}

Outputs::~Outputs() {
    std::error_code ignored;
    for (const Staged& file : staged_) fs::remove(file.temporary, ignored);
}

void Outputs::add(const std::string& path, const Table& table) {
    add(path, [&table](const std::string& to) { write_csv(table, to).value(); });
}

void Outputs::add(const std::string& path, const std::string& text) {
    add(path, [text](const std::string& to) { write_text(to, text); });
}

void Outputs::add(const std::string& path, const Writer& write) {
    if (path == standard_output || is_special(path)) {
        direct_.emplace_back([write, path] { write_as(path, [&] { write(path); }); });
        return;
    }
    const std::string target = resolve(path);
    require_replaceable(path, target);
    const std::string temporary = fmt::format("{}.{}.part", target, getpid());
    staged_.push_back({temporary, target, path});
    write_as(path, [&] { write(temporary); });
}

void Outputs::add_report(const std::string& text) {
    direct_.emplace_back([this, text] {
        if (standard_output_taken_) {
            put(stderr, text, "standard error");
        } else {
            put(stdout, text, standard_output);
        }
    });
}

void Outputs::commit() {
    write_directly();
    for (const Staged& file : staged_) replace(file);
    staged_.clear();
}

void Outputs::write_directly() {
    std::vector<std::string> temporaries;
    for (const Staged& file : staged_) temporaries.push_back(file.temporary);
    const InterruptsAtOnce while_writing(std::move(temporaries));
    for (const auto& write : direct_) write();
}

void Outputs::replace(const Staged& file) {
    std::error_code failure;
    const fs::file_status old = fs::status(file.target, failure);
    if (fs::exists(old)) fs::permissions(file.temporary, old.permissions(), failure);
    fs::rename(file.temporary, file.target, failure);
    if (failure) fail(file.path, failure.message());
}

}  // namespace tenure::tools
