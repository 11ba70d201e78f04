#include "cuts_file.hpp"

#include <array>
#include <fstream>
#include <iostream>
#include <istream>

#include "exit_code.hpp"
#include "run.hpp"

namespace tenure::tools {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;

std::string read_all(std::istream& stream, const std::string& path) {
    std::string text;
    std::array<char, 4096> piece;
    while (stream.read(piece.data(), piece.size()), stream.gcount() > 0) {
        text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > most_bytes) {
            throw_in(path, {Code::limit_exceeded,
                            "expected cut points in at most 1048576 bytes, got more"});
        }
    }
    if (stream.bad()) {
        throw_in(path, {Code::cannot_read, "expected to read on, got an error of the system"});
    }
    return text;
}

}  // namespace

std::string read_cuts(const std::string& path) {
    return interruptible([&path] {
        if (path == "-") return read_all(std::cin, path);
        std::ifstream file(path, std::ios::binary);
        if (!file) {
            throw_in(path, {Code::cannot_open, "expected a file that can be read, got none"});
        }
        return read_all(file, path);
    });
}

}  // namespace tenure::tools
