#include "persist/envelope.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/allocations.hpp"
#include "support/saved_bytes.hpp"

namespace tenure::detail::persist {
namespace {

using test::Bytes;
using test::bytes_of;
using test::entry;
using test::forged;

constexpr Tag critical{"MODL"};
constexpr Tag ancillary{"note"};
constexpr std::array<Tag, 1> known{critical};

// Two sections, of 5 and 3 bytes.
Bytes sample() {
    static const Bytes first = bytes_of("hello");
    static const Bytes second = bytes_of("abc");
    const Section sections[] = {{critical, 7, first}, {ancillary, 1, second}};
    return to_file(sections);
}

const std::size_t payloads_at = entry(2, 0);

Error parse_error(const Bytes& file, const LoadLimits& limits = {}) {
    const auto envelope = Envelope::parse(file, limits);
    EXPECT_FALSE(envelope);
    return envelope ? Error{Code::cancelled, "there was none"} : envelope.error();
}

void expect_error(const Bytes& file, Code code, const std::string& message,
                  const LoadLimits& limits = {}) {
    const Error error = parse_error(file, limits);
    EXPECT_EQ(error.code, code) << error.message;
    EXPECT_EQ(error.message, message);
}

TEST(Envelope, SectionsComeBack) {
    const Bytes file = sample();
    const auto envelope = Envelope::parse(file, {}).value();
    ASSERT_EQ(envelope.sections().size(), 2u);
    const Section* const first = envelope.find(critical);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->version, 7u);
    EXPECT_EQ(test::text_of(first->payload), "hello");
    EXPECT_EQ(test::text_of(envelope.find(ancillary)->payload), "abc");
    EXPECT_EQ(envelope.find(Tag("none")), nullptr);

    const auto summary = envelope.summary();
    EXPECT_EQ(summary.major, 1);
    EXPECT_EQ(summary.minor, 0);
    EXPECT_EQ(summary.bytes, file.size());
    ASSERT_EQ(summary.sections.size(), 2u);
    EXPECT_EQ(summary.sections[1].tag, "note");
    EXPECT_EQ(summary.sections[1].version, 1u);
    EXPECT_EQ(summary.sections[1].bytes, 3u);
}

// The layout that src/persist/envelope.hpp promises.
TEST(Envelope, Layout) {
    const Bytes file = sample();
    ASSERT_EQ(file.size(), 28u + 2u * 28u + 8u);
    EXPECT_EQ(test::text_of(std::span(file).first(8)), "\x89TEN\r\n\x1A\n");
    EXPECT_EQ(test::number_at(file, 8, 2), 1u);
    EXPECT_EQ(test::number_at(file, 10, 2), 0u);
    EXPECT_EQ(test::number_at(file, 12, 4), 2u);
    EXPECT_EQ(test::number_at(file, 16, 8), file.size());
    EXPECT_EQ(test::text_of(std::span(file).subspan(entry(1, 0), 4)), "note");
    EXPECT_EQ(test::number_at(file, entry(0, 4), 4), 7u);
    EXPECT_EQ(test::number_at(file, entry(0, 8), 8), 84u);
    EXPECT_EQ(test::number_at(file, entry(0, 16), 8), 5u);
    EXPECT_EQ(test::number_at(file, entry(0, 24), 4), crc32(bytes_of("hello")));
    EXPECT_EQ(test::number_at(file, entry(1, 8), 8), 89u);
    Bytes repaired = file;
    test::repair_checksums(repaired);
    EXPECT_EQ(repaired, file) << "the checksums of the forger are those of the library";
}

TEST(Envelope, NoSectionsAndEmptySections) {
    EXPECT_TRUE(Envelope::parse(to_file({}), {}).value().sections().empty());
    const Section empty{critical, 0, {}};
    const Bytes file = to_file({&empty, 1});
    EXPECT_EQ(Envelope::parse(file, {}).value().sections()[0].payload.size(), 0u);
}

TEST(Envelope, EveryTruncationIsAnError) {
    const Bytes whole = sample();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Error error = parse_error({whole.begin(), whole.begin() + length});
        EXPECT_EQ(error.code, length < 8 ? Code::not_a_tenure_file : Code::corrupt_file) << length;
    }
    expect_error({whole.begin(), whole.begin() + 27}, Code::corrupt_file,
                 "expected 28 bytes or more, got 27 bytes");
    expect_error({whole.begin(), whole.begin() + 83}, Code::corrupt_file,
                 "expected 84 bytes or more, got 83 bytes");
    expect_error({whole.begin(), whole.end() - 1}, Code::corrupt_file,
                 "expected 92 bytes, got 91 bytes");
}

