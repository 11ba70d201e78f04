#include "tenure/core/error.hpp"

#include <limits>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/contract.hpp"

namespace tenure {
namespace {

using detail::core::contract_violation;
using test::contract_message;

struct NamedCode {
    Code code;
    int number;
    std::string_view name;
};

// The numbers are stored in logs and compared by hosts: they never change.
constexpr NamedCode all_codes[] = {
    {Code::cannot_open, 101, "cannot_open"},
    {Code::cannot_read, 102, "cannot_read"},
    {Code::cannot_write, 103, "cannot_write"},
    {Code::malformed_csv, 201, "malformed_csv"},
    {Code::invalid_encoding, 202, "invalid_encoding"},
    {Code::line_too_long, 203, "line_too_long"},
    {Code::wrong_column_count, 204, "wrong_column_count"},
    {Code::missing_column, 205, "missing_column"},
    {Code::no_rows, 206, "no_rows"},
    {Code::invalid_number, 301, "invalid_number"},
    {Code::invalid_date, 302, "invalid_date"},
    {Code::missing_id, 303, "missing_id"},
    {Code::negative_amount, 304, "negative_amount"},
    {Code::overflow, 305, "overflow"},
    {Code::invalid_value, 306, "invalid_value"},
    {Code::duplicate_customer, 307, "duplicate_customer"},
    {Code::not_in_order, 308, "not_in_order"},
    {Code::invalid_data, 401, "invalid_data"},
    {Code::unusable_fit, 402, "unusable_fit"},
    {Code::no_amounts, 403, "no_amounts"},
    {Code::cancelled, 501, "cancelled"},
    {Code::invalid_option, 502, "invalid_option"},
    {Code::not_a_tenure_file, 601, "not_a_tenure_file"},
    {Code::unsupported_version, 602, "unsupported_version"},
    {Code::corrupt_file, 603, "corrupt_file"},
    {Code::limit_exceeded, 604, "limit_exceeded"},
};

TEST(Code, HasAStableNumberAndItsOwnName) {
    std::set<std::string_view> names;
    for (const auto& [code, number, name] : all_codes) {
        EXPECT_EQ(static_cast<int>(code), number) << name;
        EXPECT_EQ(to_string(code), name);
        names.insert(name);
    }
    EXPECT_EQ(names.size(), std::size(all_codes));
}

TEST(Code, OfANumberThatIsNoneIsUnknown) {
    EXPECT_EQ(to_string(static_cast<Code>(999)), "unknown");
}

TEST(Error, NamesAsMuchOfThePlaceAsIsKnown) {
    const auto text = [](Location where) {
        return Error{Code::invalid_date, "expected a, got b", std::move(where)}.to_string();
    };
    EXPECT_EQ(text({"orders.csv", 3, 14, "date"}), "orders.csv:3:14: expected a, got b");
    EXPECT_EQ(text({"orders.csv", 3, 0, ""}), "orders.csv:3: expected a, got b");
    EXPECT_EQ(text({"orders.csv", 0, 0, ""}), "orders.csv: expected a, got b");
    EXPECT_EQ(text({"", 3, 14, ""}), "3:14: expected a, got b");
    EXPECT_EQ(text({"", 3, 0, ""}), "3: expected a, got b");
    EXPECT_EQ(text({}), "expected a, got b");
    // A column alone would be read as a line.
    EXPECT_EQ(text({"orders.csv", 0, 14, ""}), "orders.csv: expected a, got b");
}

TEST(Exception, HoldsTheErrorAndSaysIt) {
    const Error error{Code::no_rows, "expected rows, got none", {"orders.csv", 1, 2, "amount"}};
    try {
        detail::core::throw_exception(error);
        FAIL() << "throw_exception came back";
    } catch (const Exception& thrown) {
        EXPECT_STREQ(thrown.what(), "orders.csv:1:2: expected rows, got none");
        EXPECT_EQ(thrown.error().code, Code::no_rows);
        EXPECT_EQ(thrown.error().message, error.message);
        EXPECT_EQ(thrown.error().where.field, "amount");
    }
}

TEST(Exception, IsARuntimeErrorAndMisuseIsALogicError) {
    EXPECT_THROW(detail::core::throw_exception({Code::cancelled, "m", {}}), std::runtime_error);
    EXPECT_THROW(contract_violation("a", "b", "c"), std::logic_error);
}

TEST(ContractError, NamesArgumentExpectedAndGot) {
    EXPECT_EQ(contract_message([] { contract_violation("horizon", "a length above 0", "none"); }),
              "horizon: expected a length above 0, got none");
}

TEST(ContractError, WritesNumbersShortest) {
    const auto message = [](double got) {
        return contract_message([got] { contract_violation("r", "r > 0", got); });
    };
    EXPECT_EQ(message(0.1), "r: expected r > 0, got 0.1");
    EXPECT_EQ(message(-3), "r: expected r > 0, got -3");
    EXPECT_EQ(message(std::numeric_limits<double>::infinity()), "r: expected r > 0, got inf");
    EXPECT_EQ(message(std::numeric_limits<double>::quiet_NaN()), "r: expected r > 0, got nan");
}

}  // namespace
}  // namespace tenure
