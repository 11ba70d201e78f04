#pragma once

// A host that stops a call at each of its steps in turn.

#include <cstddef>

#include <gtest/gtest.h>

#include "tenure/core/executor.hpp"

namespace tenure::test {

/// Says stop at the n-th time that it is asked. What is done is counted from 1, of nobody knows how
/// much.
class Stopping {
public:
    explicit Stopping(std::size_t at) : at_(at) {}
    [[nodiscard]] Progress progress() { return {&Stopping::step, this}; }

private:
    static bool step(void* self, std::size_t done, std::size_t total) {
        auto& stopping = *static_cast<Stopping*>(self);
        EXPECT_EQ(done, ++stopping.asked_);
        EXPECT_EQ(total, 0U);
        return done != stopping.at_;
    }

    std::size_t at_, asked_ = 0;
};

/// How often `call(progress)` can be stopped before it comes to its end. Each time it says so, and
/// gives nothing.
template <class Call>
std::size_t stops_of(const Call& call) {
    for (std::size_t stops = 0; stops < 1000; ++stops) {
        Stopping stopping(stops + 1);
        const auto result = call(stopping.progress());
        if (result) return stops;
        EXPECT_EQ(result.error().code, Code::cancelled);
        EXPECT_EQ(result.error().message, "expected to go on, got a stop from the host");
    }
    ADD_FAILURE() << "no end after 1000 steps";
    return 0;
}

}  // namespace tenure::test
