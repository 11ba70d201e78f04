#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace tenure::detail::io {
namespace {

namespace fs = std::filesystem;
using test::read_bytes;
using test::TemporaryFolder;

unsigned mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777u;
}

TEST(AtomicFile, AppearsWhole) {
    const TemporaryFolder folder;
    auto file = AtomicFile::create(folder / "out.csv").value();
    file.write("one\n").value();
    EXPECT_FALSE(fs::exists(folder / "out.csv"));
    file.write("two\n").value();
    std::move(file).commit().value();
    EXPECT_EQ(read_bytes(folder / "out.csv"), "one\ntwo\n");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, LeavesNothingWhereItIsNotCommitted) {
    const TemporaryFolder folder;
    folder.write("out.csv", "old");
    {
        auto file = AtomicFile::create(folder / "out.csv").value();
        file.write("new").value();
        EXPECT_EQ(folder.entries(), 2);
    }
    EXPECT_EQ(read_bytes(folder / "out.csv"), "old");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, ReplacesAFileAndKeepsItsMode) {
    const TemporaryFolder folder;
    const std::string path = folder.write("out.csv", "old");
    fs::permissions(path, fs::perms(0640));
    write_file(path, "new").value();
    EXPECT_EQ(read_bytes(path), "new");
    EXPECT_EQ(mode_of(path), 0640u);
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, ANewFileHasTheModeThatTheProcessGives) {
    const TemporaryFolder folder;
    const mode_t mask = ::umask(027);
    write_file(folder / "out.csv", "x").value();
    ::umask(mask);
    EXPECT_EQ(mode_of(folder / "out.csv"), 0640u);
}

TEST(AtomicFile, ANameWithoutAFolderIsInTheCurrentOne) {
    const TemporaryFolder folder;
    const fs::path here = fs::current_path();
    fs::current_path(folder.path());
    const auto written = write_file("out.csv", "x");
    fs::current_path(here);
    written.value();
    EXPECT_EQ(read_bytes(folder / "out.csv"), "x");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, TwoAtOnceDoNotMeet) {
    const TemporaryFolder folder;
    auto first = AtomicFile::create(folder / "a").value();
    auto second = AtomicFile::create(folder / "a").value();
    first.write("first").value();
    second.write("second").value();
    std::move(second).commit().value();
    std::move(first).commit().value();
    EXPECT_EQ(read_bytes(folder / "a"), "first");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, MovesWithItsFile) {
    const TemporaryFolder folder;
    auto first = AtomicFile::create(folder / "a").value();
    auto second = AtomicFile::create(folder / "b").value();
    first.write("first").value();
    second = std::move(first);
    AtomicFile third = std::move(second);
    std::move(third).commit().value();
    EXPECT_EQ(read_bytes(folder / "a"), "first");
    EXPECT_FALSE(fs::exists(folder / "b"));
}

TEST(AtomicFile, WritesTheTargetOfALink) {
    const TemporaryFolder folder;
    folder.write("real.csv", "old");
    fs::create_symlink("real.csv", folder / "link.csv");
    write_file(folder / "link.csv", "new").value();
    EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
    EXPECT_EQ(read_bytes(folder / "real.csv"), "new");
    EXPECT_EQ(folder.entries(), 2);
}

TEST(AtomicFile, WhatCannotBeWritten) {
    const TemporaryFolder folder;
    const auto expect_refused = [](const std::string& path, const std::string& got) {
        const auto written = write_file(path, "x");
        ASSERT_FALSE(written) << path;
        EXPECT_EQ(written.error().code, Code::cannot_write);
        EXPECT_EQ(written.error().message, "expected a file to write to, got " + got);
        EXPECT_EQ(written.error().where.file, path);
    };
    expect_refused(folder / "missing/out.csv", "no such file or directory");
    expect_refused(folder.path(), "a directory");
    expect_refused("/dev/full", "no space left");
    fs::create_symlink("nowhere", folder / "dangling");
    expect_refused(folder / "dangling", "a link to nowhere");
    fs::create_directory(folder / "sub");
    fs::create_symlink("sub", folder / "to-folder");
    expect_refused(folder / "to-folder", "a directory");
    EXPECT_EQ(folder.entries(), 3);
}

// The super-user may write everywhere; somebody else, while this lives, may not.
class AsNobody {
public:
    AsNobody() : user_(::geteuid()) {
        constexpr uid_t nobody = 65534;
        changed_ = user_ != 0 || ::seteuid(nobody) == 0;
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
    ~AsNobody() { EXPECT_EQ(::seteuid(user_), 0); }

    [[nodiscard]] bool changed() const { return changed_; }

private:
    uid_t user_;
    bool changed_;
};

void expect_no_permission(const std::string& path) {
    Result<void> written;
    {
        const AsNobody nobody;
        if (!nobody.changed()) GTEST_SKIP() << "the super-user of this host cannot be another";
        written = write_file(path, "x");
    }
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::cannot_write);
    EXPECT_EQ(written.error().message, "expected a file to write to, got no permission");
    EXPECT_EQ(written.error().where.file, path);
}

