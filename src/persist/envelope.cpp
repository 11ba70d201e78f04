#include "persist/envelope.hpp"

#include <algorithm>
#include <limits>

#include "core/message.hpp"
#include "persist/checksum.hpp"

namespace tenure::inline v0::detail::persist {

namespace {

using Magic = std::array<std::uint8_t, 8>;
constexpr Magic magic{0x89, 'T', 'E', 'N', '\r', '\n', 0x1A, '\n'};
constexpr std::uint16_t major_version = 1;
constexpr std::uint16_t minor_version = 0;
constexpr std::size_t checked_bytes = 24;  // of the header, by its checksum
constexpr std::size_t header_bytes = 28;
constexpr std::size_t entry_bytes = 28;  // of the section table

Error corrupt(std::string_view expected, std::string_view got) {
    return {Code::corrupt_file, core::expected_got(expected, got)};
}

std::string in_bytes(std::uint64_t count) { return std::to_string(count) + " bytes"; }

Error too_short(std::uint64_t expected, std::size_t got) {
    return corrupt(in_bytes(expected) + " or more", in_bytes(got));
}

Result<void> at_most(std::uint64_t limit, std::uint64_t count, std::string_view what) {
    if (count <= limit) return {};
    return Error{Code::limit_exceeded,
                 core::expected_got("at most " + std::to_string(limit) + std::string(what),
                                    std::to_string(count))};
}

struct Header {
    Magic start{};
    std::uint16_t major = 0;
    std::uint16_t minor = 0;
    std::uint32_t sections = 0;
    std::uint64_t length = 0;

    template <class Archive>
    void write(Archive& archive) {
        archive & start & major & minor & sections & length;
    }
};

struct Entry {
    Tag tag;
    std::uint32_t version = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::uint32_t checksum = 0;

