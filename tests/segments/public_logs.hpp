#pragma once

// Public logs and their figures by an independent program (pandas), whose definitions stand in the
// file with them. The repository carries one of the logs only.

#include <cstdlib>
#include <fstream>
#include <ostream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/logs.hpp"
#include "tenure/data/read_transactions.hpp"

namespace tenure::test {

struct PublicLog {
    const char* name;
    const char* figures;  ///< The path of its figures in reference.json.
    const char* file;
    ReadOptions options;
};

inline void PrintTo(const PublicLog& log, std::ostream* out) { *out << log.name; }

inline ReadOptions cdnow_master_options() {
    ReadOptions options;
    options.csv.delimiter = CsvFormat::blanks;
    return options;
}

inline ReadOptions online_retail_options(Returns returns) {
    ReadOptions options;
    options.columns = {.customer = "CustomerID",
                       .date = "InvoiceDate",
                       .amount = "Quantity*UnitPrice",
                       .order = "InvoiceNo"};
    options.cleaning = {.returns = returns,
                        .return_prefix = "C",
                        .missing_ids = MissingIds::drop,
                        .zero_amounts = ZeroAmounts::drop};
    return options;
}

/// Reads a log and its figures; skipped where the folder of public data sets is not known.
class PublicLogs : public ::testing::TestWithParam<PublicLog> {
public:
    /// Of all logs whose figures are known.
    static auto all() {
        return ::testing::Values(
            PublicLog{"cdnow_sample", "/cdnow_sample", "cdnow_sample.txt", cdnow_options()},
            PublicLog{"cdnow_master", "/cdnow_master", "cdnow_master.txt", cdnow_master_options()},
            PublicLog{"online_retail", "/online_retail_I/sales_policy", "online_retail.csv.gz",
                      online_retail_options(Returns::drop)},
            PublicLog{"apparel", "/clvtools_apparel", "apparel_orders.csv", {}});
    }
    static std::string name(const ::testing::TestParamInfo<PublicLog>& info) {
        return info.param.name;
    }

protected:
    void SetUp() override {
        const char* const folder = std::getenv("TENURE_DATA_DIR");
        if (folder == nullptr || *folder == '\0') {
            GTEST_SKIP() << "TENURE_DATA_DIR names no folder of public data sets";
        }
        root_ = std::string(folder) + "/transactions/";
    }

    [[nodiscard]] nlohmann::json figures() const { return figures(GetParam().figures); }
    [[nodiscard]] nlohmann::json figures(const char* path) const {
        std::ifstream file(root_ + "reference.json");
        return nlohmann::json::parse(file).at(nlohmann::json::json_pointer(path));
    }
    [[nodiscard]] Transactions log() const { return log(GetParam().file, GetParam().options); }
    [[nodiscard]] Transactions log(const std::string& file, const ReadOptions& options) const {
        return read_transactions(root_ + file, options).value();
    }

private:
    std::string root_;
};

}  // namespace tenure::test
