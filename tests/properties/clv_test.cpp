// Customer lifetime value against its definition, integrated by brute force: over the customer's
// dropout probability and over time, with nothing of the library's but the result.

#include <gtest/gtest.h>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "tenure/scores.hpp"

namespace {

using namespace tenure;
using models::BgNbd;
using models::GammaGamma;

struct Customer {
    std::int64_t x;
    double t_x, T, mean;
};

// E[∫₀ʰ e^(−δu) λ e^(−λpu) du] for λ ~ gamma(r+x, α+T), p ~ beta(a, b+x): the integral over λ in
// closed form, those over u and p by quadrature, the beta density normalized by its own integral.
double brute_discounted(const BgNbd& model, const Customer& c, double horizon, double delta) {
    const double shape = model.r + static_cast<double>(c.x);
    const double scale = model.alpha + c.T;
    const double b = model.b + static_cast<double>(c.x);
    // Panels that double in length, since the intensity falls like a power of u.
    const auto over_time = [&](double p) {
        const auto intensity = [&](double u) {
            return std::exp(-delta * u) * shape / scale *
                   std::pow(1.0 + p * u / scale, -(shape + 1.0));
        };
        constexpr int panels = 12;
        double sum = 0.0;
        double from = 0.0;
        for (int i = 1; i <= panels; ++i) {
            const double to = std::ldexp(horizon, i - panels);
            sum += boost::math::quadrature::gauss<double, 15>::integrate(intensity, from, to);
            from = to;
        }
        return sum;
    };
    boost::math::quadrature::tanh_sinh<double> rule;
    // `end` is the distance to the nearer end, where 1 − p would lose its digits; negative at the
    // left.
    const auto density = [&](double p, double end) {
        const double rest = end > 0.0 ? end : 1.0 - p;
        const double at = end < 0.0 ? -end : p;
        return std::pow(at, model.a - 1.0) * std::pow(rest, b - 1.0);
    };
    const double total = rule.integrate(density, 0.0, 1.0, 1e-10);
    const double weighted = rule.integrate(
        [&](double p, double end) { return density(p, end) * over_time(end < 0.0 ? -end : p); },
        0.0, 1.0, 1e-10);
    return weighted / total;
}

double brute_alive(const BgNbd& model, const Customer& c) {
    if (c.x == 0) return 1.0;
    const auto x = static_cast<double>(c.x);
    return 1.0 / (1.0 + model.a / (model.b + x - 1.0) *
                            std::pow((model.alpha + c.T) / (model.alpha + c.t_x), model.r + x));
}

class Shop {
public:
    [[nodiscard]] double log_uniform(double low, double high) {
        return low * std::pow(high / low, uniform_(random_));
    }
    [[nodiscard]] BgNbd buyers() {
        return {log_uniform(0.05, 5), log_uniform(1, 100), log_uniform(0.3, 10),
                log_uniform(0.3, 20)};
    }
    [[nodiscard]] GammaGamma spend() {
        return {log_uniform(0.5, 10), log_uniform(1.2, 10), log_uniform(1, 100)};
    }
    /// Every tenth is new: T = 0.
    [[nodiscard]] Customer customer(int i) {
        if (i % 10 == 0) return {0, 0.0, 0.0, 0.0};
        const double T = log_uniform(1, 300);
        const auto x = static_cast<std::int64_t>(log_uniform(0.3, 60));
        if (x == 0) return {0, 0.0, T, 0.0};
        return {x, T * uniform_(random_), T, log_uniform(1, 500)};
    }

private:
    std::mt19937_64 random_{20261124};
    std::uniform_real_distribution<double> uniform_{0.0, 1.0};
};

void expect_brute_force(const BgNbd& buyers, const GammaGamma& spend,
                        const std::vector<Customer>& customers, double horizon, double yearly) {
    const auto scorer = Scorer::make({.purchases = buyers,
                                      .spend = spend,
                                      .horizon = {horizon, Unit::week},
                                      .discount = {yearly, Unit::year},
                                      .margin = 0.3})
                            .value();
    const double delta = std::log1p(yearly) * 168.0 / 8766.0;
    for (const Customer& c : customers) {
        const auto x = static_cast<double>(c.x);
        const double amount = spend.p * (spend.gamma + c.mean * x) / (spend.p * x + spend.q - 1.0);
        const double given_alive = 0.3 * amount * brute_discounted(buyers, c, horizon, delta);
        const double exact = brute_alive(buyers, c) * given_alive;
        const auto score = scorer.score({{c.x, c.t_x, c.T}, c.mean});
        EXPECT_NEAR(score.clv.value(), exact, 1e-9 * exact)
            << c.x << ", " << c.t_x << ", " << c.T << ": " << horizon << " weeks at " << yearly;
        EXPECT_NEAR(score.clv_given_alive.value(), given_alive, 1e-9 * given_alive);
    }
}

// 20 shops of 10 customers, one of them new, over three horizons at three rates.
TEST(Clv, IsItsDefinitionIntegratedByBruteForce) {
    Shop shop;
    for (int i = 0; i < 20; ++i) {
        const BgNbd buyers = shop.buyers();
        const GammaGamma spend = shop.spend();
        std::vector<Customer> customers;
        for (int j = 0; j < 10; ++j) customers.push_back(shop.customer(j));
        for (const double horizon : {4.0, 52.0, 260.0}) {
            for (const double yearly : {0.0, 0.1, 0.5}) {
                expect_brute_force(buyers, spend, customers, horizon, yearly);
            }
        }
    }
}

}  // namespace
