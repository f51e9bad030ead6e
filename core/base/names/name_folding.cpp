#include "core/base/names/name_folding.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <vector>

#include "core/base/names/unicode_decomposition.h"
#include "core/base/text.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

constexpr std::size_t kLongestExtension = 4;

/// What programs that find and cut faces put behind a photo's name; the longest first.
constexpr std::array<std::string_view, 9> kCropEndings = {
    "_cropped", "_aligned", "_face_0", "_crop_0", "_face0", "_align", "_crop", "_face", "_0"};

std::string withPlainSlashes(std::string_view name) {
    std::string plain;
    for (const char letter : name) {
        const char slash = letter == '\\' ? '/' : letter;
        if (slash != '/' || plain.empty() || plain.back() != '/') {
            plain += slash;
        }
    }
    while (plain.starts_with("./")) {
        plain.erase(0, 2);
    }
    return plain;
}

std::string withoutCropEnding(const std::string& name) {
    const std::string_view extension = extensionOfName(name);
    const std::string_view stem = std::string_view(name).substr(0, name.size() - extension.size());
    const std::string lower = lowerCase(stem);
    for (const std::string_view ending : kCropEndings) {
        const std::size_t rest = stem.size() - std::min(stem.size(), ending.size());
        if (rest > 0 && stem[rest - 1] != '/' && lower.ends_with(ending)) {
            return std::string(stem.substr(0, rest)) + std::string(extension);
        }
    }
    return name;
}

/// The small letter of a capital: Latin without accents (those are letters of their own by now), Greek and
/// Cyrillic.
std::uint32_t smallLetter(std::uint32_t code) {
    const auto isIn = [code](std::uint32_t first, std::uint32_t last) {
        return first <= code && code <= last;
    };
    if (isIn('A', 'Z') || (isIn(0xC0, 0xDE) && code != 0xD7) || isIn(0x391, 0x3A9) || isIn(0x410, 0x42F)) {
        return code + 32;
    }
    if (isIn(0x400, 0x40F)) {
        return code + 80;
    }
    constexpr std::array<std::uint32_t, 4> kNextIsSmall = {0x110, 0x126, 0x141, 0x152};
    return std::find(kNextIsSmall.begin(), kNextIsSmall.end(), code) == kNextIsSmall.end() ? code : code + 1;
}

std::string withPlainLetters(std::string_view name, bool foldsCase) {
    std::vector<std::uint32_t> codes;
    for (const std::uint32_t code : utf8CodePoints(name)) {
        appendDecomposed(codes, code);
    }
    std::string plain;
    for (const std::uint32_t code : codes) {
        appendUtf8(plain, foldsCase ? smallLetter(code) : code);
    }
    return plain;
}

std::string withoutLeadingZeros(std::string_view name) {
    const auto isDigit = [](char letter) { return letter >= '0' && letter <= '9'; };
    std::string plain;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool startsNumber = i == 0 || !isDigit(name[i - 1]);
        if (startsNumber) {
            while (name[i] == '0' && i + 1 < name.size() && isDigit(name[i + 1])) {
                ++i;
            }
        }
        plain += name[i];
    }
    return plain;
}

}  // namespace

std::string_view extensionOfName(std::string_view name) {
    const auto dot = name.find_last_of("./");
    if (dot == std::string_view::npos || name[dot] == '/' || dot == 0 || name[dot - 1] == '/') {
        return {};
    }
    const auto letters = name.substr(dot + 1);
    const auto isPart = [](unsigned char c) { return std::isalnum(c) != 0; };
    const bool isExtension = !letters.empty() && letters.size() <= kLongestExtension &&
                             std::isalpha(static_cast<unsigned char>(letters.front())) != 0 &&
                             std::all_of(letters.begin(), letters.end(), isPart);
    return isExtension ? name.substr(dot) : std::string_view{};
}

std::string foldedName(std::string_view name, NameFold fold) {
    if (fold == NameFold::None) {
        return std::string(name);
    }
    std::string folded = withPlainSlashes(name);
    if (fold >= NameFold::Crop) {
        // Before the zeros: of "Ann_0000" the number is not an ending.
        folded = withoutCropEnding(folded);
    }
    if (fold >= NameFold::Accents) {
        folded = withPlainLetters(folded, fold >= NameFold::Case);
    }
    return fold >= NameFold::Zeros ? withoutLeadingZeros(folded) : folded;
}

std::string_view nameFoldText(NameFold fold) {
    constexpr auto kTexts = std::to_array<std::string_view>(
        {"nothing is ignored", "backslashes are read as slashes",
         "accented letters are compared whichever way they are encoded", "capital letters are ignored",
         "zeros in front of numbers are ignored",
         "the ending that a cut face gets (_0, _crop, _aligned) is ignored"});
    return kTexts.at(static_cast<std::size_t>(fold));
}

}  // namespace pf
