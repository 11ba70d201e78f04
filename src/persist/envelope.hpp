#pragma once

// The container of everything that is saved. All numbers are little-endian:
//
//     offset  bytes
//          0      8  magic: 89 54 45 4E 0D 0A 1A 0A
//          8      2  major version: readers of another one cannot read the file
//         10      2  minor version: what is new may be ignored
//         12      4  number of sections
//         16      8  length of the file
//         24      4  CRC-32 of the 24 bytes before and of the section table
//         28   28 n  section table, of each: tag (4 letters), uint32 version of the section,
//                    uint64 offset in the file, uint64 length, CRC-32 of the payload
//                    payloads, in the order of the table, without gaps
//
// The magic is "\x89TEN\r\n\x1A\n": no text, and destroyed by a transfer that converts line ends,
// drops the eighth bit or ends at ^Z, as PNG's is.
//
// There is one way to write a list of sections, so that equal values are equal bytes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "persist/archive.hpp"
#include "tenure/core/result.hpp"
#include "tenure/persist/inspect.hpp"
#include "tenure/persist/limits.hpp"

namespace tenure::inline v0::detail::persist {

/// What a section is: four ASCII letters. A reader that does not know it refuses the file where the
/// first is upper case (critical), and skips the section where it is lower case (ancillary).
struct Tag {
    std::array<std::uint8_t, 4> letters{};

    Tag() = default;
    consteval explicit Tag(const char (&text)[5]) {
        for (std::size_t i = 0; i < 4; ++i) letters[i] = static_cast<std::uint8_t>(text[i]);
    }

    [[nodiscard]] bool is_valid() const noexcept;
    [[nodiscard]] bool is_critical() const noexcept;
    [[nodiscard]] std::string to_string() const { return {letters.begin(), letters.end()}; }
    friend bool operator==(const Tag&, const Tag&) = default;
};

/// A part of a file; the payload belongs to the file's bytes.
struct Section {
    Tag tag;
    std::uint32_t version = 0;
    std::span<const std::byte> payload;
};

/// The file of these sections. Tags are valid and differ.
[[nodiscard]] std::vector<std::byte> to_file(std::span<const Section> sections);

/// A file whose envelope holds: every length and checksum was compared. It is a view of bytes that
/// must live on.
class Envelope {
public:
    /// `Code::not_a_tenure_file`, `Code::unsupported_version`, `Code::corrupt_file`,
    /// `Code::limit_exceeded`.
    [[nodiscard]] static Result<Envelope> parse(std::span<const std::byte> file,
                                                const LoadLimits& limits);

    [[nodiscard]] const std::vector<Section>& sections() const noexcept { return sections_; }
    /// The section of that tag; null where there is none.
    [[nodiscard]] const Section* find(Tag tag) const noexcept;
    /// `Code::unsupported_version` where a critical section is not among `known`.
    [[nodiscard]] Result<void> require_known(std::span<const Tag> known) const;

    [[nodiscard]] tenure::persist::FileSummary summary() const;

private:
    Result<void> add_sections(std::span<const std::byte> file, std::span<const std::byte> table);

    std::uint16_t minor_ = 0;
    std::uint64_t length_ = 0;
    std::vector<Section> sections_;
};

/// `Code::not_a_tenure_file` or `Code::unsupported_version` where the first bytes of a file (10 or
/// more, or all of a shorter one) show that the rest need not be read.
[[nodiscard]] Result<void> check_start(std::span<const std::byte> start);

/// The error with the section that it is about.
[[nodiscard]] Error in_section(Tag tag, Error error);

/// The value that a section of version `ours`, or an earlier one, holds: that and nothing else.
template <class T>
[[nodiscard]] Result<T> load_section(const Section& section, std::uint32_t ours,
                                     const LoadLimits& limits) {
    if (section.version > ours) {
        return in_section(section.tag, newer_version("a section", ours, section.version));
    }
    T value{};
    LoadArchive archive(section.payload, limits);
    archive & value;
    if (auto done = archive.finish(); !done) return in_section(section.tag, done.error());
    return value;
}

}  // namespace tenure::inline v0::detail::persist
