// The BG/NBD quantities of eight customers at a time: models/bg_nbd_history.hpp and
// models/bg_nbd_expectation_table.hpp on packets, without their special cases, which are left to
// them.

#include "kernels/bg_nbd_score.hpp"

#include <limits>

#include "kernels/elementary.hpp"
#include "kernels/lanes.hpp"

namespace tenure::inline v0::detail::kernels {

namespace {

// Exponents up to this, with shapes in the range that the evaluator grants, keep all products far
// from the ends of the doubles.
constexpr double largest_exponent = 600.0;

struct Columns {
    Lanes x, recency, age;
};

EIGEN_ALWAYS_INLINE Columns load(const HistoryColumns& in, std::size_t at) {
    return {load(in.frequency + at), load(in.recency + at), load(in.age + at)};
}

/// Where x ≥ 0 purchases until t_x of T can be a history.
EIGEN_ALWAYS_INLINE Lanes possible(const Columns& history) {
    const Lanes zero = all(0.0);
    const Lanes largest = all(BgNbdScoring::largest_time);
    const Lanes ordered =
        both(at_most(zero, history.recency), at_most(history.recency, history.age));
    const Lanes finite = both(at_most(zero, history.x), at_most(history.age, largest));
    // t_x = 0 where x = 0.
    return both(both(ordered, finite), at_most(history.recency, history.x * largest));
}

/// For x and s, the number of the row in a table, and where s lies on its range, from −1 to 1.
struct Place {
    Bits row;
    Lanes t;
};

EIGEN_ALWAYS_INLINE Place find(const Lanes& x, const Lanes& s) {
    constexpr double ranges = PolynomialTable::ranges;
    constexpr double holds = holds_whole_number;
    const Lanes position = s * all(ranges / PolynomialTable::end);
    const Lanes range =
        larger(smaller((position - all(0.5)) + all(holds), all(holds + (ranges - 1.0))),
               all(holds)) -
        all(holds);
    Place place;
    place.t = multiply_add(position - range, all(2.0), all(-1.0));
    place.row = map_bits(bits(multiply_add(x, all(ranges), range) + all(holds)),
                         [](std::uint64_t row) { return row & 0xffff; });
    return place;
}

EIGEN_ALWAYS_INLINE Lanes at(const PolynomialTable& table, const Place& place) {
    const double* rows[block];
    for (std::size_t i = 0; i < block; ++i) {
        rows[i] = table.values + place.row.of[i] * PolynomialTable::coefficients;
    }
    return polynomial<PolynomialTable::coefficients>(rows, place.t);
}

/// P(active at T), and that times the odds of being gone.
struct Activity {
    Lanes alive, gone;
};

/// By Bayes' rule, from the two weights (b + x − 1) and a·e^exponent; a customer without a repeat
/// purchase is active.
EIGEN_ALWAYS_INLINE Activity activity(const BgNbdScoring& model, const Lanes& x,
                                      const Lanes& exponent) {
    const Lanes one = all(1.0);
    const Lanes bought = less(all(0.0), x);
    const Lanes stayed = choose(bought, all(model.b) + (x - one), one);
    const Lanes left = choose(bought, all(model.a) * exp(exponent), all(0.0));
    const Lanes per_weight = one / (stayed + left);
    return {stayed * per_weight, left * per_weight};
}

/// ln((α+T)/(α+t_x)) and s = ln(1 + h/(α+T)), of whose quotients all four come from one division.
EIGEN_ALWAYS_INLINE Pair logarithms(const BgNbdScoring& model, const Columns& history) {
    const Lanes at_recency = all(model.alpha) + history.recency;
    const Lanes at_age = all(model.alpha) + history.age;
    const Lanes at_end = at_age + all(model.horizon);
    const Lanes per_product = all(1.0) / (at_recency * at_age * at_end);
    const Lanes per_age = at_recency * at_end * per_product;
    const Pair y{(history.age - history.recency) * (at_age * at_end) * per_product,
                 all(model.horizon) * per_age};
    return log1p(y, {at_recency * per_age, at_recency * at_age * at_age * per_product});
}

EIGEN_ALWAYS_INLINE void score_block(const BgNbdScoring& model, const HistoryColumns& in,
                                     std::size_t i, const BgNbdScores& out) {
    const Lanes nothing = all(std::numeric_limits<double>::quiet_NaN());
    const Columns history = load(in, i);
    const Lanes shape = all(model.r) + history.x;
    const Pair logs = logarithms(model, history);
    const Lanes exponent = shape * logs.first;
    const Lanes& s = logs.second;

    const Lanes usual = both(possible(history), at_most(exponent, all(largest_exponent)));
    const Activity now = activity(model, history.x, choose(usual, exponent, all(0.0)));
    store(out.alive + i, choose(usual, now.alive, nothing));
    if (out.no_purchase != nullptr) {
        const Lanes quiet = shape * s;
        const Lanes sum = multiply_add(now.alive, exp(all(0.0) - quiet), now.gone);
        store(out.no_purchase + i, choose(both(usual, at_most(quiet, all(largest_exponent))),
                                          smaller(sum, all(1.0)), nothing));
    }
    if (out.expected == nullptr && out.discounted_given_alive == nullptr) return;

    const Lanes tabulated = both(both(usual, less(history.x, all(double{BgNbdScoring::counts}))),
                                 at_most(s, all(PolynomialTable::end)));
    const Place place =
        find(choose(tabulated, history.x, all(0.0)), choose(tabulated, s, all(0.0)));
    const Lanes given_alive = s * at(model.expected, place);
    if (out.expected != nullptr) {
        store(out.expected + i, choose(tabulated, now.alive * given_alive, nothing));
    }
    if (out.discounted_given_alive == nullptr) return;
    const bool discounts = model.discounted.values != model.expected.values;
    const Lanes discounted = discounts ? s * at(model.discounted, place) : given_alive;
    store(out.discounted_given_alive + i, choose(tabulated, discounted, nothing));
}

}  // namespace

void TENURE_KERNEL(bg_nbd_score)(const BgNbdScoring& model, const HistoryColumns& in,
                                 std::size_t blocks, const BgNbdScores& out) noexcept {
    for (std::size_t i = 0; i < blocks * block; i += block) score_block(model, in, i, out);
}

}  // namespace tenure::inline v0::detail::kernels
