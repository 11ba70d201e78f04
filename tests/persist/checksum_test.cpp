#include "persist/checksum.hpp"

#include <gtest/gtest.h>

#include "support/saved_bytes.hpp"

namespace tenure::detail::persist {
namespace {

using test::bytes_of;

// The check value of CRC-32/ISO-HDLC, in every catalogue of checksums; and PNG's well-known empty
// IEND chunk.
TEST(Checksum, IsTheOneOfZlibAndPng) {
    EXPECT_EQ(crc32(bytes_of("123456789")), 0xCBF43926u);
    EXPECT_EQ(crc32(bytes_of("IEND")), 0xAE426082u);
    EXPECT_EQ(crc32({}), 0u);
}

TEST(Checksum, GoesOnFromTheBytesBefore) {
    EXPECT_EQ(crc32(bytes_of("6789"), crc32(bytes_of("12345"))), 0xCBF43926u);
    EXPECT_EQ(crc32({}, 0xCBF43926u), 0xCBF43926u);
}

}  // namespace
}  // namespace tenure::detail::persist
