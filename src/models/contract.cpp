#include "models/contract.hpp"

#include "core/number.hpp"

namespace tenure::inline v0::detail::models {

Error invalid_parameter(std::string_view name, double value) {
    return {Code::invalid_value,
            "expected a finite number above 0, got " + core::shortest(value),
            {.field = std::string(name)}};
}

void require(const tenure::models::PurchaseHistory& history) {
    if (history.frequency < 0) {
        core::contract_violation("frequency", "not negative",
                                 static_cast<double>(history.frequency));
    }
    if (!(history.T >= 0.0) || std::isinf(history.T)) {
        core::contract_violation("T", "finite and not negative", history.T);
    }
    if (!(history.recency >= 0.0 && history.recency <= history.T)) {
        core::contract_violation("recency", "between 0 and T", history.recency);
    }
    if (history.frequency == 0 && history.recency != 0.0) {
        core::contract_violation("recency", "0 without a repeat purchase", history.recency);
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
