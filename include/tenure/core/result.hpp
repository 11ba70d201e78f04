#pragma once

/// @file
/// `Result<T>`: a value, or the error that stood in its way.

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "tenure/core/error.hpp"

namespace tenure::inline v0 {

/// The outcome of something that can fail for reasons outside the program.
///
///     auto base = tenure::summarize(orders);
///     if (!base) return report(base.error());
///     use(*base);
///
/// `value()` throws `Exception` where there is an error. On a temporary it returns by value, so
/// that `auto x = f().value();` never dangles.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] const T& value() const& { return *checked(); }
    [[nodiscard]] T& value() & { return *const_cast<T*>(checked()); }
    [[nodiscard]] T value() && { return std::move(*const_cast<T*>(checked())); }

    /// The value without a throwing path; the program must have checked `has_value()`.
    [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
    [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    [[nodiscard]] T operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
    [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&state_); }
    [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&state_); }

    /// The error; a `ContractError` where there is none.
    [[nodiscard]] const Error& error() const {
        if (has_value()) detail::core::contract_violation("error()", "a failed result", "a value");
        return *std::get_if<1>(&state_);
    }

private:
    [[nodiscard]] const T* checked() const {
        if (!has_value()) detail::core::throw_exception(*std::get_if<1>(&state_));
        return std::get_if<0>(&state_);
    }

    std::variant<T, Error> state_;
};

/// Success, or the error that stood in its way.
template <>
class [[nodiscard]] Result<void> {
public:
    // Not defaulted: `{}` would then set the room for an error to zero, which takes longer than
    // most of what returns success.
    Result() noexcept : error_(std::nullopt) {}
    Result(Error error) : error_(std::move(error)) {}

    [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    void value() const {
        if (error_) detail::core::throw_exception(*error_);
    }
    [[nodiscard]] const Error& error() const {
        if (!error_) detail::core::contract_violation("error()", "a failed result", "success");
        return *error_;
    }

private:
    std::optional<Error> error_;
};

}  // namespace tenure::inline v0
