#pragma once

// The checksum of saved files.

#include <cstddef>
#include <cstdint>
#include <span>

namespace tenure::inline v0::detail::persist {

/// zlib's CRC-32 (ISO 3309, reflected polynomial 0xEDB88320): every flip of one bit changes it, and
/// every burst of up to 32. Goes on from the checksum of the bytes before; 0 is that of none.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes,
                                  std::uint32_t before = 0) noexcept;

}  // namespace tenure::inline v0::detail::persist
