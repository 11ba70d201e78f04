#pragma once

// All pieces of a reader into a builder.

#include <optional>

#include "tenure/core/executor.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::inline v0::detail::data {

/// Reads the next piece while the one before is added, where there is an executor. The two have
/// nothing in common; each is one piece of work and hands out no other, as an executor need not
/// take work from within work. Progress is reported in between, by the calling thread.
class ReadAhead {
public:
    ReadAhead(TransactionReader& reader, CustomerBaseBuilder& builder, const Executor& executor)
        : reader_(reader), builder_(builder), executor_(executor) {}

    /// The errors of both; where those of the builder name no file, with the one that the piece
    /// ended in.
    Result<void> run();

private:
    using Piece = std::optional<Transactions>;

    Result<void> one_by_one();
    Result<void> side_by_side();
    Result<void> add_and_read();

    TransactionReader& reader_;
    CustomerBaseBuilder& builder_;
    Executor executor_;
    Piece piece_;                               // to be added
    Result<Piece> next_ = Piece(std::nullopt);  // behind it
};

}  // namespace tenure::inline v0::detail::data
