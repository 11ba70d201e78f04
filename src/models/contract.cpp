#include "models/contract.hpp"

#include "core/number.hpp"

namespace tenure::inline v0::detail::models {

Error invalid_parameter(std::string_view name, double value) {
    return {Code::invalid_value,
            "expected a finite number above 0, got " + core::shortest(value),
            {.field = std::string(name)}};
}

std::optional<Fault> fault(const tenure::models::PurchaseHistory& history) noexcept {
    if (history.frequency < 0) {
        return Fault{"frequency", "not negative", static_cast<double>(history.frequency)};
    }
    if (!(history.T >= 0.0) || std::isinf(history.T)) {
        return Fault{"T", "finite and not negative", history.T};
    }
    if (!(history.recency >= 0.0 && history.recency <= history.T)) {
        return Fault{"recency", "between 0 and T", history.recency};
    }
    if (history.frequency == 0 && history.recency != 0.0) {
        return Fault{"recency", "0 without a repeat purchase", history.recency};
    }
    return std::nullopt;
}

void require(const tenure::models::PurchaseHistory& history) {
    if (const auto wrong = fault(history)) {
        core::contract_violation(wrong->argument, wrong->expected, wrong->got);
    }
}

void require(const tenure::models::SpendHistory& history) {
    if (history.frequency < 0) {
        core::contract_violation("frequency", "not negative",
                                 static_cast<double>(history.frequency));
    }
    if (!(history.monetary_value >= 0.0) || std::isinf(history.monetary_value)) {
        core::contract_violation("monetary_value", "finite and not negative",
                                 history.monetary_value);
    }
}

}  // namespace tenure::inline v0::detail::models
