// A host that computes with its own Eigen, and scores with Tenure, in turns.
#include <cstdio>

#include <tenure/tenure.hpp>

#include "host_algebra.hpp"

int main() {
    using namespace tenure::literals;
    const double before = host_residual(37);

    const tenure::models::SimulateOptions shop{.purchases = {0.24, 4.4, 0.8, 2.4},
                                               .spend = {{6.25, 3.74, 15.4}},
                                               .from = 2024y / 1 / 1,
                                               .until = 2024y / 12 / 31};
    const auto orders = tenure::models::simulate_transactions(shop).value();
    const auto base = tenure::summarize(orders).value();
    const auto buying = tenure::models::BgNbd::fit(base).value();
    const auto spend = tenure::models::GammaGamma::fit(base).value();
    const auto scores = tenure::score(base, {.purchases = buying, .spend = spend}).value();

    const double after = host_residual(38);
    std::printf("%zu customers scored, residuals %.1e and %.1e\n", scores.size(), before, after);
    const bool usable = buying.report.usable() && spend.report.usable();
    // Numbers of the order of 40 in systems of condition below 1000, solved in double.
    return usable && before < 1e-10 && after < 1e-10 ? 0 : 1;
}
