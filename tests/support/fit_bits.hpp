#pragma once

// All that is known of a fit, to the bit.

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "tenure/models/fit.hpp"

namespace tenure::test {

inline std::vector<std::uint64_t> bits(std::span<const double> values) {
    std::vector<std::uint64_t> all;
    for (const double value : values) all.push_back(std::bit_cast<std::uint64_t>(value));
    return all;
}

template <class Model>
std::vector<std::uint64_t> bits_of(const models::Fitted<Model>& fit) {
    std::vector<double> all;
    for (const double parameter : fit.model.parameters()) all.push_back(parameter);
    all.insert(all.end(), fit.covariance.begin(), fit.covariance.end());
    const auto& report = fit.report;
    for (const double figure :
         {report.log_likelihood, report.aic, report.bic, report.gradient_norm,
          report.newton_decrement, report.condition_number, static_cast<double>(report.iterations)})
        all.push_back(figure);
    return bits(all);
}

}  // namespace tenure::test
