#include "program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace tenure::test {

namespace fs = std::filesystem;

namespace {

constexpr auto step = std::chrono::milliseconds(10);
constexpr int tries = 3000;  // 30 seconds

fs::path unique_folder() {
    static std::atomic<int> count{0};
    const std::string name =
        "tenure-tools-" + std::to_string(getpid()) + '-' + std::to_string(count.fetch_add(1));
    return fs::temp_directory_path() / name;
}

struct Pipe {
    int read_end = -1;
    int write_end = -1;
};

Pipe open_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return {ends[0], ends[1]};
}

/// The variables of the program's environment: the test's, but for what `where` says.
std::vector<std::string> variables(const Surroundings& where) {
    std::vector<std::string> all;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string text = *variable;
        if (!where.environment.contains(text.substr(0, text.find('=')))) all.push_back(text);
    }
    for (const auto& [name, value] : where.environment) all.push_back(name + '=' + value);
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

/// How the program's three standard streams are connected, and its signals as in a shell: those
/// that the test itself ignores would be ignored by the program too.
class SpawnSetup {
public:
    SpawnSetup(int input, const Scratch& scratch, const Surroundings& where)
        : variables_(variables(where)), hangup_ignored_(where.hangup_ignored) {
        const auto [read_end, write_end] = open_pipe();
        close(read_end);
        unread_ = write_end;
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        connect(STDOUT_FILENO, where.output_unread, scratch.path("out"));
        connect(STDERR_FILENO, where.errors_unread, scratch.path("err"));
        posix_spawnattr_init(&attributes_);
        sigset_t defaults;
        sigemptyset(&defaults);
        for (const int signal : {SIGPIPE, SIGINT, SIGTERM}) sigaddset(&defaults, signal);
        if (!where.hangup_ignored) sigaddset(&defaults, SIGHUP);
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
    ~SpawnSetup() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
        close(unread_);
    }

    pid_t spawn(const Arguments& arguments) {
        const std::string program = TENURE_PROGRAM;
        Arguments words = arguments;
        words.insert(words.begin(), program);
        const std::vector<char*> argv = pointers(words);
        const std::vector<char*> environment = pointers(variables_);
        pid_t child = 0;
        const auto before = std::signal(SIGHUP, hangup_ignored_ ? SIG_IGN : SIG_DFL);
        const int failure = posix_spawn(&child, program.c_str(), &actions_, &attributes_,
                                        argv.data(), environment.data());
        std::signal(SIGHUP, before);
        if (failure != 0) throw std::runtime_error("cannot run " + program);
        return child;
    }

private:
    void connect(int descriptor, bool unread, const std::string& path) {
        constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
        if (unread) {
            posix_spawn_file_actions_adddup2(&actions_, unread_, descriptor);
            std::ofstream(path).close();  // read as empty
        } else {
            posix_spawn_file_actions_addopen(&actions_, descriptor, path.c_str(), flags, 0600);
        }
    }

    std::vector<std::string> variables_;
    bool hangup_ignored_;
    int unread_ = -1;
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

bool write_all(int descriptor, const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count = ::write(descriptor, bytes.data() + done, bytes.size() - done);
        if (count <= 0) return false;
        done += static_cast<std::size_t>(count);
    }
    return true;
}

Outcome run_fed(const Arguments& arguments, const Feed& feed, const Surroundings& where) {
    std::signal(SIGPIPE, SIG_IGN);  // a program that stops reading is no reason to die
    const Scratch scratch;
    const Pipe input = open_pipe();
    const pid_t child = SpawnSetup(input.read_end, scratch, where).spawn(arguments);
    close(input.read_end);
    std::thread feeder([&] {
        feed(input.write_end, child);
        close(input.write_end);
    });
    // Left to be collected until the feeder is done, so that it cannot mean another process.
    siginfo_t ended{};
    waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT);
    feeder.join();
    int status = 0;
    struct rusage usage {};
    wait4(child, &status, 0, &usage);
    return {code_of(status), scratch.read("out"), scratch.read("err"), usage.ru_maxrss};
}

Outcome run(const Arguments& arguments, const std::string& input) {
    return run_fed(arguments, [&](int descriptor, pid_t) { write_all(descriptor, input); });
}

Json run_json(const Arguments& arguments, const std::string& input, int exit_code) {
    Arguments call = arguments;
    call.emplace_back("--json");
    const Outcome outcome = run(call, input);
    if (outcome.exit_code == exit_code) return Json::parse(outcome.out);
    throw std::runtime_error("ended with " + std::to_string(outcome.exit_code) + ": " +
                             outcome.err);
}

bool wait_until_handled(pid_t program, int signal) {
    const std::string status = "/proc/" + std::to_string(program) + "/status";
    for (int i = 0; i < tries; ++i) {
        std::ifstream file(status);
        for (std::string line; std::getline(file, line);) {
            if (line.rfind("SigCgt:", 0) != 0) continue;
            if ((std::stoull(line.substr(7), nullptr, 16) >> (signal - 1) & 1U) != 0) return true;
        }
        std::this_thread::sleep_for(step);
    }
    return false;
}

void wait_or_kill(pid_t program) {
    for (int i = 0; i < tries; ++i) {
        siginfo_t ended{};
        waitid(P_PID, static_cast<id_t>(program), &ended, WEXITED | WNOWAIT | WNOHANG);
        if (ended.si_pid == program) return;
        std::this_thread::sleep_for(step);
    }
    kill(program, SIGKILL);
}

Scratch::Scratch() : folder_(unique_folder()) { fs::create_directories(folder_); }

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string Scratch::write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
}

std::string Scratch::read(const std::string& name) const { return read_file(path(name)); }

std::vector<std::string> Scratch::names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) found.push_back(line);
    return found;
}

std::vector<std::string> fields(const std::string& line) {
    std::vector<std::string> found{""};
    for (const char c : line) {
        if (c == ',')
            found.emplace_back();
        else
            found.back() += c;
    }
    return found;
}

Arguments cdnow(const std::string& verb, const Arguments& more) {
    Arguments arguments{verb,
                        TENURE_EXAMPLE_DATA "/cdnow_sample.txt",
                        "--delimiter",
                        "whitespace",
                        "--no-header",
                        "--columns",
                        "customer=2,date=3,amount=5",
                        "--until",
                        "1997-09-30"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

std::string base_of_huge_revenues() {
    std::string base = "customer,frequency,recency,T,revenue,merge,unit\n";
    for (int i = 1; i <= 40; ++i) {
        const int x = i % 4;
        base += std::to_string(i) + ',' + std::to_string(x) + ',' +
                std::to_string(x == 0 ? 0 : 20 + i) + ",100,9000000000000000000,day,week\n";
    }
    return base;
}

}  // namespace tenure::test
