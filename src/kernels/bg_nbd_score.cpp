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

/// Customers who stand in columns, a lane each.
struct Block {
    using L = Lanes;

    template <class T>
    static EIGEN_ALWAYS_INLINE L load(const T* from) {
        return L::load(from);
    }
    static EIGEN_ALWAYS_INLINE void store(double* to, const L& lanes) { kernels::store(to, lanes); }
    static EIGEN_ALWAYS_INLINE L at(const PolynomialTable& table, const BitsOf<L>& row,
                                    const L& t) {
        const double* rows[L::size];
        for (std::size_t i = 0; i < L::size; ++i) {
            rows[i] = table.values + row.of[i] * PolynomialTable::coefficients;
        }
        return polynomial<PolynomialTable::coefficients>(rows, t);
    }
};

/// One customer in all lanes of a single packet: a lane's bits do not depend on its neighbors, and
/// a polynomial is the same for all of them.
struct One {
    using L = LanesOf<1>;

    template <class T>
    static EIGEN_ALWAYS_INLINE L load(const T* from) {
        return all(static_cast<double>(*from));
    }
    static EIGEN_ALWAYS_INLINE void store(double* to, const L& lanes) {
        *to = packet::pfirst(lanes.part[0]);
    }
    static EIGEN_ALWAYS_INLINE L at(const PolynomialTable& table, const BitsOf<L>& row,
                                    const L& t) {
        return polynomial<PolynomialTable::coefficients>(
            table.values + row.of[0] * PolynomialTable::coefficients, t);
    }
};

template <class L>
struct Columns {
    L x, recency, age;
};

/// Where x ≥ 0 purchases until t_x of T can be a history.
template <class L>
EIGEN_ALWAYS_INLINE L possible(const Columns<L>& history) {
    const L zero = all(0.0);
    const L largest = all(BgNbdScoring::largest_time);
    const L ordered = both(at_most(zero, history.recency), at_most(history.recency, history.age));
    const L finite = both(at_most(zero, history.x), at_most(history.age, largest));
    // t_x = 0 where x = 0.
    return both(both(ordered, finite), at_most(history.recency, history.x * largest));
}

/// For x and s, the number of the row in a table, and where s lies on its range, from −1 to 1.
template <class L>
struct Place {
    BitsOf<L> row;
    L t;
};

template <class L>
EIGEN_ALWAYS_INLINE Place<L> find(const L& x, const L& s) {
    constexpr double ranges = PolynomialTable::ranges;
    constexpr double holds = holds_whole_number;
    const L position = s * all(ranges / PolynomialTable::end);
    const L range = larger(smaller((position - all(0.5)) + all(holds), all(holds + (ranges - 1.0))),
                           all(holds)) -
                    all(holds);
    Place<L> place;
    place.t = multiply_add(position - range, all(2.0), all(-1.0));
    place.row = map_bits(bits(multiply_add(x, all(ranges), range) + all(holds)),
                         [](std::uint64_t row) { return row & 0xffff; });
    return place;
}

/// P(active at T), and that times the odds of being gone.
template <class L>
struct Activity {
    L alive, gone;
};

/// By Bayes' rule, from the two weights (b + x − 1) and a·e^exponent; a customer without a repeat
/// purchase is active.
template <class L>
EIGEN_ALWAYS_INLINE Activity<L> activity(const BgNbdScoring& model, const L& x, const L& exponent) {
    const L one = all(1.0);
    const L bought = less(all(0.0), x);
    const L stayed = choose(bought, all(model.b) + (x - one), one);
    const L left = choose(bought, all(model.a) * exp(exponent), all(0.0));
    const L per_weight = one / (stayed + left);
    return {stayed * per_weight, left * per_weight};
}

/// ln((α+T)/(α+t_x)) and s = ln(1 + h/(α+T)), of whose quotients all four come from one division.
template <class L>
EIGEN_ALWAYS_INLINE Pair<L> logarithms(const BgNbdScoring& model, const Columns<L>& history) {
    const L at_recency = all(model.alpha) + history.recency;
    const L at_age = all(model.alpha) + history.age;
    const L at_end = at_age + all(model.horizon);
    const L per_product = all(1.0) / (at_recency * at_age * at_end);
    const L per_age = at_recency * at_end * per_product;
    const Pair<L> y{(history.age - history.recency) * (at_age * at_end) * per_product,
                    all(model.horizon) * per_age};
    return log1p(y, {at_recency * per_age, at_recency * at_age * at_age * per_product});
}

/// Scores the customers at `i` of the columns: a block, or one.
template <class Customers>
EIGEN_ALWAYS_INLINE void score(const BgNbdScoring& model, const HistoryColumns& in, std::size_t i,
                               const BgNbdScores& out) {
    using L = typename Customers::L;
    const L nothing = all(std::numeric_limits<double>::quiet_NaN());
    const Columns<L> history{Customers::load(in.frequency + i), Customers::load(in.recency + i),
                             Customers::load(in.age + i)};
    const L shape = all(model.r) + history.x;
    const Pair<L> logs = logarithms(model, history);
    const L exponent = shape * logs.first;
    const L& s = logs.second;

    const L usual = both(possible(history), at_most(exponent, all(largest_exponent)));
    const Activity<L> now = activity(model, history.x, choose(usual, exponent, all(0.0)));
    Customers::store(out.alive + i, choose(usual, now.alive, nothing));
    if (out.no_purchase != nullptr) {
        const L quiet = shape * s;
        const L sum = multiply_add(now.alive, exp(all(0.0) - quiet), now.gone);
        Customers::store(out.no_purchase + i,
                         choose(both(usual, at_most(quiet, all(largest_exponent))),
                                smaller(sum, all(1.0)), nothing));
    }
    if (out.expected == nullptr && out.discounted_given_alive == nullptr) return;

    const L tabulated = both(both(usual, less(history.x, all(double{BgNbdScoring::counts}))),
                             at_most(s, all(PolynomialTable::end)));
    const Place<L> place =
        find(choose(tabulated, history.x, all(0.0)), choose(tabulated, s, all(0.0)));
    const L given_alive = s * Customers::at(model.expected, place.row, place.t);
    if (out.expected != nullptr) {
        Customers::store(out.expected + i, choose(tabulated, now.alive * given_alive, nothing));
    }
    if (out.discounted_given_alive == nullptr) return;
    const bool discounts = model.discounted.values != model.expected.values;
    const L discounted =
        discounts ? s * Customers::at(model.discounted, place.row, place.t) : given_alive;
    Customers::store(out.discounted_given_alive + i, choose(tabulated, discounted, nothing));
}

}  // namespace

void TENURE_KERNEL(bg_nbd_score)(const BgNbdScoring& model, const HistoryColumns& in,
                                 std::size_t blocks, const BgNbdScores& out) noexcept {
    for (std::size_t i = 0; i < blocks * block; i += block) score<Block>(model, in, i, out);
}

void TENURE_KERNEL(bg_nbd_score_one)(const BgNbdScoring& model, const HistoryColumns& in,
                                     const BgNbdScores& out) noexcept {
    score<One>(model, in, 0, out);
}

}  // namespace tenure::inline v0::detail::kernels
