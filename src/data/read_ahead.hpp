#pragma once

// All pieces of a reader into a builder.

#include <optional>

#include "tenure/core/executor.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::inline v0::detail::data {

/// Reads the next piece while the one before is added. The two have nothing in common; each is one
/// piece of work for the executor and uses it no further, as it need not take work from within
/// work. Progress is reported in between, by the calling thread.
class ReadAhead {
public:
    ReadAhead(TransactionReader& reader, CustomerBaseBuilder& builder, const Executor& executor)
        : reader_(reader), builder_(builder), executor_(executor) {}

    /// The errors of both, those of the builder with the file that the piece ended in.
    Result<void> run();

private:
    using Piece = std::optional<Transactions>;

    Result<void> add_and_read();

    TransactionReader& reader_;
    CustomerBaseBuilder& builder_;
    Executor executor_;
    Piece piece_;                               // to be added
    Result<Piece> next_ = Piece(std::nullopt);  // behind it
};

}  // namespace tenure::inline v0::detail::data
