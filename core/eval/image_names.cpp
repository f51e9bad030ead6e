#include "core/eval/image_names.h"

#include <algorithm>
#include <cctype>
#include <numeric>

#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::size_t kLongestExtension = 4;
constexpr std::size_t kNamesShown = 3;

std::string_view plainName(std::string_view name) {
    while (name.starts_with("./")) {
        name.remove_prefix(2);
    }
    return name;
}

/// The extension with its dot: ".jpg". "frame.0001" and "lfw.bin#12" have none, or all their rows would be
/// one.
std::string_view extensionOf(std::string_view name) {
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

std::string_view stemOf(std::string_view name) {
    name = plainName(name);
    name.remove_suffix(extensionOf(name).size());
    return name;
}

/// Order of texts read from their ends.
bool isBefore(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

std::string_view lastOf(std::string_view text, std::size_t count) {
    return text.substr(text.size() - std::min(text.size(), count));
}

}  // namespace

ImageNames::ImageNames(std::span<const std::string> names) : names_(names), byEnd_(names.size()) {
    std::iota(byEnd_.begin(), byEnd_.end(), std::uint32_t{0});
    std::stable_sort(byEnd_.begin(), byEnd_.end(), [this](std::uint32_t a, std::uint32_t b) {
        return isBefore(stemOf(names_[a]), stemOf(names_[b]));
    });
}

ImageNames::Rows ImageNames::named(std::string_view stem) const {
    const auto first = std::lower_bound(
        byEnd_.begin(), byEnd_.end(), stem,
        [this](std::uint32_t row, std::string_view wanted) { return isBefore(stemOf(names_[row]), wanted); });
    const auto last = std::upper_bound(
        first, byEnd_.end(), stem,
        [this](std::string_view wanted, std::uint32_t row) { return isBefore(wanted, stemOf(names_[row])); });
    return {first, last};
}

ImageNames::Rows ImageNames::endingWith(std::string_view stem) const {
    // Of all stems only the ends count that are as long as "/stem": they are in order too.
    const std::string ending = "/" + std::string(stem);
    const auto endOf = [&](std::uint32_t row) { return lastOf(stemOf(names_[row]), ending.size()); };
    const auto first = std::lower_bound(
        byEnd_.begin(), byEnd_.end(), ending,
        [&](std::uint32_t row, std::string_view wanted) { return isBefore(endOf(row), wanted); });
    const auto last = std::upper_bound(
        first, byEnd_.end(), ending,
        [&](std::string_view wanted, std::uint32_t row) { return isBefore(wanted, endOf(row)); });
    return {first, last};
}

std::uint32_t ImageNames::choose(Rows rows, std::string_view image, const std::string& where) const {
    std::vector<std::uint32_t> best;
    const auto hasExtension = [&](std::uint32_t row) {
        return extensionOf(names_[row]) == extensionOf(image);
    };
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(best), hasExtension);
    const bool otherType = best.empty();
    if (otherType) {
        best.assign(rows.begin(), rows.end());
    }
    if (best.size() > 1) {
        std::vector<std::string> fitting;
        for (const auto row : best) {
            fitting.push_back(names_[row]);
        }
        throw Error(ErrorCode::Data,
                    "image '" + std::string(image) + "' fits more than one embedding" +
                        (otherType ? " but for the extension" : "") + " (" + firstNames(fitting) +
                        "); embed every image once, under its own name",
                    where);
    }
    return best.front();
}

std::optional<std::uint32_t> ImageNames::find(std::string_view image, const std::string& where) const {
    image = plainName(image);
    std::string_view stem = stemOf(image);
    if (stem.empty()) {
        return std::nullopt;
    }
    if (const auto rows = named(stem); !rows.empty()) {
        return choose(rows, image, where);
    }
    if (const auto rows = endingWith(stem); !rows.empty()) {
        return choose(rows, image, where);
    }
    for (auto slash = stem.find('/'); slash != std::string_view::npos; slash = stem.find('/')) {
        stem.remove_prefix(slash + 1);
        if (const auto rows = named(stem); !stem.empty() && !rows.empty()) {
            return choose(rows, image, where);
        }
    }
    return std::nullopt;
}

ImageRows::ImageRows(const ImageNames& names) : names_(names), imageOfRow_(names.size()) {}

std::optional<std::uint32_t> ImageRows::find(std::string_view image, const std::string& where) {
    const auto row = names_.find(image, where);
    if (!row) {
        return row;
    }
    auto& owner = imageOfRow_[*row];
    if (!owner.empty() && owner != plainName(image)) {
        throw Error(ErrorCode::Data,
                    "images '" + std::string(owner) + "' and '" + std::string(plainName(image)) +
                        "' both fit the embedding '" + names_.name(*row) +
                        "'; embed both, under their own names",
                    where);
    }
    owner = plainName(image);
    return row;
}

std::string firstNames(const std::vector<std::string>& names) {
    std::string text;
    const std::size_t shown = names.size() > kNamesShown + 1 ? kNamesShown : names.size();
    for (std::size_t i = 0; i < shown; ++i) {
        text += (i == 0 ? "'" : ", '") + names[i] + "'";
    }
    return shown == names.size() ? text : text + " and " + std::to_string(names.size() - shown) + " more";
}

}  // namespace pf
