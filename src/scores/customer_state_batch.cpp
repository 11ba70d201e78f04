// Many states at once: what is far away in memory is asked for some places ahead.

#include <algorithm>
#include <array>
#include <string>

#include "data/prefetch.hpp"
#include "tenure/scores/customer_state.hpp"

namespace tenure::inline v0 {
namespace {

/// How many places ahead: a miss is over when its turn comes, and more gains nothing
/// (docs/design/022).
constexpr std::size_t ahead = 16;

/// How many customers the scorer gets at once.
constexpr std::size_t block = 64;

// Places are checked when their turn comes: a bad one is not asked for.
void expect(std::span<const CustomerState> states, std::size_t place) noexcept {
    if (place < states.size()) detail::data::prefetch(states.data() + place);
}

std::string place_of(const char* list, std::size_t at, const char* member) {
    return std::string(list).append("[").append(std::to_string(at)).append("]").append(member);
}

[[noreturn]] void no_such_state(const std::string& argument, std::size_t states,
                                std::size_t place) {
    detail::core::contract_violation(argument, "below " + std::to_string(states),
                                     std::to_string(place));
}

Error at(std::size_t place, Error error) {
    error.where.line = place + 1;
    return error;
}

Result<void> record(CustomerState& state, const TillEvent& event) {
    return event.kind == TillEventKind::purchase ? state.record_purchase(event.date, event.amount)
                                                 : state.record_return(event.date, event.amount);
}

/// The states that are to be scored, by the order of their scores.
class Chosen {
public:
    explicit Chosen(const StatesToScore& customers) noexcept : customers_(customers) {}

    [[nodiscard]] std::size_t size() const noexcept {
        return customers_.chosen ? customers_.chosen->size() : customers_.states.size();
    }
    void expect(std::size_t i) const noexcept {
        if (i < size()) v0::expect(customers_.states, place(i));
    }
    [[nodiscard]] const CustomerState& at(std::size_t i) const {
        const std::size_t states = customers_.states.size();
        if (place(i) >= states) no_such_state(place_of("chosen", i, ""), states, place(i));
        return customers_.states[place(i)];
    }

private:
    [[nodiscard]] std::size_t place(std::size_t i) const noexcept {
        return customers_.chosen ? (*customers_.chosen)[i] : i;
    }

    const StatesToScore& customers_;
};

}  // namespace

Result<void> record(std::span<CustomerState> states, std::span<const TillEvent> events) {
    for (std::size_t i = 0; i < events.size() && i < ahead; ++i) expect(states, events[i].customer);
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i + ahead < events.size()) expect(states, events[i + ahead].customer);
        const std::size_t place = events[i].customer;
        if (place >= states.size()) {
            no_such_state(place_of("events", i, ".customer"), states.size(), place);
        }
        if (auto recorded = record(states[place], events[i]); !recorded) {
            return at(i, recorded.error());
        }
    }
    return {};
}

Result<void> score(const Scorer& scorer, const StatesToScore& customers,
                   std::span<CustomerScore> scores) {
    const Chosen chosen(customers);
    if (scores.size() != chosen.size()) {
        detail::core::contract_violation("scores", "a length of " + std::to_string(chosen.size()),
                                         std::to_string(scores.size()));
    }
    for (std::size_t i = 0; i < ahead; ++i) chosen.expect(i);
    const Unit unit = scorer.unit();
    std::array<CustomerFacts, block> facts;
    for (std::size_t begin = 0; begin < scores.size(); begin += block) {
        const std::size_t end = std::min(scores.size(), begin + block);
        std::size_t i = begin;
        Result<void> outcome;
        for (; i < end; ++i) {
            chosen.expect(i + ahead);
            const auto one = chosen.at(i).facts(customers.until, unit);
            if (!one) {
                outcome = at(i, one.error());
                break;
            }
            facts[i - begin] = *one;
        }
        const std::size_t known = i - begin;
        scorer.score(std::span(facts).first(known), scores.subspan(begin, known));
        if (!outcome) return outcome;
    }
    return {};
}

}  // namespace tenure::inline v0
