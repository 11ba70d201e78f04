#include "segments/cluster_labels.hpp"

#include <limits>
#include <utility>

namespace tenure::inline v0::detail::segments {

using tenure::segments::ClusterModel;
using tenure::segments::FeatureScaling;

namespace {

/// Rows are added one by one. A row that is new may take a column from another, which takes a
/// third's, and so on along the path that costs least, up to a column that nobody has. Prices of
/// rows and columns keep what is left of each cost from being negative, so that this is a search
/// for a shortest path (Dijkstra 1959).
class Assignment {
public:
    Assignment(std::span<const double> costs, std::size_t rows, std::size_t columns)
        : costs_(costs),
          columns_(columns),
          row_price_(rows),
          column_price_(columns),
          row_of_(columns, nobody) {}

    void add(std::size_t row) {
        distance_.assign(columns_, std::numeric_limits<double>::infinity());
        from_.assign(columns_, none);
        done_.assign(columns_, false);
        std::size_t last = none;  // the new row has none yet
        std::size_t at = row;
        double so_far = 0;
        do {
            relax(at, last, so_far);
            last = nearest();
            so_far = distance_[last];
            done_[last] = true;
            at = row_of_[last];
        } while (at != nobody);
        raise_prices(row, so_far);
        for (std::size_t column = last; column != none; column = from_[column]) {
            row_of_[column] = from_[column] == none ? row : row_of_[from_[column]];
        }
    }

    [[nodiscard]] std::vector<std::size_t> columns() const {
        std::vector<std::size_t> of_row(row_price_.size());
        for (std::size_t column = 0; column < columns_; ++column) {
            if (row_of_[column] != nobody) of_row[row_of_[column]] = column;
        }
        return of_row;
    }

private:
    static constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t none = nobody;

    /// Tries the ways on from a row, which has the column `last`.
    void relax(std::size_t row, std::size_t last, double so_far) {
        for (std::size_t column = 0; column < columns_; ++column) {
            if (done_[column]) continue;
            const double way =
                so_far + costs_[row * columns_ + column] - row_price_[row] - column_price_[column];
            if (way < distance_[column]) {
                distance_[column] = way;
                from_[column] = last;
            }
        }
    }

    [[nodiscard]] std::size_t nearest() const {
        std::size_t best = none;
        for (std::size_t column = 0; column < columns_; ++column) {
            if (done_[column]) continue;
            if (best == none || distance_[column] < distance_[best]) best = column;
        }
        return best;
    }

    /// So that the path costs nothing, and nothing costs less.
    void raise_prices(std::size_t row, double length) {
        row_price_[row] += length;
        for (std::size_t column = 0; column < columns_; ++column) {
            if (!done_[column] || row_of_[column] == nobody) continue;
            row_price_[row_of_[column]] += length - distance_[column];
            column_price_[column] -= length - distance_[column];
        }
    }

    std::span<const double> costs_;
    std::size_t columns_;
    std::vector<double> row_price_, column_price_;
    std::vector<std::size_t> row_of_;  // of each column
    std::vector<double> distance_;     // of each column from the new row
    std::vector<std::size_t> from_;    // the column before on that path
    std::vector<bool> done_;
};

/// A coordinate of one scale in another.
double in_scale(double coordinate, const FeatureScaling& from, const FeatureScaling& to) noexcept {
    return (coordinate * from.scale + from.center - to.center) / to.scale;
}

/// Squared distances between the centers of two models, in the scales of the first, row by row.
std::vector<double> distances(const ClusterModel& model, const ClusterModel& previous) {
    const std::size_t coordinates = model.features.size();
    std::vector<double> squares;
    for (std::size_t k = 0; k < model.k(); ++k) {
        for (std::size_t before = 0; before < previous.k(); ++before) {
            double square = 0;
            for (std::size_t f = 0; f < coordinates; ++f) {
                const double off = model.centers[k * coordinates + f] -
                                   in_scale(previous.centers[before * coordinates + f],
                                            previous.features[f], model.features[f]);
                square += off * off;
            }
            squares.push_back(square);
        }
    }
    return squares;
}

std::vector<double> transposed(const std::vector<double>& matrix, std::size_t rows,
                               std::size_t columns) {
    std::vector<double> out;
    for (std::size_t column = 0; column < columns; ++column) {
        for (std::size_t row = 0; row < rows; ++row) out.push_back(matrix[row * columns + column]);
    }
    return out;
}

}  // namespace

std::vector<std::size_t> least_assignment(std::span<const double> costs, std::size_t rows,
                                          std::size_t columns) {
    Assignment assignment(costs, rows, columns);
    for (std::size_t row = 0; row < rows; ++row) assignment.add(row);
    return assignment.columns();
}

std::vector<std::size_t> labels_before(const ClusterModel& model, const ClusterModel& previous) {
    const std::size_t now = model.k();
    const std::size_t before = previous.k();
    const std::vector<double> costs = distances(model, previous);
    std::vector<std::size_t> labels(now);
    if (now <= before) {
        labels = least_assignment(costs, now, before);
        for (std::size_t& label : labels) ++label;
        return labels;
    }
    const auto clusters = least_assignment(transposed(costs, now, before), before, now);
    for (std::size_t i = 0; i < before; ++i) labels[clusters[i]] = i + 1;
    return labels;
}

ClusterModel reordered(const ClusterModel& model, std::span<const std::size_t> order) {
    ClusterModel out{model.features, {}};
    for (const std::size_t k : order) {
        const auto first =
            model.centers.begin() + static_cast<std::ptrdiff_t>(k * model.features.size());
        out.centers.insert(out.centers.end(), first,
                           first + static_cast<std::ptrdiff_t>(model.features.size()));
    }
    return out;
}

}  // namespace tenure::inline v0::detail::segments
