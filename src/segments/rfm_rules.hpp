#pragma once

// Which segment a triple of scores belongs to.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "tenure/segments/rfm.hpp"

namespace tenure::inline v0::detail::segments {

/// The number of the first rule that holds for each triple of scores.
class SegmentOfScores {
public:
    /// Names and ranges are as they should be.
    explicit SegmentOfScores(std::span<const tenure::segments::RfmRule> rules);

    /// Scores of 1 to 5; an m of 0 is one that is not known, which every range holds.
    [[nodiscard]] std::int32_t operator()(std::int64_t r, std::int64_t f,
                                          std::int64_t m) const noexcept {
        return segments_[static_cast<std::size_t>(30 * (r - 1) + 6 * (f - 1) + m)];
    }

    /// The first triple without a rule, in words: "r 1, f 1, m 1".
    [[nodiscard]] std::optional<std::string> unnamed() const;

private:
    std::array<std::int32_t, 150> segments_{};  // below 0: none
};

/// @return `Code::invalid_option`, as `RfmOptions::check` says.
[[nodiscard]] Result<void> check_rules(std::span<const tenure::segments::RfmRule> rules);

}  // namespace tenure::inline v0::detail::segments
