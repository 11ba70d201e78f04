#pragma once

// The built program as a user runs it: arguments and standard input in, exit code, output and peak
// memory out.

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace tenure::test {

using Json = nlohmann::ordered_json;
/// Whether the program, built as the tests are, runs under a sanitizer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
inline constexpr bool sanitized =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool sanitized = false;
#endif

using Arguments = std::vector<std::string>;

struct Outcome {
    int exit_code = -1;  ///< 128 + n where signal n ended the program, as shells count.
    std::string out;
    std::string err;
    long peak_kib = 0;  ///< Resident memory at its highest.
};

/// Writes to the program's standard input; told the process, for those who want to send it a
/// signal. False from `write_all` means that the program reads no more.
using Feed = std::function<void(int descriptor, pid_t program)>;
bool write_all(int descriptor, const std::string& bytes);

/// What is not as in a shell at rest.
struct Surroundings {
    bool output_unread = false;   ///< Standard output is a pipe that nobody reads.
    bool errors_unread = false;   ///< Standard error is one.
    bool hangup_ignored = false;  ///< As under nohup.
    /// Variables of the environment, by name.
    std::map<std::string, std::string> environment = {};
};

Outcome run_fed(const Arguments& arguments, const Feed& feed, const Surroundings& where = {});
Outcome run(const Arguments& arguments, const std::string& input = {});
/// What a run with `--json` behind `arguments` prints on standard output; throws where that is no
/// JSON or the run ends otherwise.
[[nodiscard]] Json run_json(const Arguments& arguments, const std::string& input = {},
                            int exit_code = 0);

/// Waits until the program handles `signal` itself; false where that cannot be seen.
[[nodiscard]] bool wait_until_handled(pid_t program, int signal);
/// Waits until the program has ended, or ends it after a time in which it should have: what hangs
/// fails by its exit code.
void wait_or_kill(pid_t program);

/// A folder of one test's own, empty at first and removed with all that is in it.
class Scratch {
public:
    Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch();

    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_ / name).string();
    }
    /// Writes a file and returns its path.
    std::string write(const std::string& name, const std::string& text) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    /// The names in the folder, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::filesystem::path folder_;
};

[[nodiscard]] std::string read_file(const std::string& path);

/// The lines of a text, without their ends.
[[nodiscard]] std::vector<std::string> lines(const std::string& text);
/// The fields of a line that holds no quotes.
[[nodiscard]] std::vector<std::string> fields(const std::string& line);

/// The arguments that read the CDNOW sample as the papers do, behind the verb: ORDERS and reading
/// options, observed until 1997-09-30.
[[nodiscard]] Arguments cdnow(const std::string& verb, const Arguments& more = {});

/// A base of 40 customers whose revenues fit into 64 bits, and their sum does not.
[[nodiscard]] std::string base_of_huge_revenues();

}  // namespace tenure::test
