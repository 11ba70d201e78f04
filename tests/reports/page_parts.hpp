#pragma once

// Pieces of a page.

#include <map>
#include <string>
#include <vector>

#include "reports/pages.hpp"
#include "support/between.hpp"

namespace tenure::test {

/// The page of all that there is of a shop.
inline std::string page_of(const Shop& shop) {
    return reports::customer_page(shop.content()).value();
}

/// The numbers that have a name, in full.
inline std::map<std::string, std::string> figures_of(const std::string& page) {
    const std::string name = "\" data-figure=\"";
    std::map<std::string, std::string> found;
    for (const std::string& element : all_between(page, "<data value=\"", ">")) {
        const std::size_t end = element.find(name);
        if (end == std::string::npos) continue;
        const std::size_t begin = end + name.size();
        found.emplace(element.substr(begin, element.size() - 1 - begin), element.substr(0, end));
    }
    return found;
}

/// What stands between a section's heading and the next section.
inline std::string section_of(const std::string& page, const std::string& id) {
    const auto begin = page.find("<section id=\"" + id + "\"");
    if (begin == std::string::npos) return {};
    return page.substr(begin, page.find("</section>", begin) - begin);
}

inline std::vector<std::string> values_in(const std::string& html) {
    return all_between(html, "<data value=\"", "\"");
}

inline std::vector<std::string> sections_of(const std::string& page) {
    return all_between(page, "<section id=\"", "\"");
}

inline bool has(const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
}

}  // namespace tenure::test
