#include "data/read_ahead.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "core/chunks.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// The builder knows which row of the piece it was, but not which line that stood in.
Error placed(Error error, const std::string& file) {
    if (!error.where.file.empty()) return error;
    error.where.file = file;
    error.where.line = 0;
    return error;
}

}  // namespace

Result<void> ReadAhead::run() {
    return executor_.parallel_for == nullptr ? one_by_one() : side_by_side();
}

Result<void> ReadAhead::one_by_one() {
    for (;;) {
        const auto piece = reader_.next();
        if (!piece) return piece.error();
        if (!*piece) return {};
        if (auto added = builder_.add_alone(**piece); !added) {
            return placed(added.error(), reader_.file());
        }
    }
}

Result<void> ReadAhead::side_by_side() {
    next_ = reader_.next();
    while (next_ && *next_) {
        piece_ = *std::move(next_);
        const std::string file = reader_.file();
        if (auto done = add_and_read(); !done) return placed(done.error(), file);
        if (!next_) break;
        if (auto going = reader_.report_progress(); !going) return going;
    }
    return next_ ? Result<void>() : next_.error();
}

// In this order where one thread does both: so no more than one piece is held then.
Result<void> ReadAhead::add_and_read() {
    return core::for_each_chunk({executor_, {}}, 2, 1,
                                [this](std::size_t lane, std::size_t, std::size_t) -> Result<void> {
                                    if (lane == 1) {
                                        next_ = reader_.next(RunOptions{});
                                        return {};
                                    }
                                    auto added = builder_.add_alone(*piece_);
                                    piece_.reset();
                                    return added;
                                });
}

}  // namespace tenure::inline v0::detail::data
