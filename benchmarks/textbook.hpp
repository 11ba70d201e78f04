#pragma once

// The models as one would write them down from the papers: the naive side of benchmarks. Times are
// in the model's unit.

#include <cmath>

#include "tenure/models/bg_nbd.hpp"

namespace tenure::bench {

/// P(active at T) (FHL, appendix).
inline double textbook_alive(const models::BgNbd& m, double x, double t_x, double T) {
    if (x == 0) return 1;
    return 1 / (1 + m.a / (m.b + x - 1) * std::pow((m.alpha + T) / (m.alpha + t_x), m.r + x));
}

struct TextbookScore {
    double alive;
    double expected;  ///< In (T, T + t].
};

/// Both, the latter by FHL eq. 10 as printed, with the 2F1 by its power series.
inline TextbookScore textbook_score(const models::BgNbd& m, double x, double t_x, double T,
                                    double t) {
    const double alive = textbook_alive(m, x, t_x, T);
    const double z = t / (m.alpha + T + t);
    double sum = 1.0;
    double term = 1.0;
    for (double n = 0.0; n < 1e6 && std::fabs(term) > 1e-16 * std::fabs(sum); n += 1.0) {
        term *= (m.r + x + n) * (m.b + x + n) / ((m.a + m.b + x - 1 + n) * (n + 1)) * z;
        sum += term;
    }
    const double top = 1 - std::pow((m.alpha + T) / (m.alpha + T + t), m.r + x) * sum;
    return {alive, (m.a + m.b + x - 1) / (m.a - 1) * top * alive};
}

}  // namespace tenure::bench
