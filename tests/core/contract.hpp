#pragma once

// What misuse says.

#include <string>
#include <utility>

#include "tenure/core/error.hpp"

namespace tenure::test {

/// The message of the `ContractError` that `call` ends in.
template <class Call>
[[nodiscard]] std::string contract_message(Call&& call) {
    try {
        std::forward<Call>(call)();
    } catch (const ContractError& error) {
        return error.what();
    }
    return "no ContractError";
}

}  // namespace tenure::test
