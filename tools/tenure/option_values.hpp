#pragma once

/// @file
/// Options whose values are read into types, with one form of complaint.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/core/result.hpp"

namespace tenure::tools {

/// Adds an option whose text `parse` (string_view → Result<Value>) reads into `target`.
template <class Target, class Parse>
CLI::Option* add_value(CLI::App& app, const std::string& name, Target& target, Parse parse,
                       const std::string& type, const std::string& description) {
    const auto read = [&target, parse, name](const std::string& text) {
        auto value = parse(std::string_view(text));
        if (!value) throw CLI::ValidationError(name, value.error().message);
        target = *std::move(value);
    };
    return app.add_option_function<std::string>(name, read, description)->type_name(type);
}

/// The name of a file to read, or `-`.
[[nodiscard]] Result<std::string> parse_file(std::string_view text);

/// A date as YYYY-MM-DD.
[[nodiscard]] Result<Date> parse_date(std::string_view text);

/// A finite decimal number, not negative. One that no double comes near, such as 1e-400, is refused
/// and not taken as 0.
[[nodiscard]] Result<double> parse_number(std::string_view text);

/// The library's `parse_discount_rate`, with the same refusal.
[[nodiscard]] Result<DiscountRate> parse_rate(std::string_view text);

/// A whole number of 64 bits.
[[nodiscard]] Result<std::int64_t> parse_whole(std::string_view text);
/// One within [least, most].
[[nodiscard]] Result<std::int64_t> parse_count(std::string_view text, std::int64_t least,
                                               std::int64_t most);

/// A size in bytes, above 0: a whole number, or one of K, M, G or T, which are powers of 1024.
[[nodiscard]] Result<std::uint64_t> parse_size(std::string_view text);

/// `key=value,key=value`, in order. A piece without `=` belongs to the value before it, so that a
/// value may hold commas.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> parse_assignments(
    std::string_view text);

/// `r=0.243,alpha=4.414,…`: exactly the given names, in any order; the numbers, each above 0, in
/// the order of `names`.
[[nodiscard]] Result<std::vector<double>> parse_parameters(std::string_view text,
                                                           std::span<const std::string_view> names);

/// One of `names`.
[[nodiscard]] Result<std::string> parse_choice(std::string_view text,
                                               std::span<const std::string_view> names);

/// `expected …, got '…'` as a `Code::invalid_option`.
[[nodiscard]] Error expected(std::string_view what, std::string_view got);

}  // namespace tenure::tools
