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
    /// Whether there is anybody of whom to say it; otherwise there is neither bar nor mark.
    bool is_known = true;
};

struct BarChart {
    std::vector<Bar> bars;
    std::string axis;    ///< What the labels count.
    double least = 1.0;  ///< The scale ends no lower.
};

void draw(Html& html, const Canvas& canvas, const BarChart& chart);

}  // namespace tenure::inline v0::detail::reports
