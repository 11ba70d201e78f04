#include "tenure/persist/inspect.hpp"

#include "persist/envelope.hpp"
#include "persist/file.hpp"

namespace tenure::inline v0::persist {

Result<FileSummary> inspect_from(std::span<const std::byte> bytes, const LoadLimits& limits) {
    const auto envelope = detail::persist::Envelope::parse(bytes, limits);
    if (!envelope) return envelope.error();
    return envelope->summary();
}

Result<FileSummary> inspect(const std::string& path, const LoadLimits& limits) {
    return detail::persist::load_file(path, limits, &inspect_from);
}

}  // namespace tenure::inline v0::persist
