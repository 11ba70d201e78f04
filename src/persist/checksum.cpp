#include "persist/checksum.hpp"

#include <zlib.h>

namespace tenure::inline v0::detail::persist {

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before) noexcept {
    if (bytes.empty()) return before;  // a null pointer asks zlib for its initial value
    return static_cast<std::uint32_t>(
        ::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace tenure::inline v0::detail::persist
