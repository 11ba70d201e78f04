#pragma once

/// @file
/// From the log options of a command line to a customer base.

#include <optional>

#include "log_options.hpp"
#include "run.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/data/read_transactions.hpp"

namespace tenure::tools {

/// Reads and summarizes the log, or reads the base. Throws `UsageError` where the options do not go
/// together, the library's exceptions where the input is not as expected.
[[nodiscard]] CustomerBase load_base(const LogOptions& options, Run& run);

/// Reads the whole log into memory; throws as `load_base` does.
[[nodiscard]] Transactions load_log(const LogOptions& options, Run& run);

/// Summarizes such a log, observed until `until`; without one, as the options say.
[[nodiscard]] CustomerBase summarize_log(const Transactions& log, const LogOptions& options,
                                         Run& run, std::optional<Date> until = {});

/// A log on its way into a base, of which no more than two pieces are held as they were read.
class LogSummary {
public:
    /// Opens the first file. Throws as `load_base` does.
    LogSummary(const LogOptions& options, const CleaningPolicy& cleaning, Run& run);

    /// Reads on and adds what was read, which it returns; nothing at the end. An error has the name
    /// of the file.
    [[nodiscard]] Result<std::optional<Transactions>> next();
    /// The same to the end.
    [[nodiscard]] Result<void> read_all();

    [[nodiscard]] const TransactionReader& reader() const noexcept { return reader_; }

    /// The base of what was added; the summary is spent.
    [[nodiscard]] Result<CustomerBase> finish();

private:
    Run& run_;
    CustomerBaseBuilder builder_;
    TransactionReader reader_;
};

/// The folder for temporary files.
[[nodiscard]] std::string temporary_folder(const LogOptions& options);

}  // namespace tenure::tools