TEST(Envelope, EveryFlippedBitIsAnError) {
    const Bytes whole = sample();
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        const auto envelope = Envelope::parse(test::with_bit_flipped(whole, bit), {});
        ASSERT_FALSE(envelope) << bit;
        const Code code = envelope.error().code;
        EXPECT_TRUE(code == Code::not_a_tenure_file || code == Code::unsupported_version ||
                    code == Code::corrupt_file || code == Code::limit_exceeded)
            << bit << ' ' << to_string(code);
    }
}

TEST(Envelope, OtherFilesAreNotOurs) {
    const std::string message = "expected a file that Tenure saved, got another";
    expect_error({}, Code::not_a_tenure_file, message);
    expect_error(bytes_of("customer,date,amount\n"), Code::not_a_tenure_file, message);
    std::string mangled = test::text_of(sample());  // line ends converted
    mangled.erase(mangled.find('\r'), 1);
    expect_error(bytes_of(mangled), Code::not_a_tenure_file, message);
}

TEST(Envelope, TrailingBytesAreAnError) {
    Bytes file = sample();
    file.push_back(std::byte{0});
    expect_error(file, Code::corrupt_file, "expected 92 bytes, got 93 bytes");
    expect_error(forged(file, test::length_at, 8, file.size()), Code::corrupt_file,
                 "expected the end of the file, got 1 bytes more");
}

TEST(Envelope, NewerFormatsAreUnsupported) {
    expect_error(forged(sample(), test::major_at, 2, 2), Code::unsupported_version,
                 "expected a file of version 1 or earlier, got version 2, of a newer Tenure");
    expect_error(forged(sample(), test::major_at, 2, 0), Code::corrupt_file,
                 "expected major version 1 or later, got 0");
    const Bytes newer_minor = forged(sample(), test::minor_at, 2, 9);
    EXPECT_EQ(Envelope::parse(newer_minor, {}).value().summary().minor, 9);
}

TEST(Envelope, UnknownSections) {
    const Bytes file = sample();
    EXPECT_TRUE(Envelope::parse(file, {}).value().require_known(known))
        << "the ancillary is skipped";

    const Bytes stranger = forged(sample(), entry(1, test::tag_at), 1, 'N');
    const auto unknown = Envelope::parse(stranger, {}).value().require_known(known);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::unsupported_version);
    EXPECT_EQ(unknown.error().message, "expected a section that this Tenure knows, got \"Note\"");
    EXPECT_EQ(unknown.error().where.field, "Note");
}

TEST(Envelope, TagsAreLettersAndDiffer) {
    expect_error(forged(sample(), entry(0, test::tag_at), 1, '1'), Code::corrupt_file,
                 "expected a section tag of four letters, got \"1ODL\"");
    const Bytes twice =
        forged(sample(), entry(1, test::tag_at), 4, test::number_at(sample(), entry(0, 0), 4));
    expect_error(twice, Code::corrupt_file, "expected one section of a tag, got two");
    EXPECT_EQ(parse_error(twice).where.field, "MODL");
}

TEST(Envelope, ForgedLengthsAndOffsets) {
    constexpr std::uint64_t huge = ~std::uint64_t{0};
    expect_error(forged(sample(), test::length_at, 8, huge), Code::corrupt_file,
                 "expected 18446744073709551615 bytes, got 92 bytes");
    expect_error(forged(sample(), entry(0, test::section_length_at), 8, huge), Code::corrupt_file,
                 "expected at most 8 bytes, got 18446744073709551615 bytes");
    // Offset and length that add up to what is right, past 2^64.
    Bytes wrapped = forged(sample(), entry(0, test::offset_at), 8, huge - 4);
    test::put_number(wrapped, entry(0, test::section_length_at), 8, 10);
    test::repair_checksums(wrapped);
    expect_error(wrapped, Code::corrupt_file,
                 "expected a section at byte 84, got 18446744073709551611");
    expect_error(forged(sample(), entry(1, test::offset_at), 8, 84), Code::corrupt_file,
                 "expected a section at byte 89, got 84");
    expect_error(forged(sample(), entry(1, test::section_length_at), 8, 2), Code::corrupt_file,
                 "expected the end of the file, got 1 bytes more");
    expect_error(forged(sample(), entry(1, test::section_length_at), 8, 4), Code::corrupt_file,
                 "expected at most 3 bytes, got 4 bytes");
}

