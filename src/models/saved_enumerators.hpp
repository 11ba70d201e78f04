#pragma once

// How far the enumerations in saved fits go.

#include "persist/archive.hpp"
#include "tenure/models/fit.hpp"

namespace tenure::inline v0::detail::persist {

template <>
struct LastEnumerator<tenure::models::FitStatus> {
    static constexpr auto value = tenure::models::FitStatus::max_iterations;
};
template <>
struct LastEnumerator<tenure::models::Limit> {
    static constexpr auto value = tenure::models::Limit::constant_purchases;
};

}  // namespace tenure::inline v0::detail::persist
