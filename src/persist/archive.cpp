#include "persist/archive.hpp"

#include "core/message.hpp"

namespace tenure::inline v0::detail::persist {

namespace {

Error corrupt(std::string_view expected, std::string_view got) {
    return {Code::corrupt_file, core::expected_got(expected, got)};
}

}  // namespace

Error newer_version(std::string_view what, std::uint32_t ours, std::uint32_t got) {
    const std::string of = std::string(what) + " of version ";
    return {Code::unsupported_version,
            core::expected_got(of + std::to_string(ours) + " or earlier",
                               "version " + std::to_string(got) + ", of a newer Tenure")};
}

void SaveArchive::put(std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        bytes_.push_back(static_cast<std::byte>(value >> (8 * i)));
    }
}

void SaveArchive::put(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void SaveArchive::put_count(std::size_t count) {
    if (count > std::numeric_limits<Count>::max()) {
        core::contract_violation("value", "a text or sequence of fewer than 2^32 elements",
                                 std::to_string(count));
    }
    put(count, sizeof(Count));
}

void SaveArchive::require_enumerator(bool holds) {
    if (!holds) core::contract_violation("value", "an enumerator of its type", "another number");
}

Result<void> LoadArchive::finish() const {
    if (error_) return *error_;
    if (remaining() == 0) return {};
    return corrupt("the end of the section", std::to_string(remaining()) + " bytes more");
}

std::uint64_t LoadArchive::take(std::size_t width) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const std::byte byte : take_bytes(width)) {
        value |= std::to_integer<std::uint64_t>(byte) << shift;
        shift += 8;
    }
    return value;
}

std::uint64_t LoadArchive::take_at_most(std::uint64_t most, std::size_t width,
                                        std::string_view expected) {
    const std::uint64_t value = take(width);
    if (value <= most) return value;
    fail(corrupt(expected, std::to_string(value)));
    return 0;
}

std::size_t LoadArchive::take_count(std::size_t least_bytes, std::size_t limit,
                                    std::string_view what) {
    const std::uint64_t count = take(sizeof(Count));
    const auto expect_at_most = [&](Code code, std::size_t most) {
        if (count <= most) return;
        const std::string expected = "at most " + std::to_string(most) + ' ' + std::string(what);
        fail({code, core::expected_got(expected, std::to_string(count))});
    };
    expect_at_most(Code::corrupt_file, remaining() / least_bytes);
    expect_at_most(Code::limit_exceeded, limit);
    return error_ ? 0 : static_cast<std::size_t>(count);
}

unsigned LoadArchive::take_version(unsigned ours) {
    const auto version = static_cast<unsigned>(take(sizeof(ClassVersion)));
    if (version <= ours) return version;
    fail(newer_version("a part", ours, version));
    return 0;
}

std::span<const std::byte> LoadArchive::take_bytes(std::size_t count) {
    if (error_) return {};
    if (count > remaining()) {
        fail(corrupt(std::to_string(count) + " more bytes", std::to_string(remaining())));
        return {};
    }
    const auto taken = bytes_.subspan(at_, count);
    at_ += count;
    return taken;
}

void LoadArchive::fail(Error error) {
    if (!error_) error_ = std::move(error);
}

}  // namespace tenure::inline v0::detail::persist
