#pragma once

// Columns of customers in NumPy's files, which all systems of the comparison read: one folder, one
// file a column. Times are counts of the merge period.

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::bench {

template <class Value>
inline constexpr std::string_view numpy_type;
template <>
inline constexpr std::string_view numpy_type<double> = "<f8";
template <>
inline constexpr std::string_view numpy_type<std::int64_t> = "<i8";

static_assert(std::endian::native == std::endian::little);

// A file that ends with the block it stands in.
class ColumnFile {
public:
    ColumnFile(const std::filesystem::path& path, const char* mode)
        : path_(path.string()), file_(std::fopen(path_.c_str(), mode), &std::fclose) {
        if (file_ == nullptr) fail("cannot be opened");
    }

    void read(void* data, std::size_t bytes) {
        if (std::fread(data, 1, bytes, file_.get()) != bytes) fail("ends too early");
    }
    void write(const void* data, std::size_t bytes) {
        if (std::fwrite(data, 1, bytes, file_.get()) != bytes) fail("cannot be written");
    }
    void flush() {
        if (std::fflush(file_.get()) != 0) fail("cannot be written");
    }
    [[noreturn]] void fail(const char* what) const {
        throw std::runtime_error(path_ + ": " + what);
    }

private:
    std::string path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

// NumPy's header, version 1.0: magic, version, length, a dictionary, blanks up to a multiple of 64.
template <class Value>
std::string numpy_header(std::size_t rows) {
    std::string text = "{'descr': '" + std::string(numpy_type<Value>) +
                       "', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ",), }";
    text.append(63 - (10 + text.size()) % 64, ' ').push_back('\n');
    const char length[] = {static_cast<char>(text.size() & 0xff),
                           static_cast<char>(text.size() >> 8)};
    return std::string("\x93NUMPY\x01\0", 8).append(length, 2).append(text);
}

// Writes a column piece by piece; how many rows there will be is said at the start.
template <class Value>
class ColumnWriter {
public:
    ColumnWriter(const std::filesystem::path& path, std::size_t rows)
        : file_(path, "wb"), rows_(rows) {
        const std::string header = numpy_header<Value>(rows);
        file_.write(header.data(), header.size());
    }

    void add(std::span<const Value> values) {
        file_.write(values.data(), values.size_bytes());
        rows_ -= values.size();
    }
    void finish() {
        if (rows_ != 0) file_.fail("has not the rows that were promised");
        file_.flush();
    }

private:
    ColumnFile file_;
    std::size_t rows_;
};

// The first `rows` of a column, `repeats` times over, in one allocation.
template <class Value>
std::vector<Value> read_column(const std::filesystem::path& path, std::size_t rows,
                               std::size_t repeats = 1) {
    ColumnFile file(path, "rb");
    std::array<char, 10> start;
    file.read(start.data(), start.size());
    const auto byte = [&](std::size_t i) {
        return std::size_t{static_cast<unsigned char>(start[i])};
    };
    std::string header(byte(8) | byte(9) << 8, '\0');
    file.read(header.data(), header.size());
    if (header.find(numpy_type<Value>) == std::string::npos) file.fail("holds another type");
    std::vector<Value> values(rows * repeats);
    file.read(values.data(), rows * sizeof(Value));
    for (std::size_t i = rows; i < values.size(); ++i) values[i] = values[i - rows];
    return values;
}

}  // namespace tenure::bench
