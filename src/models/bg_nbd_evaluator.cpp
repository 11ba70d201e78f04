#include "models/bg_nbd_evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/kernels.hpp"
#include "models/bg_nbd_expectation_table.hpp"
#include "models/bg_nbd_history.hpp"
#include "models/contract.hpp"

namespace tenure::inline v0::detail::models {

namespace {

using kernels::BgNbdScores;
using kernels::HistoryColumns;
using numeric::ChebyshevFamily;
using tenure::models::PurchaseHistory;

static_assert(kernels::PolynomialTable::coefficients == ChebyshevFamily::coefficients &&
              kernels::PolynomialTable::ranges == ChebyshevFamily::ranges &&
              kernels::PolynomialTable::end == ChebyshevFamily::end &&
              kernels::BgNbdScoring::counts == ExpectationTable::counts);

// Where the kernel multiplies without a thought for the ends of the doubles. Other models are
// scored one by one.
bool kernel_takes(const tenure::models::BgNbd& model, double horizon) noexcept {
    const auto within = [](double value, double largest) {
        return value >= 1.0 / largest && value <= largest;
    };
    constexpr double shape = kernels::BgNbdScoring::largest_shape;
    constexpr double time = kernels::BgNbdScoring::largest_time;
    return within(model.r, shape) && within(model.a, shape) && within(model.b, shape) &&
           within(model.alpha, time) && within(horizon, time);
}

// Fewer customers than a block has, and room for what the kernel says of a whole one.
class Block {
public:
    Block(const HistoryColumns& in, std::size_t n) noexcept {
        std::copy_n(in.frequency, n, frequency_);
        std::copy_n(in.recency, n, recency_);
        std::copy_n(in.age, n, age_);
    }

    [[nodiscard]] HistoryColumns in() const noexcept { return {frequency_, recency_, age_}; }
    /// Of these columns the ones that are wanted.
    [[nodiscard]] BgNbdScores out(const BgNbdScores& wanted) noexcept {
        return {alive_, wanted.no_purchase != nullptr ? no_purchase_ : nullptr,
                wanted.expected != nullptr ? expected_ : nullptr,
                wanted.discounted_given_alive != nullptr ? discounted_ : nullptr};
    }
    void copy(std::size_t n, const BgNbdScores& to) const noexcept {
        std::copy_n(alive_, n, to.alive);
        if (to.no_purchase != nullptr) std::copy_n(no_purchase_, n, to.no_purchase);
        if (to.expected != nullptr) std::copy_n(expected_, n, to.expected);
        if (to.discounted_given_alive != nullptr) {
            std::copy_n(discounted_, n, to.discounted_given_alive);
        }
    }

private:
    // A customer who has never been observed, where there is none.
    std::int64_t frequency_[kernels::block]{};
    double recency_[kernels::block]{}, age_[kernels::block]{};
    double alive_[kernels::block], no_purchase_[kernels::block];
    double expected_[kernels::block], discounted_[kernels::block];
};

HistoryColumns from(const HistoryColumns& in, std::size_t row) noexcept {
    return {in.frequency + row, in.recency + row, in.age + row};
}

BgNbdScores from(const BgNbdScores& out, std::size_t row) noexcept {
    const auto column = [row](double* whole) { return whole ? whole + row : nullptr; };
    return {out.alive + row, column(out.no_purchase), column(out.expected),
            column(out.discounted_given_alive)};
}

// No NaN in these rows; nothing is missing where nothing is wanted. Without a branch for each row,
// so that it is a few vector instructions.
bool complete(const double* column, std::size_t begin, std::size_t end) noexcept {
    if (column == nullptr) return true;
    unsigned missing = 0;
    for (std::size_t row = begin; row < end; ++row) missing |= column[row] != column[row];
    return missing == 0;
}

bool complete(const BgNbdScores& out, std::size_t begin, std::size_t end) noexcept {
    return complete(out.alive, begin, end) && complete(out.no_purchase, begin, end) &&
           complete(out.expected, begin, end) && complete(out.discounted_given_alive, begin, end);
}

}  // namespace

struct BgNbdEvaluator::State {
    State(const tenure::models::BgNbd& of, Duration ahead, DiscountRate rate)
        : model(of),
          horizon(ahead.in(of.unit)),
          discounts(rate.fraction > 0.0),
          expected(of),
          discounted(expected, horizon, rate.continuous(of.unit)),
          scoring{of.r,
                  of.alpha,
                  of.a,
                  of.b,
                  horizon,
                  {expected.by_count().values()},
                  {discounts ? discounted.by_count().values() : expected.by_count().values()}} {
        if (kernel_takes(of, horizon)) use = &kernels::kernels(simd_level());
    }

