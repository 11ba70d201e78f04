#pragma once

// Two lines over time, what came and what was expected, with their names at their ends.

#include <vector>

#include "reports/figure.hpp"
#include "tenure/core/date.hpp"

namespace tenure::inline v0::detail::reports {

struct LineChart {
    std::vector<Date> dates;  ///< Rising; where the values are known.
    std::vector<double> came;
    std::vector<double> expected;
    Date until;  ///< What is right of it was not known to the model.
};

void draw(Html& html, const Canvas& canvas, const LineChart& chart);

}  // namespace tenure::inline v0::detail::reports
