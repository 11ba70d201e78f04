#include "program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace tenure::test {

namespace fs = std::filesystem;

namespace {

fs::path unique_folder() {
    static std::atomic<int> count{0};
    const std::string name =
        "tenure-tools-" + std::to_string(getpid()) + '-' + std::to_string(count.fetch_add(1));
    return fs::temp_directory_path() / name;
}

/// How the program's three standard streams are connected, and its signals as in a shell: those
/// that the test itself ignores would be ignored by the program too.
class SpawnSetup {
public:
    SpawnSetup(int input, const std::string& out, const std::string& err) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        add_file(STDOUT_FILENO, out);
        add_file(STDERR_FILENO, err);
        posix_spawnattr_init(&attributes_);
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
    ~SpawnSetup() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    pid_t spawn(const Arguments& arguments) {
        std::vector<char*> argv;
        std::string program = TENURE_PROGRAM;
        Arguments copies = arguments;
        argv.push_back(program.data());
        for (std::string& argument : copies) argv.push_back(argument.data());
        argv.push_back(nullptr);
        pid_t child = 0;
        if (posix_spawn(&child, program.c_str(), &actions_, &attributes_, argv.data(), environ) !=
            0)
            throw std::runtime_error("cannot run " + program);
        return child;
    }

private:
    void add_file(int descriptor, const std::string& path) {
        posix_spawn_file_actions_addopen(&actions_, descriptor, path.c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0600);
    }

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

Outcome run_fed(const Arguments& arguments, const Feed& feed) {
    std::signal(SIGPIPE, SIG_IGN);  // a program that stops reading is no reason to die
    const Scratch scratch;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const pid_t child =
        SpawnSetup(ends[0], scratch.path("out"), scratch.path("err")).spawn(arguments);
    close(ends[0]);
    std::thread feeder([&] {
        feed(ends[1], child);
        close(ends[1]);
    });
    int status = 0;
    struct rusage usage {};
    wait4(child, &status, 0, &usage);
    feeder.join();
    return {code_of(status), scratch.read("out"), scratch.read("err"), usage.ru_maxrss};
}

Outcome run(const Arguments& arguments, const std::string& input) {
    return run_fed(arguments, [&](int descriptor, pid_t) { write_all(descriptor, input); });
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

}  // namespace tenure::test
