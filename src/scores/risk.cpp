#include <array>
#include <cstddef>

#include "tenure/scores/score.hpp"

namespace tenure::inline v0 {

std::string_view to_string(RiskBand band) noexcept {
    constexpr std::array<std::string_view, 4> names{"low", "medium", "high", "critical"};
    return names[static_cast<std::size_t>(band)];
}

}  // namespace tenure::inline v0
