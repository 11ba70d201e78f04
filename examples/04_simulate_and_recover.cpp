// Does the fit find what is there? Simulates a shop whose parameters are known, fits the models to
// its customers, and sets the estimates beside the truth: once from the exact times of all
// purchases, once from the log of orders that the shop would have, which knows days only.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include <tenure/tenure.hpp>

using namespace tenure::literals;

// Prints them and returns the largest distance from the truth, in standard errors.
template <class Model>
double compare(const char* title, const Model& truth, const tenure::models::Fitted<Model>& fit) {
    std::printf("%s: %s\n", title, std::string(to_string(fit.report.status)).c_str());
    std::printf("  parameter    truth  estimate  std. error  away\n");
    double farthest = 0;
    for (std::size_t i = 0; i < Model::parameter_count; ++i) {
        const double estimate = fit.model.parameters()[i];
        const double error = fit.standard_error(i).value_or(NAN);  // none along a ridge
        const double away = (estimate - truth.parameters()[i]) / error;
        std::printf("  %-9s %8.4f  %8.4f  %10.4f  %+.1f\n",
                    std::string(Model::parameter_names[i]).c_str(), truth.parameters()[i], estimate,
                    error, away);
        farthest = std::max(farthest, std::isnan(away) ? HUGE_VAL : std::fabs(away));
    }
    return farthest;
}

int main() {
    using tenure::models::BgNbd;
    using tenure::models::GammaGamma;

    const BgNbd buying{.r = 0.8, .alpha = 8.0, .a = 0.9, .b = 2.5};  // in weeks
    const GammaGamma spend{.p = 6.25, .q = 3.74, .gamma = 15.44};
    const tenure::models::SimulateOptions shop{.purchases = buying,
                                               .spend = spend,
                                               .from = 2024y / 1 / 1,
                                               .until = 2025y / 6 / 30,
                                               .entry = 26_weeks,
                                               .customers = 20'000,
                                               .seed = 7};

    const auto exact = tenure::models::simulate_base(shop).value();
    const double buying_away =
        compare("BG/NBD from exact times", buying, BgNbd::fit(exact).value());
    const double spend_away =
        compare("Gamma-Gamma from exact amounts", spend, GammaGamma::fit(exact).value());

    // Purchases of one day count as one occasion, and a time is a number of days: what the model
    // takes for continuous is rounded, and shifts the estimates a little.
    const auto orders = tenure::models::simulate_transactions(shop).value();
    const auto daily = tenure::summarize(orders, {.until = shop.until}).value();
    compare("BG/NBD from calendar days", buying, BgNbd::fit(daily).value());
    return std::max(buying_away, spend_away) < 4 ? 0 : 1;
}
