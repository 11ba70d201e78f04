// Customer bases from anywhere. The first three bytes choose how they are read; the rest is the
// text.

#include <cstddef>
#include <cstdint>
#include <string>

#include "require.hpp"
#include "support/byte_sources.hpp"
#include "tenure/data/base_csv.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::fuzz {
namespace {

constexpr std::size_t choices = 3;

ReadBaseOptions options_of(const std::uint8_t* choice) {
    constexpr char delimiters[] = {',', ';', '\t', CsvFormat::blanks};
    ReadBaseOptions options;
    options.csv.delimiter = delimiters[choice[0] % 4];
    options.csv.header = (choice[0] & 4) == 0;
    options.csv.decimal = {(choice[0] & 8) == 0 ? '.' : ',', '\0'};
    if (!options.csv.header) {
        options.columns = {{"customer", "1"},
                           {"frequency", "2"},
                           {"recency", "3"},
                           {"T", "4"},
                           {"monetary_value", "5"}};
    }
    // Each 0 leaves it to the file.
    const int times = choice[1] % 6, merge = choice[1] / 6 % 4, unit = choice[1] / 24 % 6;
    if (times > 0) options.times = static_cast<Unit>(times - 1);
    if (merge > 0) options.merge = static_cast<Period>(merge - 1);
    if (unit > 0) options.unit = static_cast<Unit>(unit - 1);
    return options;
}

Result<CustomerBase> read(const std::string& text, std::size_t piece,
                          const ReadBaseOptions& options) {
    test::MemorySource source(text, piece);
    return read_base_from(source.source(), options);
}

void require_same(const Result<CustomerBase>& one, const Result<CustomerBase>& other) {
    require(one.has_value() == other.has_value(), "the pieces of the source mean nothing");
    if (one) {
        require(to_csv(to_table(*one)) == to_csv(to_table(*other)),
                "the same base from any pieces");
    } else {
        require(one.error().code == other.error().code &&
                    one.error().to_string() == other.error().to_string(),
                "the same error from any pieces");
    }
}

void check_error(const Error& error) {
    require(!error.message.empty(), "errors say what they are");
    require(!error.where.file.empty(), "and in which file");
    const bool of_a_value = error.code >= Code::invalid_number && error.code < Code::invalid_data;
    require(error.where.line > 0 || !of_a_value, "and in which line a bad value stands");
}

// What was read is a base by the rules of those that are made by hand.
void check_rules(const CustomerBase& base) {
    const auto made =
        CustomerBase::from_table(base.table(), base.merge(), base.unit(), base.until());
    require(made.has_value(), "a base that was read keeps the rules");
    require(made->customers() == base.customers(), "customers are the sum of the weights");
}

// What is written is read as the same base.
void check_again(const CustomerBase& base) {
    const std::string text = to_csv(to_table(base));
    const auto again = read(text, text.size(), {});
    require(again.has_value(), "what was written can be read");
    require(to_csv(to_table(*again)) == text, "what was written is read as it was");
    require(again->merge() == base.merge() && again->unit() == base.unit() &&
                again->until() == base.until() && again->holdout_until() == base.holdout_until(),
            "with its dates and units");
}

void check(const std::uint8_t* choice, const std::string& text) {
    const ReadBaseOptions options = options_of(choice);
    const auto base = read(text, text.size() + 1, options);
    require_same(base, read(text, 1 + choice[2], options));
    if (!base) {
        check_error(base.error());
        return;
    }
    require(base->size() > 0, "a base has rows");
    check_rules(*base);
    check_again(*base);
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tenure::fuzz;
    return check_text(data, size, choices, &check);
}
