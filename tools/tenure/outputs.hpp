#pragma once

/// @file
/// What a verb writes: all of it at the end, or nothing.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tenure/core/table.hpp"

namespace tenure::tools {

/// Adds the required `--out`, whose value is called `type` and holds `what`.
void add_out(CLI::App& app, std::string& out, const char* type, const char* what);

/// Adds `--json`, which prints `what`.
void add_json(CLI::App& app, bool& json, const std::string& what);

/// The files and the report of one run. Files are written beside their targets as they are added
/// and take their names in `commit`; without a commit nothing is left of them. `-` is standard
/// output; devices and pipes are written in place, in `commit`.
///
/// All functions throw the library's `Code::cannot_write`.
class Outputs {
public:
    Outputs() = default;
    Outputs(const Outputs&) = delete;
    Outputs& operator=(const Outputs&) = delete;
    ~Outputs();

    /// `table` as CSV; it must live until the commit.
    void add(const std::string& path, const Table& table);
    void add(const std::string& path, const std::string& text);
    /// Text for standard output, or for standard error where a file goes to standard output.
    void add_report(const std::string& text);

    void commit();

private:
    using Writer = std::function<void(const std::string& path)>;
    struct Staged {
        std::filesystem::path temporary;
        std::filesystem::path target;
    };

    void add(const std::string& path, const Writer& write);

    std::vector<Staged> staged_;
    std::vector<std::function<void()>> direct_;
    bool standard_output_taken_ = false;
};

/// Throws `UsageError` where more than one of `files` and the JSON report would go to standard
/// output, or two files are one.
void require_one_standard_output(const std::vector<std::string>& files, bool json);

}  // namespace tenure::tools
