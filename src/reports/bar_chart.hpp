#pragma once

// Bars of what came, each with its number, and a mark across where the model expected it.

#include <string>
#include <vector>

#include "reports/figure.hpp"

namespace tenure::inline v0::detail::reports {

struct Bar {
    std::string label;
    double came;
    double expected;
    std::string shown;  ///< What came, as it stands over the bar.
};

struct BarChart {
    std::vector<Bar> bars;
    std::string axis;  ///< What the labels count.
};

void draw(Html& html, const Canvas& canvas, const BarChart& chart);

}  // namespace tenure::inline v0::detail::reports
