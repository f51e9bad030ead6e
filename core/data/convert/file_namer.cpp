#include "core/data/convert/file_namer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <unordered_set>

#include "core/base/numbers.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kNumberDigits = 8;

std::string extensionOf(const std::string& name) {
    return hasImageExtension(name) ? std::filesystem::path(name).extension().string() : std::string();
}

bool isDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string padded(std::string_view digits, std::size_t width) {
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + std::string(digits);
}

/// Width of the longest of numbers that rise, but not in byte order; 0 for anything else.
std::size_t widthToPad(const std::vector<std::string>& identities) {
    std::uint64_t before = 0;
    std::size_t width = 0;
    for (const std::string& identity : identities) {
        const auto number = parseNumber<std::uint64_t>(identity);
        const bool hasZeros = identity.size() > 1 && identity[0] == '0';
        if (!number || hasZeros || (width > 0 && *number <= before)) {
            return 0;
        }
        before = *number;
        width = identity.size();
    }
    return std::is_sorted(identities.begin(), identities.end()) ? 0 : width;
}

}  // namespace

std::string safeFileName(std::string_view text) {
    std::string name(text);
    for (char& letter : name) {
        const auto code = static_cast<unsigned char>(letter);
        if (code < 0x20 || code == 0x7F || letter == '/' || letter == '\\') {
            letter = '_';
        }
    }
    if (name.empty() || name[0] == '.') {
        name = "_" + (name.empty() ? name : name.substr(1));
    }
    if (name.size() > kMaxNameBytes) {
        const std::string extension = extensionOf(name);
        const std::size_t room = kMaxNameBytes - std::min(extension.size(), kMaxNameBytes);
        name = std::string(utf8Start(name, room)) + extension;
    }
    return name;
}

std::string_view imageExtension(ImageFormat format) {
    static constexpr std::array<std::string_view, 5> kExtensions = {".jpg", ".png", ".bmp", ".webp", ".pnm"};
    return kExtensions[static_cast<std::size_t>(format)];
}

std::vector<std::string> identityFolders(const std::vector<std::string>& identities) {
    const std::size_t width = widthToPad(identities);
    std::unordered_set<std::string> used;
    std::vector<std::string> folders;
    folders.reserve(identities.size());
    for (const std::string& identity : identities) {
        const std::string wanted = width > 0 ? padded(identity, width) : safeFileName(identity);
        std::string folder = wanted;
        for (std::size_t number = 2; !used.insert(folder).second; ++number) {
            folder = wanted + "_" + std::to_string(number);
        }
        folders.push_back(std::move(folder));
    }
    return folders;
}

bool FileNamer::take(Stems& stems, const Name& name) {
    auto& taken = stems[name.stem].extensions;
    const auto clashes = [&](const std::string& other) {
        return other.empty() || name.extension.empty() || other == name.extension;
    };
    if (std::any_of(taken.begin(), taken.end(), clashes)) {
        return false;
    }
    taken.push_back(name.extension);
    return true;
}

FileNamer::Name FileNamer::next(int folder, std::string_view image) {
    if (folderByFolder_ && !used_.contains(folder)) {
        used_.clear();
    }
    Stems& stems = used_[folder];
    const std::string_view last = image.substr(image.rfind('/') + 1);
    const std::size_t hash = last.rfind('#');
    Name name;
    if (hash != std::string_view::npos && isDigits(last.substr(hash + 1))) {
        name.stem = safeFileName(padded(last.substr(hash + 1), kNumberDigits));
    } else {
        const std::string safe = safeFileName(last);
        name.extension = extensionOf(safe);
        name.stem = safe.substr(0, safe.size() - name.extension.size());
        name.renamed = safe != last;
    }
    if (take(stems, name)) {
        return name;
    }
    const std::string stem = name.stem;
    name.renamed = true;
    do {
        name.stem = stem + "_" + std::to_string(stems[stem].nextNumber++);
    } while (!take(stems, name));
    return name;
}

}  // namespace pf
