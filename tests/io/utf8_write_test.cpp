#include "io/utf8_write.hpp"

#include <array>

#include <gtest/gtest.h>

#include "io/encoded_text.hpp"
#include "io/utf8.hpp"

namespace tenure::detail::io {
namespace {

TEST(WriteUtf8, EveryCodePointIsReadBack) {
    std::array<char, longest_utf8> bytes{};
    for (char32_t point = 0; point <= 0x10ffff; ++point) {
        const std::string_view text(bytes.data(), write_utf8(point, bytes.data()));
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        ASSERT_EQ(character_length(text), surrogate ? 0 : text.size());
        ASSERT_EQ(test::code_points(text), std::u32string(1, point));
    }
}

}  // namespace
}  // namespace tenure::detail::io
