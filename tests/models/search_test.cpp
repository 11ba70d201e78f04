#include "models/search.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace {

using namespace tenure;
using models::FitStatus;
using models::Limit;
namespace impl = detail::models;
using Point = std::array<double, 1>;
using Value = detail::numeric::Derivatives<1>;

impl::LimitFit<1> limit_of(double log_likelihood) {
    impl::LimitFit<1> limit;
    limit.limits = {Limit::equal_rates};
    limit.dimension = 0;
    limit.log_likelihood = log_likelihood;
    limit.at = [](double scale) { return Point{std::log(scale)}; };
    return limit;
}

template <class Likelihood>
impl::Outcome<1> search(Likelihood&& likelihood, double limit, int max_iterations = 200) {
    const auto limits = [limit](const Point&) -> Result<impl::LimitFit<1>> {
        return limit_of(limit);
    };
    impl::MaximumSearch<1, Likelihood, decltype(limits)> one(likelihood, limits, 1.0,
                                                             max_iterations);
    return one.run({0.0}).value();
}

TEST(MaximumSearch, FindsAMaximumInside) {
    const auto hill = [](const Point& x) -> Result<Value> {
        return Value{-(x[0] - 1) * (x[0] - 1), {-2 * (x[0] - 1)}, {-2.0}};
    };
    const auto outcome = search(hill, -1.0);
    EXPECT_EQ(outcome.status, FitStatus::converged);
    EXPECT_NEAR(outcome.state.x[0], 1.0, 1e-12);
}

// −e^−x rises towards 0 for ever.
TEST(MaximumSearch, EndsBesideALimit) {
    const auto ridge = [](const Point& x) -> Result<Value> {
        const double e = std::exp(-x[0]);
        return Value{-e, {e}, {-e}};
    };
    EXPECT_EQ(search(ridge, 0.0).status, FitStatus::boundary);
    const auto cut = search(ridge, 0.0, 3);
    EXPECT_EQ(cut.status, FitStatus::max_iterations);
    EXPECT_EQ(cut.explanation, "no maximum within 3 iterations");
}

// A search that ends before its time has not run out of iterations, and does not say so.
TEST(MaximumSearch, SaysThatItStalled) {
    const auto deceiving = [](const Point& x) -> Result<Value> {
        return Value{-std::fabs(x[0]), {1.0}, {-1.0}};
    };
    for (const double limit : {-10.0, 10.0}) {
        const auto outcome = search(deceiving, limit);
        EXPECT_EQ(outcome.status, FitStatus::not_identified);
        EXPECT_EQ(outcome.explanation,
                  "the search stalled after 0 iterations: no step from there raises the "
                  "likelihood, and yet it is not a maximum");
        EXPECT_TRUE(std::isnan(outcome.covariance[0]));
    }
}

TEST(MaximumSearch, DoesNotConvergeOnAnInfiniteLikelihood) {
    for (const double bad : {HUGE_VAL, -HUGE_VAL, double(NAN)}) {
        const auto broken = [bad](const Point&) -> Result<Value> {
            return Value{bad, {0.0}, {-1.0}};
        };
        const auto outcome = search(broken, 0.0);
        EXPECT_EQ(outcome.status, FitStatus::not_identified);
        EXPECT_EQ(outcome.explanation,
                  "the likelihood is not finite where the search starts: the data are out of the "
                  "range of doubles");
    }
}

}  // namespace
