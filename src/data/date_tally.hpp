#pragma once

// How the dates of a log that could not be read may be meant.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenure/data/read_transactions.hpp"

namespace tenure::inline v0::detail::data {

/// Counts refused dates by the usual formats that read them. Those that no format reads are counted
/// as their shape: `0000-00-00` as such.
class DateTally {
public:
    void add(std::string_view text);
    /// Those that read any, the most first.
    [[nodiscard]] std::vector<DateNotation> notations() const;

private:
    void count(std::string_view format, std::string_view text);
    void count_zeros(std::string_view text);

    std::vector<DateNotation> notations_;
    std::size_t zeros_ = 0;  // ways in which zeros are written
};

}  // namespace tenure::inline v0::detail::data
