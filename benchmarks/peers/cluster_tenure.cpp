// Tenure's side of the comparison of clusters, and the loop that one would write instead: nearest
// centers of points in memory, and clusters of customers, measured and printed as one line of JSON.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "../shops.hpp"
#include "columns.hpp"
#include "kernels/kernels.hpp"
#include "measured.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/segments/clusters.hpp"
#include "tenure/tenure.hpp"

namespace {

using namespace tenure;
namespace kernels = tenure::detail::kernels;

constexpr const char* usage =
    "Usage:\n"
    "  cluster_tenure --about                      the machine, and how this was built\n"
    "  cluster_tenure --levels                     the vector instructions that can be chosen "
    "here\n"
    "  cluster_tenure --points FOLDER ROWS         write points of 8 coordinates, and 16 centers\n"
    "  cluster_tenure --customers FOLDER CUSTOMERS write customers\n"
    "  cluster_tenure --assign FOLDER ROWS tenure|naive\n"
    "                                              the nearest center of each point\n"
    "  cluster_tenure --find FOLDER CUSTOMERS K STARTS THREADS\n"
    "                                              clusters of the customers; K of 0: from 2 to "
    "10\n"
    "The last two print a line of JSON. The environment variable TENURE_SIMD chooses the vector\n"
    "instructions.\n";

constexpr std::size_t coordinates = 8;
constexpr std::size_t centers = 16;

std::filesystem::path coordinate_file(const std::filesystem::path& folder, std::size_t number) {
    return folder / ("x" + std::to_string(number) + ".npy");
}

void write_reals(const std::filesystem::path& path, std::span<const double> values) {
    bench::ColumnWriter<double> file(path, values.size());
    file.add(values);
    file.finish();
}

// Sixteen heaps, so wide that they run into each other.
void write_points(const std::filesystem::path& folder, std::size_t rows) {
    std::mt19937_64 random(1);
    std::normal_distribution<float> normal;
    std::vector<double> center(centers * coordinates);
    for (double& value : center) value = double{normal(random)};
    write_reals(folder / "centers.npy", center);
    for (std::size_t f = 0; f < coordinates; ++f) {
        std::vector<double> values(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto heap = row % centers * coordinates + f;
            values[row] = double{static_cast<float>(center[heap]) + normal(random)};
        }
        write_reals(coordinate_file(folder, f), values);
    }
}

void write_customers(const std::filesystem::path& folder, std::size_t customers) {
    bench::ColumnWriter<std::int64_t> frequency(folder / "frequency.npy", customers);
    bench::ColumnWriter<std::int64_t> revenue(folder / "revenue.npy", customers);
    bench::ColumnWriter<double> recency(folder / "recency.npy", customers);
    bench::ColumnWriter<double> age(folder / "T.npy", customers);
    constexpr std::size_t lot = 1'000'000;  // so many at a time, each from a seed of its own
    for (std::size_t made = 0, seed = 1; made < customers; made += lot, ++seed) {
        const models::SimulateOptions options{
            .purchases = bench::cdnow,
            .spend = bench::spend,
            .from = Date::from_days(19358),  // 2023-01-01
            .until = Date::from_days(20088),
            .entry = {52, Unit::week},
            .customers = static_cast<std::int64_t>(std::min(lot, customers - made)),
            .seed = seed};
        const auto log = models::simulate_transactions(options).value();
        const CustomerBase base = summarize(log, {.until = options.until}).value();
        frequency.add(base.frequency());
        revenue.add(base.revenue());
        recency.add(base.recency());
        age.add(base.age());
    }
    frequency.finish();
    revenue.finish();
    recency.finish();
    age.finish();
}

// Points by column, as the kernel takes them, and by row, as a loop would.
struct Points {
    Points(const std::filesystem::path& folder, std::size_t count)
        : rows(count),
          stride(kernels::in_point_blocks(count)),
          by_column(stride * coordinates),
          by_row(count * coordinates) {
        for (std::size_t f = 0; f < coordinates; ++f) {
            const auto values = bench::read_column<double>(coordinate_file(folder, f), count);
            for (std::size_t row = 0; row < count; ++row) {
                by_column[f * stride + row] = static_cast<float>(values[row]);
                by_row[row * coordinates + f] = values[row];
            }
        }
        center = bench::read_column<double>(folder / "centers.npy", centers * coordinates);
    }

    [[nodiscard]] double square(std::size_t row, std::size_t k) const {
        double sum = 0;
        for (std::size_t f = 0; f < coordinates; ++f) {
            const double off = by_row[row * coordinates + f] - center[k * coordinates + f];
            sum += off * off;
        }
        return sum;
    }

