#pragma once

// The concentration curve: which share of the revenue comes from which share of the customers.

#include "reports/figure.hpp"
#include "tenure/segments/concentration.hpp"

namespace tenure::inline v0::detail::reports {

void draw(Html& html, const Canvas& canvas, const segments::ConcentrationReport& report);

}  // namespace tenure::inline v0::detail::reports
