// What a page or picture as text holds, and whether it is well-formed XML.
#pragma once

#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pf::test {

inline bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

inline std::size_t countOf(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

namespace detail {

/// Why the attributes of a tag are none, or "".
inline std::string attributesProblem(std::string_view text) {
    std::set<std::string> names;
    for (;;) {
        const auto first = text.find_first_not_of(" \n");
        if (first == std::string_view::npos) {
            return "";
        }
        const auto equals = text.find("=\"", first);
        if (equals == std::string_view::npos) {
            return "attribute without a value: " + std::string(text);
        }
        const std::string name(text.substr(first, equals - first));
        if (name.find_first_of(" \"'<>&") != std::string::npos || !names.insert(name).second) {
            return "bad or repeated attribute: " + name;
        }
        const auto end = text.find('"', equals + 2);
        if (end == std::string_view::npos) {
            return "open quote: " + name;
        }
        text.remove_prefix(end + 1);
        if (!text.empty() && text.front() != ' ') {
            return "no space after " + name;
        }
    }
}

/// Why an entity or a control character is none that XML knows, or "".
inline std::string textProblem(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) < 0x20 && text[i] != '\n') {
            return "control character";
        }
        if (text[i] == '&') {
            const std::string_view rest = text.substr(i);
            bool known = false;
            for (const auto* entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
                known = known || rest.starts_with(entity);
            }
            if (!known) {
                return "bare &: " + std::string(rest.substr(0, 20));
            }
        }
    }
    return "";
}

}  // namespace detail

/// What is wrong with the first thing that is: a tag that is not closed or closes another, a bare & or <, an
/// attribute without quotes or twice, a control character. "" when nothing is.
inline std::string markupProblem(std::string_view text) {
    constexpr std::string_view kDoctype = "<!DOCTYPE html>";
    if (text.starts_with(kDoctype)) {
        text.remove_prefix(kDoctype.size());
    }
    if (const auto problem = detail::textProblem(text); !problem.empty()) {
        return problem;
    }
    std::vector<std::string> open;
    for (;;) {
        const auto from = text.find('<');
        if (from == std::string_view::npos) {
            return open.empty() ? "" : "not closed: " + open.back();
        }
        const auto to = text.find('>', from);
        if (to == std::string_view::npos) {
            return "open tag at the end";
        }
        std::string_view tag = text.substr(from + 1, to - from - 1);
        text.remove_prefix(to + 1);
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1)) {
                return "</" + std::string(tag.substr(1)) + "> closes " +
                       (open.empty() ? "nothing" : open.back());
            }
            open.pop_back();
            continue;
        }
        const bool isEmpty = tag.ends_with('/');
        if (isEmpty) {
            tag.remove_suffix(1);
        }
        const std::string name(tag.substr(0, tag.find_first_of(" \n")));
        if (name.empty() || std::isalpha(static_cast<unsigned char>(name.front())) == 0) {
            return "bare <: " + std::string(tag.substr(0, 20));
        }
        if (const auto problem = detail::attributesProblem(tag.substr(name.size())); !problem.empty()) {
            return "<" + name + ">: " + problem;
        }
        if (!isEmpty) {
            open.push_back(name);
        }
    }
}

}  // namespace pf::test