    std::size_t rows, stride;
    std::vector<float> by_column;
    std::vector<double> by_row, center;
};

void assign_by_kernel(const Points& points, std::uint8_t* nearest) {
    kernels::PointColumns columns{};
    columns.coordinates = coordinates;
    for (std::size_t f = 0; f < coordinates; ++f) {
        columns.column[f] = points.by_column.data() + f * points.stride;
    }
    const std::vector<float> center(points.center.begin(), points.center.end());
    kernels::kernels(simd_level())
        .nearest_center(columns, {center.data(), centers}, points.stride / kernels::point_block,
                        nearest);
}

void assign_naively(const Points& points, std::uint8_t* nearest) {
    for (std::size_t row = 0; row < points.rows; ++row) {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t k = 0; k < centers; ++k) {
            const double square = points.square(row, k);
            if (square >= least) continue;
            least = square;
            nearest[row] = static_cast<std::uint8_t>(k);
        }
    }
}

void print_took(const bench::Times& took) {
    std::printf("{\"version\": \"%s\", \"seconds\": %.6f, \"cpu_seconds\": %.6f, ",
                TENURE_VERSION_STRING, took.wall, took.cpu);
    std::printf("\"peak_bytes\": %llu, ", static_cast<unsigned long long>(bench::peak_bytes()));
}

void assign(const std::filesystem::path& folder, std::size_t rows, const std::string& formula) {
    const Points points(folder, rows);
    std::vector<std::uint8_t> nearest(points.stride);
    const auto work = formula == "naive" ? &assign_naively : &assign_by_kernel;
    work(points, nearest.data());  // so that all memory was touched before the clock starts
    const bench::Times took = bench::time_of([&] { work(points, nearest.data()); });
    double inertia = 0;
    for (std::size_t row = 0; row < rows; ++row) inertia += points.square(row, nearest[row]);
    print_took(took);
    std::printf("\"inertia\": %.17g}\n", inertia);
}

CustomerBase base_in(const std::filesystem::path& folder, std::size_t customers) {
    std::vector<std::int64_t> ids(customers);
    std::iota(ids.begin(), ids.end(), std::int64_t{1});
    const auto integers = [&](const char* name, std::uint8_t scale) {
        return Column::integers(bench::read_column<std::int64_t>(folder / name, customers), scale);
    };
    const auto reals = [&](const char* name) {
        return Column::reals(bench::read_column<double>(folder / name, customers));
    };
    Table table;
    table.add("customer", Column::integers(std::move(ids)));
    table.add("frequency", integers("frequency.npy", 0));
    table.add("recency", reals("recency.npy"));
    table.add("T", reals("T.npy"));
    table.add("revenue", integers("revenue.npy", 2));
    table.add("weight", Column::integers(std::vector<std::int64_t>(customers, 1)));
    return CustomerBase::from_table(std::move(table), Period::day, Unit::week).value();
}

void find(const std::filesystem::path& folder, std::size_t customers,
          const std::array<std::size_t, 3>& numbers) {
    const auto [k, starts, threads] = numbers;
    const CustomerBase base = base_in(folder, customers);
    ThreadPool pool(threads);
    segments::ClusterOptions options{.starts = starts, .run = {.executor = pool.executor()}};
    if (k != 0) options.k = k;
    std::optional<segments::ClusterTable> found;
    const bench::Times took =
        bench::time_of([&] { found = segments::clusters(base, options).value(); });
    const auto& report = found->report();
    print_took(took);
    std::printf("\"k\": %zu, \"iterations\": %zu, \"inertia\": %.17g}\n", report.model.k(),
                report.iterations, report.inertia);
}

void choose_level() {
    if (const char* level = std::getenv("TENURE_SIMD")) {
        set_simd_level(parse_simd_level(level).value()).value();
    }
}

void print_levels() {
    for (const SimdLevel level : simd_levels) {
        if (level <= highest_simd_level()) std::puts(std::string(to_string(level)).c_str());
    }
}

void run_mode(const std::string& mode, const bench::Arguments& arguments) {
    choose_level();
    const auto number = [&](std::size_t i) {
        return static_cast<std::size_t>(bench::whole_number(arguments[i]));
    };
    if (mode == "--points" && arguments.size() == 2) {
        write_points(arguments[0], number(1));
    } else if (mode == "--customers" && arguments.size() == 2) {
        write_customers(arguments[0], number(1));
    } else if (mode == "--assign" && arguments.size() == 3) {
        assign(arguments[0], number(1), arguments[2]);
    } else if (mode == "--find" && arguments.size() == 5) {
        find(arguments[0], number(1), {number(2), number(3), number(4)});
    } else if (mode == "--levels" && arguments.empty()) {
        print_levels();
    } else if (mode == "--about" && arguments.empty()) {
        bench::print_about(("up to " + std::string(to_string(simd_level()))).c_str());
    } else {
        throw bench::UsageError{};
    }
}

}  // namespace

int main(int argc, char** argv) { return tenure::bench::run(argc, argv, usage, run_mode); }
