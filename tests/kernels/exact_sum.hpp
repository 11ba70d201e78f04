#pragma once

// Sums in 113 bits, and how far a sum of doubles may be from them.

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace tenure::test {

using Quad = boost::multiprecision::cpp_bin_float_quad;

/// A weighted sum of positive and negative terms. A term that is wrong by k u, u = 2^−53, adds k u
/// times its size to the bound; so does each sum that comes after it.
class ExactSum {
public:
    /// `size` is that of the largest number that the term was made of by adding.
    void add(double weight, const Quad& term, const Quad& size, double units) {
        value_ += weight * term;
        size_ += weight * size;
        bound_ += weight * size * units;
    }
    void add(double weight, const Quad& term, double units) { add(weight, term, term, units); }

    /// Fails where what a kernel found after `additions` for each lane is not within the bound.
    void expect(double found, std::size_t additions, const char* what) const {
        const Quad bound = (bound_ + size_ * static_cast<double>(additions)) * 0x1p-53 + 1e-300;
        EXPECT_TRUE(abs(Quad(found) - value_) <= bound)
            << what << ": " << found << ", not " << value_ << ", is farther than " << bound;
    }

private:
    Quad value_ = 0, size_ = 0, bound_ = 0;
};

}  // namespace tenure::test
