#include "data/read_ahead.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "core/chunks.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// The builder counts the rows of the piece: which line they stood in is not known to it.
Error placed(Error error, const std::string& file) {
    if (!error.where.file.empty()) return error;
    error.where.file = file;
    error.where.line = 0;
    return error;
}

}  // namespace

Result<void> ReadAhead::run() {
    next_ = reader_.next();
    while (next_ && *next_) {
        piece_ = *std::move(next_);
        const std::string file = reader_.file();
        if (auto done = add_and_read(); !done) return placed(done.error(), file);
        if (auto going = reader_.report_progress(); !going) return going;
    }
    return next_ ? Result<void>() : next_.error();
}

// In this order where they are not run at once: so no more than one piece is held then.
Result<void> ReadAhead::add_and_read() {
    return core::for_each_chunk({executor_, {}}, 2, 1,
                                [this](std::size_t lane, std::size_t, std::size_t) -> Result<void> {
                                    if (lane == 1) {
                                        next_ = reader_.next(RunOptions{});
                                        return {};
                                    }
                                    auto added = builder_.add(*piece_, Executor{});
                                    piece_.reset();
                                    return added;
                                });
}

}  // namespace tenure::inline v0::detail::data
