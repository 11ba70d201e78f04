#include "tenure/scores/frequency_fit.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "data/number_pool.hpp"
#include "models/option_error.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;

constexpr std::size_t table_rows = 8;  // x = 0 to 6, and 7 and more
constexpr std::size_t ages_per_chunk = 64;

/// How many customers have been there so long, in merge periods.
struct AgeCount {
    double age;
    std::int64_t customers;
};

/// Each age once, rising: whatever the order of the customers, sums over them have the same bits.
std::vector<AgeCount> ages_of(const CustomerBase& base) {
    detail::data::NumberPool ages;
    std::vector<std::int64_t> customers;
    for (std::size_t row = 0; row < base.size(); ++row) {
        const std::uint32_t age = ages.intern(std::bit_cast<std::int64_t>(base.age()[row] + 0.0));
        if (age == customers.size()) customers.push_back(0);
        customers[age] += base.weight()[row];
    }
    std::vector<AgeCount> counts;
    counts.reserve(customers.size());
    for (std::size_t i = 0; i < customers.size(); ++i)
        counts.push_back({std::bit_cast<double>(ages.numbers()[i]), customers[i]});
    std::ranges::sort(counts, {}, &AgeCount::age);
    return counts;
}

using Expected = std::array<double, table_rows>;

/// The last row is what the others leave.
void add(const models::BgNbd& model, Duration age, double customers, Expected& to) {
    double left = 1.0;
    for (std::size_t x = 0; x + 1 < table_rows; ++x) {
        const double p = model.probability_of_count(static_cast<std::int64_t>(x), age);
        to[x] += customers * p;
        left -= p;
    }
    to[table_rows - 1] += customers * std::max(left, 0.0);
}

Result<Expected> expected_counts(const CustomerBase& base, const models::BgNbd& model,
                                 const RunOptions& run) {
    const auto ages = ages_of(base);
    std::vector<Expected> parts((ages.size() + ages_per_chunk - 1) / ages_per_chunk, Expected{});
    auto outcome = detail::core::for_each_chunk(
        run, ages.size(), ages_per_chunk,
        [&](std::size_t chunk, std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t i = begin; i < end; ++i) {
                const Duration age{base.time_in(ages[i].age, model.unit), model.unit};
                add(model, age, static_cast<double>(ages[i].customers), parts[chunk]);
            }
            return {};
        });
    if (!outcome) return outcome.error();
    Expected sum{};
    for (const Expected& part : parts)
        for (std::size_t x = 0; x < table_rows; ++x) sum[x] += part[x];
    return sum;
}

}  // namespace

Result<FrequencyFit> check_frequencies(const CustomerBase& base,
                                       const models::AnyPurchaseModel& model,
                                       const RunOptions& run) {
    const auto& bg_nbd = *model.get_if<models::BgNbd>();
    if (auto checked = detail::models::as_option("model", bg_nbd.check()); !checked)
        return checked.error();
    if (base.size() == 0)
        return Error{Code::invalid_data, expected_got("a base with customers", "none"), {}};
    const auto expected = expected_counts(base, bg_nbd, run);
    if (!expected) return expected.error();
    FrequencyFit fit{std::vector<FrequencyRow>(table_rows), base.customers()};
    for (std::size_t x = 0; x < table_rows; ++x)
        fit.rows[x] = {static_cast<std::int64_t>(x), 0, (*expected)[x]};
    for (std::size_t row = 0; row < base.size(); ++row) {
        const auto x = std::min<std::int64_t>(base.frequency()[row], table_rows - 1);
        fit.rows[static_cast<std::size_t>(x)].observed += base.weight()[row];
    }
    return fit;
}

}  // namespace tenure::inline v0
