#pragma once

#include <string>

#include <tenure/tenure.hpp>

/// What a unit of the program sees of the headers.
struct Seen {
    const void* version;  ///< Where `version_string` is: one inline variable in the whole program.
    std::string horizon;
    std::string first_day;
    double risk;
    std::string refusal;
};

/// Uses what the headers define: literals, aggregates, options with defaults, `Result`.
inline Seen see() {
    using namespace tenure::literals;
    const tenure::models::BgNbd model{.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426};
    const tenure::Result<void> refused = tenure::models::BgNbd{.r = -1.0}.check();
    return {.version = &tenure::version_string,
            .horizon = tenure::to_string(39_weeks),
            .first_day = tenure::Date(1997y / 1 / 1).to_string(),
            .risk = model.probability_no_purchase({2, 30.43, 38.86}, 39_weeks),
            .refusal = refused ? "" : refused.error().to_string()};
}

Seen seen_elsewhere();
