#include "core/base/markup.h"

namespace pf {
namespace {

std::string escaped(std::string_view text, std::string_view special) {
    std::string result;
    for (const char letter : text) {
        if (special.find(letter) != std::string_view::npos) {
            result += '\\';
        }
        result += letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    return result;
}

}  // namespace

std::string singleLine(std::string_view text) {
    return escaped(text, "");
}

std::string markdownText(std::string_view text) {
    return escaped(text, "|\\`*_<>[]");
}

std::string latexText(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        result += letter == '\\'  ? "\\textbackslash{}"
                  : letter == '~' ? "\\textasciitilde{}"
                  : letter == '^' ? "\\textasciicircum{}"
                                  : escaped({&letter, 1}, "&%$#_{}");
    }
    return result;
}

}  // namespace pf