TEST(Envelope, ForgedCounts) {
    expect_error(forged(sample(), test::section_count_at, 4, 0xFFFFFFFF), Code::limit_exceeded,
                 "expected at most 64 sections, got 4294967295");
    const test::Allocations allocations;
    expect_error(forged(sample(), test::section_count_at, 4, 0xFFFFFFFF), Code::corrupt_file,
                 "expected 120259084288 bytes or more, got 92 bytes", {.max_sections = 0xFFFFFFFF});
    EXPECT_LT(allocations.total(), 4096u);
    expect_error(forged(sample(), test::section_count_at, 4, 1), Code::corrupt_file,
                 "expected a section at byte 56, got 84");
    expect_error(forged(sample(), test::section_count_at, 4, 0), Code::corrupt_file,
                 "expected the end of the file, got 64 bytes more");
}

TEST(Envelope, WrongChecksums) {
    Bytes header = sample();
    test::put_number(header, test::header_sum_at, 4, 0);
    expect_error(header, Code::corrupt_file,
                 "expected a header that agrees with its checksum, got another");
    Bytes payload = sample();
    payload[payloads_at + 5] = std::byte{'A'};  // of the ancillary section
    expect_error(payload, Code::corrupt_file,
                 "expected a section that agrees with its checksum, got another");
    EXPECT_EQ(parse_error(payload).where.field, "note");
}

TEST(Envelope, Limits) {
    expect_error(sample(), Code::limit_exceeded, "expected at most 91 bytes, got 92",
                 {.max_bytes = 91});
    expect_error(sample(), Code::limit_exceeded, "expected at most 1 sections, got 2",
                 {.max_sections = 1});
    EXPECT_TRUE(Envelope::parse(sample(), {.max_bytes = 92, .max_sections = 2}));
}

TEST(Envelope, SectionsHoldOneValue) {
    SaveArchive archive;
    archive & std::uint16_t{258};
    const Bytes payload = archive.bytes();
    const Section section{critical, 3, payload};
    EXPECT_EQ(load_section<std::uint16_t>(section, 3, {}).value(), 258);
    EXPECT_EQ(load_section<std::uint16_t>(section, 4, {}).value(), 258) << "of an older section";

    const auto newer = load_section<std::uint16_t>(section, 2, {});
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, Code::unsupported_version);
    EXPECT_EQ(newer.error().message,
              "expected a section of version 2 or earlier, got version 3, of a newer Tenure");
    EXPECT_EQ(newer.error().where.field, "MODL");

    const auto shorter = load_section<std::uint8_t>(section, 3, {});
    ASSERT_FALSE(shorter);
    EXPECT_EQ(shorter.error().code, Code::corrupt_file);
    EXPECT_EQ(shorter.error().where.field, "MODL");
}

// Tables of nonsense with checksums that hold: whatever comes of them comes as a Result.
TEST(Envelope, RandomTablesWithRightChecksums) {
    std::mt19937_64 random(1);
    std::size_t good = 0;
    for (int i = 0; i < 20000; ++i) {
        Bytes file = sample();
        for (std::uint64_t edits = 1 + random() % 3; edits > 0; --edits) {
            const std::size_t at = test::minor_at + random() % (payloads_at - test::minor_at);
            // Small numbers hit what is nearly right.
            file[at] = static_cast<std::byte>(random() % 2 == 0 ? random() % 4 : random());
        }
        test::repair_checksums(file);
        const auto envelope = Envelope::parse(file, {});
        if (!envelope) continue;
        ++good;
        std::uint64_t sum = payloads_at;
        for (const Section& section : envelope->sections()) sum += section.payload.size();
        EXPECT_EQ(sum, file.size());
    }
    EXPECT_GT(good, 0u) << "versions may be anything";
}

}  // namespace
}  // namespace tenure::detail::persist
