#pragma once

// The committed tables of reference values: comma-separated, a header, nothing quoted.

#include <charconv>
#include <fstream>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace tenure::test {

class OracleTable {
public:
    /// Reads tests/data/`name`. What cannot be read fails the test that asks for it.
    explicit OracleTable(const std::string& name) {
        std::ifstream file(std::string(TENURE_TEST_DATA) + "/" + name);
        std::string line;
        if (!std::getline(file, line)) throw std::runtime_error("no table " + name);
        const auto header = split(line);
        for (std::size_t i = 0; i < header.size(); ++i) columns_[header[i]] = i;
        while (std::getline(file, line)) rows_.push_back(split(line));
    }

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] const std::string& text(std::size_t row, const std::string& column) const {
        return rows_.at(row).at(columns_.at(column));
    }
    /// The nearest double; NaN where nothing stands.
    [[nodiscard]] double number(std::size_t row, const std::string& column) const {
        const std::string& field = text(row, column);
        if (field.empty()) return std::numeric_limits<double>::quiet_NaN();
        double value = 0.0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
        // A value below the smallest double is 0, and is reported as out of range.
        if (error == std::errc::result_out_of_range) return 0.0;
        if (error != std::errc() || end != field.data() + field.size()) {
            throw std::runtime_error("not a number: " + field);
        }
        return value;
    }

private:
    static std::vector<std::string> split(std::string line) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::vector<std::string> fields(1);
        for (const char c : line) {
            if (c == ',') {
                fields.emplace_back();
            } else {
                fields.back() += c;
            }
        }
        return fields;
    }

    std::map<std::string, std::size_t> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace tenure::test
