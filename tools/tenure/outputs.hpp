#pragma once

/// @file
/// What a verb writes: all of it at the end, or nothing.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "tenure/core/table.hpp"

namespace tenure::tools {

/// Adds the option `name` for a file to write, whose value is called `type` and holds `what`. Names
/// of standard output are all taken as `-`, and an empty name is none.
CLI::Option* add_output(CLI::App& app, const std::string& name, std::string& target,
                        const std::string& type, const std::string& what);

/// Adds the same as the required `--out`.
void add_out(CLI::App& app, std::string& out, const std::string& type, const std::string& what);

/// Adds `--json`, which prints `what`.
void add_json(CLI::App& app, bool& json, const std::string& what);

/// The files and the report of one run. Files are written beside their targets as they are added
/// and take their names in `commit`; without a commit nothing is left of them, even where the
/// commit is interrupted. `-` is standard output; devices and pipes are written in place, in
/// `commit`.
///
/// All functions throw the library's `Code::cannot_write`.
class Outputs {
public:
    /// The run may add `files` (of which empty ones are none), and reads `inputs`. Throws
    /// `UsageError` where two of `files` and the JSON report are one, by whatever names, or one of
    /// them is one of `inputs`.
    Outputs(const std::vector<std::string>& files, bool json,
            const std::vector<std::string>& inputs = {});
    Outputs(const Outputs&) = delete;
    Outputs& operator=(const Outputs&) = delete;
    ~Outputs();

    /// `table` as CSV; it must live until the commit.
    void add(const std::string& path, const Table& table);
    void add(const std::string& path, const std::string& text);
    /// Text for standard output, or for standard error where one of the run's files has standard
    /// output, written or not.
    void add_report(const std::string& text);

    void commit();

private:
    using Writer = std::function<void(const std::string& path)>;
    struct Staged {
        std::string temporary;
        std::string target;
        std::string path;  ///< As it was named.
    };

    void add(const std::string& path, const Writer& write);
    void write_directly();
    /// Gives the file its name, and the permissions of what stood there.
    static void replace(const Staged& file);

    std::vector<Staged> staged_;
    std::vector<std::function<void()>> direct_;
    bool standard_output_taken_;
};

}  // namespace tenure::tools
