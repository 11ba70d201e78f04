#include "numeric/quadrature.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>

namespace tenure::inline v0::detail::numeric {

namespace {

KronrodRule make_rule() noexcept {
    using Kronrod = boost::math::quadrature::gauss_kronrod<double, 21>;
    using Gauss = boost::math::quadrature::gauss<double, 10>;
    KronrodRule rule{};
    for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
        rule.nodes[i] = Kronrod::abscissa()[i];
        rule.kronrod[i] = Kronrod::weights()[i];
        // Gauss's nodes are every second of Kronrod's, from the second on: there is none in the
        // middle.
        if (i % 2 == 1) rule.gauss[i] = Gauss::weights()[i / 2];
    }
    return rule;
}

}  // namespace

const KronrodRule& kronrod_rule() noexcept {
    static const KronrodRule rule = make_rule();
    return rule;
}

}  // namespace tenure::inline v0::detail::numeric