TEST(AtomicFile, AFolderThatMayNotBeWrittenTo) {
    const TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    expect_no_permission(folder / "out.csv");
    fs::permissions(folder.path(), fs::perms::owner_all);
    EXPECT_EQ(folder.entries(), 0);
}

TEST(AtomicFile, AFolderWhereNobodyMakesFiles) {
    const auto written = write_file("/proc/out.csv", "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::cannot_write);
}

// In a folder where everybody may rename, only the file's own mode says that it is to be kept.
TEST(AtomicFile, AReadOnlyFileIsNotReplaced) {
    const TemporaryFolder folder;
    const std::string path = folder.write("out.csv", "old");
    fs::create_symlink("out.csv", folder / "link.csv");
    fs::permissions(path, fs::perms(0444));
    fs::permissions(folder.path(), fs::perms::all);
    expect_no_permission(path);
    expect_no_permission(folder / "link.csv");
    EXPECT_EQ(read_bytes(path), "old");
    EXPECT_EQ(folder.entries(), 2);
}

TEST(AtomicFile, SeveralAreStagedAndThenPublished) {
    const TemporaryFolder folder;
    folder.write("a", "old a");
    auto a = AtomicFile::create(folder / "a").value();
    auto b = AtomicFile::create(folder / "b").value();
    for (AtomicFile* file : {&a, &b}) {
        file->write("new").value();
        file->prepare().value();
    }
    EXPECT_EQ(read_bytes(folder / "a"), "old a");
    EXPECT_FALSE(fs::exists(folder / "b"));
    EXPECT_EQ(folder.entries(), 3);
    std::move(a).publish().value();
    std::move(b).publish().value();
    EXPECT_EQ(read_bytes(folder / "a"), "new");
    EXPECT_EQ(read_bytes(folder / "b"), "new");
    EXPECT_EQ(folder.entries(), 2);
}

TEST(AtomicFile, WhatWasPreparedAndNotPublishedIsRemoved) {
    const TemporaryFolder folder;
    folder.write("a", "old");
    {
        auto file = AtomicFile::create(folder / "a").value();
        file.write("new").value();
        file.prepare().value();
    }
    EXPECT_EQ(read_bytes(folder / "a"), "old");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, PreparingClosesTheFile) {
    const TemporaryFolder folder;
    auto file = AtomicFile::create(folder / "a").value();
    file.prepare().value();
    EXPECT_EQ(file.write("late").error().code, Code::cannot_write);
}

// Publishing is a renaming, which fails where a folder took the name meanwhile.
TEST(AtomicFile, ATargetThatBecameAFolder) {
    const TemporaryFolder folder;
    auto file = AtomicFile::create(folder / "a").value();
    file.prepare().value();
    fs::create_directory(folder / "a");
    const auto published = std::move(file).publish();
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().code, Code::cannot_write);
    EXPECT_EQ(published.error().message, "expected a file to write to, got a directory");
}

// A name that is taken, as of a run that was killed, is neither opened nor removed.
TEST(AtomicFile, OthersTemporaryFilesStay) {
    const TemporaryFolder folder;
    folder.write("kept", "kept");
    const std::string taken = ".tenure-" + std::to_string(::getpid()) + "-0";
    fs::create_symlink("kept", folder / taken);
    write_file(folder / "a", "x").value();
    EXPECT_EQ(read_bytes(folder / "kept"), "kept");
    EXPECT_TRUE(fs::is_symlink(folder / taken));
    EXPECT_EQ(folder.entries(), 3);
}

TEST(AtomicFile, LinksOfLinksAreFollowed) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "sub");
    folder.write("sub/real.csv", "old");
    fs::create_symlink("real.csv", folder / "sub/second.csv");
    fs::create_symlink(folder / "sub/second.csv", folder / "first.csv");
    write_file(folder / "first.csv", "new").value();
    EXPECT_EQ(read_bytes(folder / "sub/real.csv"), "new");
    EXPECT_TRUE(fs::is_symlink(folder / "first.csv"));
    EXPECT_TRUE(fs::is_symlink(folder / "sub/second.csv"));
    fs::create_symlink("loop", folder / "loop");
    EXPECT_EQ(write_file(folder / "loop", "x").error().code, Code::cannot_write);
}

// A link there is a link as anywhere.
TEST(AtomicFile, LinksUnderDevAreFollowed) {
    std::string name = "/dev/shm/tenure-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) GTEST_SKIP() << "no folder under /dev to write to";
    const fs::path folder = name;
    write_file(folder / "real.csv", "a longer old text").value();
    fs::create_symlink("real.csv", folder / "link.csv");
    write_file(folder / "link.csv", "new").value();
    write_file(folder / "link.csv", "newer").value();
    EXPECT_EQ(read_bytes(folder / "real.csv"), "newer");
    EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
    fs::remove_all(folder);
}

