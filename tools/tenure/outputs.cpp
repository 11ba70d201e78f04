#include "outputs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "exit_code.hpp"
#include "tenure/core/result.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::tools {

namespace fs = std::filesystem;

namespace {

const std::string standard_output = "-";

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
    throw Exception({Code::cannot_write,
                     "expected a file to write to, got " + reason,
                     {.file = path == standard_output ? "standard output" : path}});
}

[[noreturn]] void fail(const std::string& path, int system_error) {
    fail(path, std::generic_category().message(system_error));
}

/// A device, a pipe, a name for what is open already (`/dev/stdout`): what a new file must not take
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
    const auto close = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "wb"), close);
    if (!file) fail(path, errno);
    put(file.get(), text, path);
}

/// The file that `path` leads to, so that a link is followed and not replaced.
fs::path resolve(const fs::path& path) {
    std::error_code missing;
    const fs::path target = fs::canonical(path, missing);
    return missing ? path : target;
}

/// Puts `file` under the name `target`, with the permissions of what stood there.
void replace(const fs::path& target, const fs::path& file) {
    std::error_code failure;
    const fs::file_status old = fs::status(target, failure);
    if (fs::exists(old)) fs::permissions(file, old.permissions(), failure);
    fs::rename(file, target, failure);
    if (failure) fail(target.string(), failure.message());
}

}  // namespace

void add_out(CLI::App& app, std::string& out, const char* type, const char* what) {
    app.add_option("--out", out,
                   fmt::format("{} to write; - is standard output, and the report then goes to "
                               "standard error. Required.",
                               what))
        ->type_name(type)
        ->required()
        ->group("OUTPUT");
}

void add_json(CLI::App& app, bool& json, const std::string& what) {
    app.add_flag("--json", json,
                 fmt::format("Print {}, on standard output instead of the report.", what))
        ->group("OUTPUT");
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
        standard_output_taken_ = standard_output_taken_ || path == standard_output;
        direct_.emplace_back([write, path] { write(path); });
        return;
    }
    const fs::path target = resolve(path);
    if (fs::is_directory(target)) fail(path, "a directory");
    const fs::path temporary = target.string() + fmt::format(".{}.part", getpid());
    staged_.push_back({temporary, target});
    try {
        write(temporary.string());
    } catch (const Exception& error) {
        Error named = error.error();
        named.where.file = path;
        throw Exception(named);
    }
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
    for (const auto& write : direct_) write();
    for (const Staged& file : staged_) replace(file.target, file.temporary);
    staged_.clear();
}

void require_one_standard_output(const std::vector<std::string>& files, bool json) {
    std::vector<std::string> taken;
    if (json) taken.push_back(standard_output);
    for (const std::string& file : files) {
        if (file.empty()) continue;
        if (std::ranges::find(taken, file) != taken.end()) {
            throw UsageError(fmt::format("expected one output for each file, got two for {}",
                                         file == standard_output ? "standard output" : file));
        }
        taken.push_back(file);
    }
}

}  // namespace tenure::tools
