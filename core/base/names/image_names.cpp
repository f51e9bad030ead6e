#include "core/base/names/image_names.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/names/name_folding.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kNamesShown = 3;

std::string_view stemOf(std::string_view name) {
    name = plainName(name);
    name.remove_suffix(extensionOfName(name).size());
    return name;
}

/// Order of texts read from their ends.
bool isBefore(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

std::string_view folderOf(std::string_view name) {
    const auto slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash);
}

std::string_view lastComponent(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

}  // namespace

std::string_view plainName(std::string_view name) {
    while (name.starts_with("./")) {
        name.remove_prefix(2);
    }
    return name;
}

ImageNames::ImageNames(std::span<const std::string> names) : names_(names), byEnd_(names.size()) {
    std::iota(byEnd_.begin(), byEnd_.end(), std::uint32_t{0});
    std::ranges::stable_sort(byEnd_, isBefore, [this](std::uint32_t row) { return stemOf(names_[row]); });
    inOneFolder_ = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return folderOf(plainName(name)) == folderOf(plainName(names.front()));
    });
}

ImageNames::Rows ImageNames::named(std::string_view stem) const {
    const auto stemOfRow = [this](std::uint32_t row) { return stemOf(names_[row]); };
    const auto rows = std::ranges::equal_range(byEnd_, stem, isBefore, stemOfRow);
    return {rows.begin(), rows.end()};
}

ImageNames::Rows ImageNames::endingWith(std::string_view stem) const {
    // Of all stems only the ends count that are as long as "/stem": they are in order too.
    const std::string ending = "/" + std::string(stem);
    const auto endOfRow = [&](std::uint32_t row) {
        const std::string_view other = stemOf(names_[row]);
        return other.substr(other.size() - std::min(other.size(), ending.size()));
    };
    const auto rows = std::ranges::equal_range(byEnd_, std::string_view(ending), isBefore, endOfRow);
    return {rows.begin(), rows.end()};
}

NameFit ImageNames::ofSameType(Rows rows, std::string_view image) const {
    NameFit fit;
    const auto hasExtension = [&](std::uint32_t row) {
        return extensionOfName(names_[row]) == extensionOfName(image);
    };
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(fit.rows), hasExtension);
    fit.otherType = fit.rows.empty();
    if (fit.otherType) {
        fit.rows.assign(rows.begin(), rows.end());
    }
    return fit;
}

NameFit ImageNames::fit(std::string_view image) const {
    image = plainName(image);
    std::string_view stem = stemOf(image);
    if (stem.empty()) {
        return {};
    }
    if (const auto rows = named(stem); !rows.empty()) {
        return ofSameType(rows, image);
    }
    if (const auto rows = endingWith(stem); !rows.empty()) {
        return ofSameType(rows, image);
    }
    for (auto slash = stem.find('/'); slash != std::string_view::npos; slash = stem.find('/')) {
        stem.remove_prefix(slash + 1);
        if (const auto rows = named(stem); !stem.empty() && !rows.empty()) {
            return ofSameType(rows, image);
        }
    }
    return {};
}

NameFit ImageNames::fitByEnd(std::string_view image) const {
    image = plainName(image);
    std::string_view stem = stemOf(image);
    for (auto slash = stem.find('/'); slash != std::string_view::npos; slash = stem.find('/')) {
        stem.remove_prefix(slash + 1);
        const bool isEnough = !stem.empty() && (inOneFolder_ || stem.find('/') != std::string_view::npos);
        if (const auto rows = isEnough ? endingWith(stem) : Rows{}; !rows.empty()) {
            return ofSameType(rows, image);
        }
    }
    return {};
}

void failAmbiguous(std::span<const std::string> names, const NameFit& fit, std::string_view image,
                   const std::string& where) {
    std::vector<std::string> fitting;
    for (const auto row : fit.rows) {
        fitting.push_back(names[row]);
    }
    failData(where, "image '", image, "' fits more than one embedding",
             fit.otherType ? " but for the extension" : "", " (", firstNames(fitting),
             "); embed every image once, under its own name");
}

std::optional<std::uint32_t> ImageNames::find(std::string_view image, const std::string& where) const {
    const NameFit found = fit(image);
    if (found.rows.size() > 1) {
        failAmbiguous(names_, found, image, where);
    }
    return found.rows.empty() ? std::nullopt : std::optional(found.rows.front());
}

std::string firstNames(const std::vector<std::string>& names) {
    std::string text;
    const std::size_t shown = names.size() > kNamesShown + 1 ? kNamesShown : names.size();
    for (std::size_t i = 0; i < shown; ++i) {
        text += (i == 0 ? "'" : ", '") + names[i] + "'";
    }
    return shown == names.size() ? text : text + " and " + std::to_string(names.size() - shown) + " more";
}

std::string nearestName(std::span<const std::string> names, std::string_view image) {
    const std::string wanted = foldedName(lastComponent(image), NameFold::Case);
    std::string nearest;
    std::size_t fewest = wanted.size() + 64;
    for (const std::string& name : names) {
        const std::string candidate = foldedName(lastComponent(name), NameFold::Case);
        const std::size_t distance = editDistance(wanted, candidate, fewest);
        if (distance < fewest) {
            fewest = distance;
            nearest = name;
        }
    }
    return nearest;
}

}  // namespace pf
