#include "tenure/models/any_model.hpp"

#include <type_traits>

namespace tenure::inline v0::models {

namespace {

constexpr auto name_of = [](const auto& model) -> std::string_view {
    return std::remove_cvref_t<decltype(model)>::name;
};

}  // namespace

std::string_view AnyPurchaseModel::name() const noexcept { return std::visit(name_of, model_); }

Unit AnyPurchaseModel::unit() const noexcept {
    return std::visit([](const auto& model) { return model.unit; }, model_);
}

std::string_view AnySpendModel::name() const noexcept { return std::visit(name_of, model_); }

}  // namespace tenure::inline v0::models
