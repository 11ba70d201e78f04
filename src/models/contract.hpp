#pragma once

// What a model and a history must be; what they are not is misuse.

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "tenure/core/error.hpp"
#include "tenure/core/result.hpp"
#include "tenure/models/history.hpp"

namespace tenure::inline v0::detail::models {

/// `Code::invalid_value`, naming the parameter that is not finite and above 0.
[[nodiscard]] Error invalid_parameter(std::string_view name, double value);

[[nodiscard]] inline bool positive(double value) noexcept {
    return value > 0.0 && !std::isinf(value);
}

/// Every parameter of a model finite and above 0.
template <class Model>
[[nodiscard]] Result<void> check_parameters(const Model& model) {
    const auto values = model.parameters();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!positive(values[i])) return invalid_parameter(Model::parameter_names[i], values[i]);
    }
    return {};
}

/// Why a history cannot be.
struct Fault {
    std::string_view argument, expected;
    double got;
};
[[nodiscard]] std::optional<Fault> fault(const tenure::models::PurchaseHistory& history) noexcept;

/// Ends in a `ContractError` unless the history is possible.
void require(const tenure::models::PurchaseHistory& history);
void require(const tenure::models::SpendHistory& history);

/// Ends in a `ContractError` unless model and history are possible. Allocates nothing where they
/// are.
template <class Model, class History>
void require(const Model& model, const History& history) {
    const auto values = model.parameters();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!positive(values[i])) {
            core::contract_violation(Model::parameter_names[i], "finite and above 0", values[i]);
        }
    }
    require(history);
}

}  // namespace tenure::inline v0::detail::models