    [[nodiscard]] std::size_t score(const HistoryColumns& in, std::size_t n,
                                    const BgNbdScores& out) const noexcept;

private:
    void score_blocks(const HistoryColumns& in, std::size_t n,
                      const BgNbdScores& out) const noexcept;
    void run_kernel(const HistoryColumns& in, std::size_t n, const BgNbdScores& out) const noexcept;
    [[nodiscard]] bool score_rest(const PurchaseHistory& history, std::size_t row,
                                  const BgNbdScores& out) const noexcept;
    [[nodiscard]] double expected_given_alive(const PurchaseHistory& history) const noexcept;
    [[nodiscard]] double discounted_given_alive(const PurchaseHistory& history) const noexcept;

    tenure::models::BgNbd model;
    double horizon;
    bool discounts;
    ExpectationTable expected;
    DiscountedTable discounted;
    const kernels::Kernels* use = nullptr;  // null where they do not take the model
    kernels::BgNbdScoring scoring;
};

std::size_t BgNbdEvaluator::State::score(const HistoryColumns& in, std::size_t n,
                                         const BgNbdScores& out) const noexcept {
    score_blocks(in, n, out);
    std::size_t impossible = n;
    constexpr std::size_t group = 64;
    for (std::size_t begin = 0; begin < n; begin += group) {
        const std::size_t end = std::min(n, begin + group);
        if (complete(out, begin, end)) continue;
        for (std::size_t row = begin; row < end; ++row) {
            const PurchaseHistory history{in.frequency[row], in.recency[row], in.age[row]};
            if (!score_rest(history, row, out)) impossible = std::min(impossible, row);
        }
    }
    return impossible;
}

void BgNbdEvaluator::State::score_blocks(const HistoryColumns& in, std::size_t n,
                                         const BgNbdScores& out) const noexcept {
    if (n == 1) return run_kernel(in, 1, out);
    const std::size_t whole = n / kernels::block * kernels::block;
    run_kernel(in, whole, out);
    if (whole == n) return;
    Block last(from(in, whole), n - whole);
    run_kernel(last.in(), kernels::block, last.out(out));
    last.copy(n - whole, from(out, whole));
}

// One customer, or whole blocks; NaN where there is no kernel for the model, or no table for its
// discounts.
void BgNbdEvaluator::State::run_kernel(const HistoryColumns& in, std::size_t n,
                                       const BgNbdScores& out) const noexcept {
    const auto forget = [n](double* column) {
        if (column != nullptr) std::fill_n(column, n, std::numeric_limits<double>::quiet_NaN());
    };
    if (use == nullptr) {
        for (double* column : {out.alive, out.no_purchase, out.expected}) forget(column);
        return forget(out.discounted_given_alive);
    }
    BgNbdScores tabulated = out;
    if (scoring.discounted.values == nullptr) {
        forget(out.discounted_given_alive);
        tabulated.discounted_given_alive = nullptr;
    }
    if (n == 1) return use->bg_nbd_score_one(scoring, in, tabulated);
    use->bg_nbd_score(scoring, in, n / kernels::block, tabulated);
}

// What a kernel has left as NaN. False where the history cannot be.
bool BgNbdEvaluator::State::score_rest(const PurchaseHistory& history, std::size_t row,
                                       const BgNbdScores& out) const noexcept {
    if (complete(out, row, row + 1)) return true;
    if (fault(history)) return false;
    const auto missing = [row](const double* column) { return !complete(column, row, row + 1); };
    const Activity now = activity(model, history);
    if (missing(out.alive)) out.alive[row] = now.alive;
    if (missing(out.no_purchase)) {
        out.no_purchase[row] = no_purchase(model, history, now, horizon);
    }
    if (missing(out.expected)) out.expected[row] = now.times(expected_given_alive(history));
    if (missing(out.discounted_given_alive)) {
        out.discounted_given_alive[row] = discounted_given_alive(history);
    }
    return true;
}

double BgNbdEvaluator::State::expected_given_alive(const PurchaseHistory& history) const noexcept {
    return expected(static_cast<double>(history.frequency), horizon / (model.alpha + history.T));
}

double BgNbdEvaluator::State::discounted_given_alive(
    const PurchaseHistory& history) const noexcept {
    if (!discounts) return expected_given_alive(history);
    return discounted(static_cast<double>(history.frequency), model.alpha + history.T);
}

BgNbdEvaluator::BgNbdEvaluator(const tenure::models::BgNbd& model, Duration horizon,
                               DiscountRate rate)
    : state_(std::make_shared<const State>(model, horizon, rate)) {}

BgNbdEvaluator::Quantities BgNbdEvaluator::operator()(
    const PurchaseHistory& history) const noexcept {
    Quantities of{};
    static_cast<void>(state_->score({&history.frequency, &history.recency, &history.T}, 1,
                                    {&of.probability_alive, &of.probability_no_purchase,
                                     &of.expected_purchases, &of.discounted_given_alive}));
    return of;
}

std::size_t BgNbdEvaluator::operator()(const HistoryColumns& in, std::size_t n,
                                       const BgNbdScores& out) const noexcept {
    return state_->score(in, n, out);
}

}  // namespace tenure::inline v0::detail::models