// What a descriptor of ours receives while `write` runs.
template <class Write>
std::string received(int descriptor, const Write& write) {
    std::array<int, 2> pipe;
    EXPECT_EQ(::pipe(pipe.data()), 0);
    const int saved = ::dup(descriptor);
    ::dup2(pipe[1], descriptor);
    write();
    ::dup2(saved, descriptor);
    ::close(saved);
    ::close(pipe[1]);
    std::array<char, 64> buffer;
    const auto count = ::read(pipe[0], buffer.data(), buffer.size());
    ::close(pipe[0]);
    return {buffer.data(), static_cast<std::size_t>(count < 0 ? 0 : count)};
}

TEST(AtomicFile, StandardOutputIsWrittenToAndLeftOpen) {
    for (const char* name : {"-", "/dev/stdout"}) {
        const std::string bytes = received(STDOUT_FILENO, [name] {
            std::printf("before ");
            std::fflush(stdout);
            write_file(name, "x,y\n").value();
            ASSERT_EQ(::write(STDOUT_FILENO, "after", 5), 5);
        });
        EXPECT_EQ(bytes, "before x,y\nafter") << name;
    }
}

TEST(AtomicFile, PrintedTextStandsBeforeIt) {
    const std::string bytes = received(STDOUT_FILENO, [] {
        std::printf("printed ");
        write_file("-", "x").value();
    });
    EXPECT_EQ(bytes, "printed x");
}

// Runs `write` while a descriptor is a file, opened with these flags, whose text so far is written
// through it.
template <class Write>
std::string with_file(int descriptor, int flags, const Write& write) {
    const TemporaryFolder folder;
    const std::string path = folder.write("out.txt", "");
    const int file = ::open(path.c_str(), O_WRONLY | flags);
    const int saved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 100);
    std::fflush(stdout);
    ::dup2(file, descriptor);
    EXPECT_EQ(::write(descriptor, "before,", 7), 7);
    write();
    EXPECT_EQ(::write(descriptor, ",after", 6), 6);
    if (saved == -1) {
        ::close(descriptor);
    } else {
        ::dup2(saved, descriptor);
        ::close(saved);
    }
    ::close(file);
    EXPECT_EQ(folder.entries(), 1);
    return read_bytes(path);
}

// A shell's `> file` and `>> file` are reached through such names too: what is there stays, and
// what follows comes after.
TEST(AtomicFile, AFileThatIsOpenIsWrittenOnWhereItStands) {
    constexpr int other = 37;
    struct Door {
        std::string path;
        int descriptor;
    };
    const TemporaryFolder links;
    fs::create_symlink("/dev/stdout", links / "stdout");
    fs::create_symlink("stdout", links / "again");
    const std::string own = "/proc/" + std::to_string(::getpid()) + "/fd/";
    for (const auto& [path, descriptor] :
         {Door{"-", STDOUT_FILENO}, Door{"/dev/stdout", STDOUT_FILENO},
          Door{"/dev/stderr", STDERR_FILENO}, Door{"/dev/fd/1", STDOUT_FILENO},
          Door{"/dev/fd/37", other}, Door{"/proc/self/fd/37", other},
          Door{"/proc/thread-self/fd/37", other}, Door{own + "37", other},
          Door{links / "again", STDOUT_FILENO}}) {
        for (const int flags : {0, O_APPEND}) {
            Result<void> written;
            const std::string bytes = with_file(
                descriptor, flags, [&, &name = path] { written = write_file(name, "here"); });
            EXPECT_TRUE(written) << path;
            EXPECT_EQ(bytes, "before,here,after") << path << ' ' << flags;
        }
    }
}

TEST(AtomicFile, ADescriptorThatIsNotOpen) {
    for (const char* path : {"/dev/fd/1023", "/proc/self/fd/1023", "/dev/fd/x", "/dev/fd/-1"}) {
        const auto written = write_file(path, "x");
        ASSERT_FALSE(written) << path;
        EXPECT_EQ(written.error().code, Code::cannot_write);
        EXPECT_EQ(written.error().where.file, path);
    }
}

TEST(AtomicFile, PipesAndDevicesAreWrittenToDirectly) {
    write_file("/dev/null", "x").value();
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    const int reader = ::open((folder / "fifo").c_str(), O_RDONLY | O_NONBLOCK);
    write_file(folder / "fifo", "through").value();
    std::array<char, 16> buffer;
    EXPECT_EQ(::read(reader, buffer.data(), buffer.size()), 7);
    EXPECT_TRUE(fs::is_fifo(folder / "fifo"));
    fs::create_symlink("fifo", folder / "link");
    write_file(folder / "link", "again").value();
    EXPECT_EQ(::read(reader, buffer.data(), buffer.size()), 5);
    ::close(reader);
    EXPECT_EQ(folder.entries(), 2);
}

}  // namespace
}  // namespace tenure::detail::io
