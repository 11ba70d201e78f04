#include "io/windows_text.hpp"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "io/encoded_text.hpp"
#include "io/utf8.hpp"

namespace tenure::detail::io {
namespace {

struct Page {
    Encoding encoding;
    Decoded (*decode)(std::string_view, std::span<char>) noexcept;
    bool (*has_meaning)(char) noexcept;
};

class WindowsText : public testing::TestWithParam<Page> {
protected:
    [[nodiscard]] std::string decoded(std::string_view bytes) const {
        std::string out(4 * bytes.size() + 4, '\0');
        const Decoded step = GetParam().decode(bytes, out);
        EXPECT_EQ(step.consumed, bytes.size());
        out.resize(step.produced);
        return out;
    }

    const test::CodePage page_{GetParam().encoding};
};

TEST_P(WindowsText, EveryByteIsWhatTheTableSays) {
    for (int value = 0; value < 256; ++value) {
        const auto byte = static_cast<char>(value);
        const std::string text = decoded({&byte, 1});
        const auto known = page_.points().find(static_cast<unsigned char>(value));
        const bool has_meaning = known != page_.points().end();
        ASSERT_EQ(GetParam().has_meaning(byte), has_meaning) << value;
        if (has_meaning) {
            EXPECT_EQ(test::code_points(text), std::u32string(1, known->second)) << value;
            EXPECT_EQ(find_invalid_utf8(text), std::string::npos);
        } else {
            EXPECT_EQ(text, std::string(1, byte));
            EXPECT_EQ(find_invalid_utf8(text), 0u);
        }
    }
    EXPECT_EQ(page_.points().size(), 251u) << "five have no meaning";
}

// The accents fall on every place of the blocks that ASCII is copied by.
TEST_P(WindowsText, RunsAreDecodedByteByByte) {
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
        std::string bytes(random() % 80, 'x'), expected;
        for (char& byte : bytes) {
            if (random() % (1 + static_cast<unsigned>(i) % 40) == 0) {
                byte = static_cast<char>(random() % 256);
            }
            expected += decoded({&byte, 1});
        }
        ASSERT_EQ(decoded(bytes), expected);
    }
}

TEST_P(WindowsText, StopsWhereThereIsNoRoom) {
    const std::string bytes =
        "0123456789012345\xe9\xe9\x80"
        "01234567890123456789";
    const std::string whole = decoded(bytes);
    for (std::size_t room = 4; room < whole.size() + 4; ++room) {
        std::string out(room, '\0');
        const Decoded step = GetParam().decode(bytes, out);
        ASSERT_EQ(out.substr(0, step.produced), whole.substr(0, step.produced));
        ASSERT_EQ(decoded(std::string_view(bytes).substr(0, step.consumed)).size(), step.produced);
        ASSERT_TRUE(step.consumed == bytes.size() || room - step.produced < 4) << room;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Pages, WindowsText,
    testing::Values(Page{Encoding::windows_1250, decode_windows_1250, is_windows_1250},
                    Page{Encoding::windows_1252, decode_windows_1252, is_windows_1252}),
    [](const auto& page) {
        return page.param.encoding == Encoding::windows_1250 ? "windows_1250" : "windows_1252";
    });

}  // namespace
}  // namespace tenure::detail::io