    template <class Archive>
    void write(Archive& archive) {
        archive & tag.letters & version & offset & length & checksum;
    }
};

bool is_upper(std::uint8_t letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_letter(std::uint8_t letter) { return is_upper(letter) || (letter >= 'a' && letter <= 'z'); }

// How far the header goes is known to be there.
Result<Header> parse_header(std::span<const std::byte> file, const LoadLimits& limits) {
    LoadArchive archive(file.first(checked_bytes), limits);
    Header header;
    header.write(archive);
    if (header.major == 0) return corrupt("major version 1 or later", "0");
    if (auto few = at_most(limits.max_sections, header.sections, " sections"); !few) {
        return few.error();
    }
    const std::uint64_t least = header_bytes + std::uint64_t{entry_bytes} * header.sections;
    if (file.size() < least) return too_short(least, file.size());
    if (file.size() != header.length)
        return corrupt(in_bytes(header.length), in_bytes(file.size()));
    return header;
}

Result<void> check_header_sum(std::span<const std::byte> file, std::span<const std::byte> table) {
    LoadArchive archive(file.subspan(checked_bytes, header_bytes - checked_bytes), {});
    std::uint32_t written = 0;
    archive & written;
    if (crc32(table, crc32(file.first(checked_bytes))) == written) return {};
    return corrupt("a header that agrees with its checksum", "another");
}

// The section of an entry, which must start where the one before ended.
Result<Section> section_of(const Entry& entry, std::span<const std::byte> file,
                           std::uint64_t start) {
    if (!entry.tag.is_valid()) {
        return corrupt("a section tag of four letters", core::quoted(entry.tag.to_string()));
    }
    if (entry.offset != start) {
        return in_section(entry.tag, corrupt("a section at byte " + std::to_string(start),
                                             std::to_string(entry.offset)));
    }
    if (entry.length > file.size() - start) {
        return in_section(
            entry.tag, corrupt("at most " + in_bytes(file.size() - start), in_bytes(entry.length)));
    }
    const auto payload =
        file.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(entry.length));
    if (crc32(payload) != entry.checksum) {
        return in_section(entry.tag, corrupt("a section that agrees with its checksum", "another"));
    }
    return Section{entry.tag, entry.version, payload};
}

}  // namespace

bool Tag::is_valid() const noexcept { return std::ranges::all_of(letters, is_letter); }

bool Tag::is_critical() const noexcept { return is_upper(letters[0]); }

std::vector<std::byte> to_file(std::span<const Section> sections) {
    const std::size_t table_bytes = entry_bytes * sections.size();
    SaveArchive table;
    std::uint64_t end = header_bytes + table_bytes;
    for (const Section& section : sections) {
        Entry entry{section.tag, section.version, end, section.payload.size(),
                    crc32(section.payload)};
        entry.write(table);
        end += section.payload.size();
    }
    SaveArchive file;
    Header header{magic, major_version, minor_version, static_cast<std::uint32_t>(sections.size()),
                  end};
    header.write(file);
    file & crc32(table.bytes(), crc32(file.bytes()));
    auto& bytes = file.bytes();
    bytes.reserve(static_cast<std::size_t>(end));
    bytes.insert(bytes.end(), table.bytes().begin(), table.bytes().end());
    for (const Section& section : sections) {
        bytes.insert(bytes.end(), section.payload.begin(), section.payload.end());
    }
    return std::move(bytes);
}

Result<void> check_start(std::span<const std::byte> start) {
    const auto first = start.first(std::min(start.size(), magic.size()));
    if (!std::ranges::equal(first, std::as_bytes(std::span(magic)))) {
        return Error{Code::not_a_tenure_file,
                     core::expected_got("a file that Tenure saved", "another")};
    }
    LoadArchive archive(start.subspan(magic.size()), {});
    std::uint16_t major = 0;
    archive & major;  // 0 where the file ends before it, which is for the header's length to say
    if (major <= major_version) return {};
    return newer_version("a file", major_version, major);
}

Result<Envelope> Envelope::parse(std::span<const std::byte> file, const LoadLimits& limits) {
    if (auto ours = check_start(file); !ours) return ours.error();
    if (auto small = at_most(limits.max_bytes, file.size(), " bytes"); !small) return small.error();
    if (file.size() < header_bytes) return too_short(header_bytes, file.size());
    const auto header = parse_header(file, limits);
    if (!header) return header.error();
    const auto table = file.subspan(header_bytes, entry_bytes * header->sections);
    if (auto intact = check_header_sum(file, table); !intact) return intact.error();

    Envelope envelope;
    envelope.minor_ = header->minor;
    envelope.length_ = header->length;
    if (auto added = envelope.add_sections(file, table); !added) return added.error();
    return envelope;
}

Result<void> Envelope::add_sections(std::span<const std::byte> file,
                                    std::span<const std::byte> table) {
    LoadArchive archive(table, {});
    std::uint64_t end = header_bytes + table.size();
    while (archive.remaining() > 0) {
        Entry entry;
        entry.write(archive);
        const auto section = section_of(entry, file, end);
        if (!section) return section.error();
        if (find(entry.tag) != nullptr)
            return in_section(entry.tag, corrupt("one section of a tag", "two"));
        sections_.push_back(*section);
        end += entry.length;
    }
    if (end == file.size()) return {};
    return corrupt("the end of the file", in_bytes(file.size() - end) + " more");
}

const Section* Envelope::find(Tag tag) const noexcept {
    const auto found = std::ranges::find(sections_, tag, &Section::tag);
    return found == sections_.end() ? nullptr : &*found;
}

Result<void> Envelope::require_known(std::span<const Tag> known) const {
    for (const Section& section : sections_) {
        if (!section.tag.is_critical() || std::ranges::find(known, section.tag) != known.end()) {
            continue;
        }
        return in_section(section.tag, {Code::unsupported_version,
                                        core::expected_got("a section that this Tenure knows",
                                                           core::quoted(section.tag.to_string()))});
    }
    return {};
}

tenure::persist::FileSummary Envelope::summary() const {
    tenure::persist::FileSummary summary{major_version, minor_, length_, {}};
    for (const Section& section : sections_) {
        summary.sections.push_back(
            {section.tag.to_string(), section.version, section.payload.size()});
    }
    return summary;
}

Error in_section(Tag tag, Error error) {
    error.where.field = tag.to_string();
    return error;
}

}  // namespace tenure::inline v0::detail::persist
