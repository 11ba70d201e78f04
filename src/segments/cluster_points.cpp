#include "segments/cluster_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "segments/cluster_grid.hpp"
#include "segments/days.hpp"

namespace tenure::inline v0::detail::segments {

using tenure::segments::Feature;
using tenure::segments::FeatureScaling;

Points::Points(std::size_t coordinates, std::span<const std::int64_t> weight)
    : coordinates_(coordinates),
      stride_(kernels::in_point_blocks(weight.size())),
      weight_(weight),
      values_(std::make_unique<float[]>(coordinates * stride_)) {}

kernels::PointColumns Points::from(std::size_t begin) const noexcept {
    kernels::PointColumns columns{};
    columns.coordinates = coordinates_;
    for (std::size_t f = 0; f < coordinates_; ++f) columns.column[f] = column(f) + begin;
    return columns;
}

bool Points::less(std::size_t a, std::size_t b) const noexcept {
    for (std::size_t f = 0; f < coordinates_; ++f) {
        if (at(a, f) != at(b, f)) return at(a, f) < at(b, f);
    }
    return false;
}

FeatureReader::FeatureReader(const CustomerBase& base, Feature feature)
    : base_(base), feature_(feature) {
    for (int i = 0; i < base.revenue_scale(); ++i) units_ *= 10;
}

double FeatureReader::operator()(std::size_t row) const noexcept {
    switch (feature_) {
        case Feature::recency:
            return recency_days(base_, row);
        case Feature::frequency:
            return static_cast<double>(base_.frequency()[row]) + 1.0;
        case Feature::monetary_value:
            if (base_.frequency()[row] > 0) return base_.monetary_value()[row];
            [[fallthrough]];  // that of the only occasion
        case Feature::revenue:
            return static_cast<double>(base_.revenue()[row]) / units_;
        case Feature::age:
            break;
    }
    return age_days(base_, row);
}

Column FeatureReader::column() const {
    if (feature_ == Feature::revenue) return base_.table()["revenue"];
    if (feature_ == Feature::frequency) {
        std::vector<std::int64_t> occasions(base_.frequency().begin(), base_.frequency().end());
        for (std::int64_t& count : occasions) ++count;
        return Column::integers(std::move(occasions));
    }
    std::vector<double> values(base_.size());
    for (std::size_t row = 0; row < values.size(); ++row) values[row] = (*this)(row);
    return Column::reals(std::move(values));
}

Result<void> check_amounts(const CustomerBase& base, std::span<const FeatureScaling> features) {
    const auto check = [&](Feature feature, const char* column) -> Result<void> {
        if (base.table().find(column) != nullptr) return {};
        return Error{
            Code::no_amounts,
            core::expected_got("a base with the column " + std::string(column), "one without"),
            {.field = std::string(to_string(feature))}};
    };
    for (const FeatureScaling& one : features) {
        const bool mean = one.feature == Feature::monetary_value;
        if (!mean && one.feature != Feature::revenue) continue;
        if (auto known = check(one.feature, "revenue"); !known) return known;
        if (!mean) continue;
        if (auto known = check(one.feature, "monetary_value"); !known) return known;
    }
    return {};
}

namespace {

/// The least and the largest number of a column.
struct Range {
    float least = std::numeric_limits<float>::infinity();
    float largest = -std::numeric_limits<float>::infinity();

    void add(float value) noexcept {
        least = std::min(least, value);
        largest = std::max(largest, value);
    }
    void add(const Range& other) noexcept {
        add(other.least);
        add(other.largest);
    }
    /// The largest distance from a number within.
    [[nodiscard]] double reach(double center) const noexcept {
        return std::max(largest - center, center - least);
    }
};

/// g(v) of the model, not yet scaled. What a float cannot hold is its largest number.
float taken(double value, bool logarithm) noexcept {
    constexpr double most = std::numeric_limits<float>::max();
    return static_cast<float>(std::min(logarithm ? std::log(1.0 + value) : value, most));
}

/// (g − center) ÷ scale on the grid of coordinates, and not beyond what the kernels take.
float scaled(float value, const FeatureScaling& scaling) noexcept {
    constexpr double most = kernels::largest_coordinate;
    constexpr double rounds = 0x1.8p52;  // what is added to it becomes a whole number
    const double coordinate = (value - scaling.center) / scaling.scale;
    const double steps = std::clamp(coordinate, -most, most) / coordinate_step;
    return static_cast<float>((steps + rounds - rounds) * coordinate_step);
}

/// Reads features into columns, and finds their scales.
class Scaler {
public:
    Scaler(const CustomerBase& base, std::size_t features, const RunOptions& run)
        : base_(base), run_(run), points_(features, base.weight()) {}

