#include "numeric/quadrature.hpp"

namespace tenure::inline v0::detail::numeric {

// Piessens et al. (1983), QUADPACK, routine QK21, to 17 digits. Not taken from Boost.Math, whose
// header for them includes <iostream>, and so makes the library run code before main.
const KronrodRule& kronrod_rule() noexcept {
    static constexpr KronrodRule rule{
        .nodes = {0.0, 0.14887433898163122, 0.2943928627014602, 0.43339539412924721,
                  0.56275713466860466, 0.67940956829902444, 0.7808177265864169, 0.86506336668898454,
                  0.93015749135570824, 0.97390652851717174, 0.99565716302580809},
        .kronrod = {0.1494455540029169, 0.14773910490133849, 0.14277593857706009,
                    0.13470921731147334, 0.12349197626206584, 0.10938715880229764,
                    0.093125454583697601, 0.075039674810919957, 0.054755896574351995,
                    0.032558162307964725, 0.011694638867371874},
        // Gauss's nodes are every second of Kronrod's, from the second on.
        .gauss = {0.0, 0.29552422471475287, 0.0, 0.26926671930999635, 0.0, 0.21908636251598204, 0.0,
                  0.14945134915058059, 0.0, 0.066671344308688138, 0.0}};
    return rule;
}

}  // namespace tenure::inline v0::detail::numeric
