#include "tenure/io/csv.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/csv_reader.hpp"
#include "support/byte_sources.hpp"
#include "support/temporary_folder.hpp"

namespace tenure {
namespace {

Column texts(const std::vector<std::string>& values) {
    StringArena dictionary;
    std::vector<std::int32_t> indices;
    for (const std::string& value : values) indices.push_back(dictionary.add(value).value());
    return Column::texts(std::move(indices), std::move(dictionary));
}

TEST(ToCsv, WritesEveryTypeExactly) {
    Table table;
    table.add("who", texts({"ann", "bob", "cy"}));
    table.add("n", Column::integers({1, -20, std::numeric_limits<std::int64_t>::min()}));
    table.add("money", Column::integers({1200, -5, 0}, 2));
    table.add("real", Column::reals({0.1, 1e300, -0.0}));
    table.add("day", Column::dates({0, 10134, -1}));
    table.add("time", Column::timestamps({0, 875'608'496'250'000, -1}));
    table.add("yes", Column::booleans({true, false, true}));
    EXPECT_EQ(to_csv(table),
              "who,n,money,real,day,time,yes\n"
              "ann,1,12.00,0.1,1970-01-01,1970-01-01T00:00:00,true\n"
              "bob,-20,-0.05,1e+300,1997-09-30,1997-09-30T08:34:56.250000,false\n"
              "cy,-9223372036854775808,0.00,-0,1969-12-31,1969-12-31T23:59:59.999999,true\n");
}

TEST(ToCsv, NullIsNothing) {
    const std::vector<bool> valid = {false, true};
    Table table;
    table.add("t", texts({"a", "b"}).with_validity(valid));
    table.add("i", Column::integers({1, 2}).with_validity(valid));
    table.add("r", Column::reals({1, 2}).with_validity(valid));
    table.add("d", Column::dates({1, 2}).with_validity(valid));
    table.add("s", Column::timestamps({1, 2'000'000}).with_validity(valid));
    table.add("b", Column::booleans({true, true}).with_validity(valid));
    EXPECT_EQ(to_csv(table), "t,i,r,d,s,b\n,,,,,\nb,2,2,1970-01-03,1970-01-01T00:00:02,true\n");
}

TEST(ToCsv, QuotesWhereItMust) {
    Table table;
    table.add("a \"b\"", texts({"plain; text", "a,b", "say \"hi\"", "two\nlines", "cr\rhere"}));
    table.add("x", Column::integers({1, 2, 3, 4, 5}));
    EXPECT_EQ(to_csv(table),
              "\"a \"\"b\"\"\",x\nplain; text,1\n\"a,b\",2\n\"say \"\"hi\"\"\",3\n"
              "\"two\nlines\",4\n\"cr\rhere\",5\n");
}

TEST(ToCsv, NoRowIsABlankLine) {
    Table table;
    table.add("", texts({"a", "", " "}));
    EXPECT_EQ(to_csv(table), "\"\"\na\n\"\"\n\" \"\n");
}

// What is written is read back as it was, whatever stands in it.
TEST(ToCsv, IsReadBack) {
    const std::vector<std::string> values = {"",     " x ",  "\"",      "\"\"", ",",  "\n",
                                             "\r\n", "a\rb", "naïve ☃", "'",    "\t", "x\"y\"\"z"};
    for (const bool alone : {false, true}) {
        Table table;
        table.add("name", texts(values));
        if (!alone) table.add("more", texts(values));
        test::MemorySource memory(to_csv(table), 3);
        detail::io::CsvReader reader(memory.source(), {});
        ASSERT_TRUE(reader.open().value());
        reader.select(std::vector<std::size_t>{0});
        ASSERT_TRUE(reader.next_batch().value());
        ASSERT_EQ(reader.size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(reader.field(i, 0), values[i]);
    }
}

TEST(WriteCsv, WritesWhatToCsvSays) {
    std::vector<std::int64_t> many(10000);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::int64_t>(i * i);
    Table table;
    table.add("n", Column::integers(many));
    const test::TemporaryFolder folder;
    write_csv(table, folder / "n.csv").value();
    EXPECT_EQ(test::read_bytes(folder / "n.csv"), to_csv(table));
    EXPECT_EQ(folder.entries(), 1);
}

TEST(WriteCsv, LeavesNothingWhereItFails) {
    Table table;
    table.add("n", Column::integers({1}));
    const test::TemporaryFolder folder;
    const auto written = write_csv(table, folder / "missing/n.csv");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::cannot_write);
    EXPECT_EQ(written.error().where.file, folder / "missing/n.csv");
    EXPECT_FALSE(write_csv(table, "/dev/full"));
    EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace tenure