    Result<void> read(std::span<const FeatureScaling> features) {
        std::vector<FeatureReader> readers;
        for (const auto& one : features) readers.emplace_back(base_, one.feature);
        ranges_.resize(chunks() * features.size());
        return for_each_chunk([&](std::size_t chunk, std::size_t begin, std::size_t end) {
            for (std::size_t f = 0; f < features.size(); ++f) {
                float* const column = points_.column(f);
                Range& range = ranges_[chunk * features.size() + f];
                for (std::size_t row = begin; row < end; ++row) {
                    column[row] = taken(readers[f](row), features[f].logarithm);
                    range.add(column[row]);
                }
            }
            return Result<void>{};
        });
    }

    /// Centers and scales of what was read.
    Result<void> standardize(std::span<FeatureScaling> features) {
        for (std::size_t f = 0; f < features.size(); ++f) {
            const Range range = range_of(f);
            const auto value = [&](float one) { return double{one}; };
            const auto mean = this->mean(f, range.reach(0), value);
            if (!mean) return mean.error();
            features[f].center = range.least == range.largest ? double{range.least} : *mean;
            const double center = features[f].center;
            const double reach = range.reach(center);
            const auto square = [&](float one) { return (one - center) * (one - center); };
            const auto variance = this->mean(f, reach * reach, square);
            if (!variance) return variance.error();
            features[f].scale = *variance > 0 ? std::sqrt(*variance) : 1.0;
        }
        return {};
    }

    Result<void> scale(std::span<const FeatureScaling> features) {
        return for_each_chunk([&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t f = 0; f < features.size(); ++f) {
                float* const column = points_.column(f);
                for (std::size_t row = begin; row < end; ++row) {
                    column[row] = scaled(column[row], features[f]);
                }
            }
            return Result<void>{};
        });
    }

    [[nodiscard]] bool has_spread() const noexcept {
        for (std::size_t f = 0; f < points_.coordinates(); ++f) {
            const Range range = range_of(f);
            if (range.least < range.largest) return true;
        }
        return false;
    }

    [[nodiscard]] Points points() && { return std::move(points_); }

private:
    [[nodiscard]] std::size_t chunks() const noexcept {
        return (base_.size() + points_per_chunk - 1) / points_per_chunk;
    }

    template <class Body>
    Result<void> for_each_chunk(Body&& body) {
        return core::for_each_chunk(run_, base_.size(), points_per_chunk, std::forward<Body>(body));
    }

    [[nodiscard]] Range range_of(std::size_t feature) const noexcept {
        Range range;
        for (std::size_t i = feature; i < ranges_.size(); i += points_.coordinates()) {
            range.add(ranges_[i]);
        }
        return range;
    }

    /// The weighted mean of `value(number)`, at most `largest` in magnitude, over a column.
    template <class Value>
    Result<double> mean(std::size_t feature, double largest, Value&& value) {
        const Grid grid(largest, base_.customers());
        std::vector<std::int64_t> sums(chunks());
        const auto summed =
            for_each_chunk([&](std::size_t chunk, std::size_t begin, std::size_t end) {
                const float* const column = points_.column(feature);
                std::int64_t sum = 0;
                for (std::size_t row = begin; row < end; ++row) {
                    sum += base_.weight()[row] * grid.steps(value(column[row]));
                }
                sums[chunk] = sum;
                return Result<void>{};
            });
        if (!summed) return summed.error();
        std::int64_t total = 0;
        for (const std::int64_t sum : sums) total += sum;
        return grid.value(total) / static_cast<double>(base_.customers());
    }

    const CustomerBase& base_;
    const RunOptions& run_;
    Points points_;
    std::vector<Range> ranges_;  // of chunks, then features
};

}  // namespace

Result<Points> scaled_points(const CustomerBase& base, std::span<const FeatureScaling> features,
                             const RunOptions& run) {
    Scaler scaler(base, features.size(), run);
    if (auto read = scaler.read(features); !read) return read.error();
    if (auto scaled = scaler.scale(features); !scaled) return scaled.error();
    return std::move(scaler).points();
}

Result<Points> standardized_points(const CustomerBase& base, std::span<FeatureScaling> features,
                                   const RunOptions& run) {
    Scaler scaler(base, features.size(), run);
    if (auto read = scaler.read(features); !read) return read.error();
    if (!scaler.has_spread()) {
        return Error{Code::invalid_data,
                     core::expected_got("a feature in which customers differ",
                                        "the same value for all, in each"),
                     {.field = "features"}};
    }
    if (auto found = scaler.standardize(features); !found) return found.error();
    if (auto scaled = scaler.scale(features); !scaled) return scaled.error();
    return std::move(scaler).points();
}

}  // namespace tenure::inline v0::detail::segments
