#include "tenure/io/encoding.hpp"

#include <array>

#include "core/enumerators.hpp"

namespace tenure::inline v0 {
namespace {

constexpr std::array<std::string_view, 4> encoding_names = {"utf-8", "utf-16", "windows-1250",
                                                            "windows-1252"};

}  // namespace

std::string_view to_string(Encoding encoding) noexcept {
    return encoding_names[static_cast<std::size_t>(encoding)];
}

Result<Encoding> parse_encoding(std::string_view text) {
    return detail::core::parse_enumerator<Encoding>(text, encoding_names,
                                                    "utf-8, utf-16, windows-1250 or windows-1252");
}

}  // namespace tenure::inline v0
