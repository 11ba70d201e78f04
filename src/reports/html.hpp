#pragma once

// HTML that is well-formed XML, whatever the texts in it are.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::inline v0::detail::reports {

/// A text from outside as people can read it: what has no picture of its own, or changes how others
/// are shown, is named (`U+202E`), and a byte that is not UTF-8 becomes U+FFFD. Joiners stay, and
/// U+FE0F does behind a symbol or in a keycap, for scripts and emoji are made of them. Markup is
/// not escaped yet.
[[nodiscard]] std::string visible(std::string_view text);
/// Whether there is nothing to see in a visible text: blanks of any width, and joiners.
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

/// The first `most` characters of a visible text, and "…" where there are more.
[[nodiscard]] std::string cut(std::string_view text, std::size_t most);
/// As many, the last ten of the text among them: numbers at the end tell ids apart.
[[nodiscard]] std::string cut_within(std::string_view text, std::size_t most);
/// How many characters a text has; a byte that is not UTF-8 is one.
[[nodiscard]] std::size_t count_characters(std::string_view text) noexcept;

struct Attribute {
    std::string_view name;
    std::string_view value;
};
using Attributes = std::initializer_list<Attribute>;

/// Writes elements. Every text and attribute value is escaped; tags and names of attributes are
/// literals of ours.
class Html {
public:
    Html& open(std::string_view tag, Attributes attributes = {});
    Html& close();
    Html& text(std::string_view text);
    /// An element with a text in it.
    Html& element(std::string_view tag, std::string_view text, Attributes attributes = {});
    /// An element that is nothing but its attributes.
    Html& empty(std::string_view tag, Attributes attributes);
    /// A number as it is shown, and in full; `figure` is a name by which programs find it.
    Html& data(std::string_view shown, std::string_view full, std::string_view figure = {});
    /// The same, where elements are what is shown.
    Html& open_data(std::string_view full, std::string_view figure = {});
    /// A text of ours that holds no markup, as it is: the style sheet.
    Html& verbatim(std::string_view text);

    /// The document; all elements are closed.
    [[nodiscard]] std::string finish() &&;

private:
    void begin(std::string_view tag, Attributes attributes);

    std::string out_ = "<!DOCTYPE html>\n";
    std::vector<std::string_view> open_;
};

}  // namespace tenure::inline v0::detail::reports
