#include "core/formats/tensorflow/checkpoint_location.h"

#include <algorithm>

#include <span>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf::detail {
namespace {

constexpr std::size_t kMostCheckpointFileBytes = std::size_t{1} << 20;
constexpr std::size_t kListed = 5;

int octalDigit(char letter) {
    return letter >= '0' && letter <= '7' ? letter - '0' : -1;
}

/// A quoted string of protobuf's text format, which must fill `text`.
std::string unquoted(std::string_view text, const std::string& where) {
    const auto requireQuoted = [&where](bool isQuoted) {
        throwIf(!isQuoted, ErrorCode::Data,
                "its model_checkpoint_path is not a quoted text; name the checkpoint's .index file instead",
                where);
    };
    requireQuoted(text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                  text.back() == text.front());
    const char quote = text.front();
    text = text.substr(1, text.size() - 2);
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        requireQuoted(text[i] != quote);
        if (text[i] != '\\') {
            value += text[i];
            continue;
        }
        requireQuoted(++i < text.size());
        if (int code = octalDigit(text[i]); code >= 0) {
            // Bytes outside ASCII are written as up to three octal digits.
            for (int digits = 1; digits < 3 && i + 1 < text.size() && octalDigit(text[i + 1]) >= 0;
                 ++digits) {
                code = code * 8 + octalDigit(text[++i]);
            }
            value += static_cast<char>(code);
        } else {
            requireQuoted(text[i] == '\\' || text[i] == '"' || text[i] == '\'');
            value += text[i];
        }
    }
    requireQuoted(!value.empty() && value.find('\0') == std::string::npos);
    return value;
}

std::filesystem::path soleIndexIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code status;
    for (std::filesystem::directory_iterator entry(folder, status), end; !status && entry != end;
         entry.increment(status)) {
        if (entry->path().extension() == ".index" && pathIsFile(entry->path())) {
            found.push_back(entry->path());
        }
    }
    throwIf(found.empty(), ErrorCode::Io,
            "holds no TensorFlow checkpoint: neither a file 'checkpoint' nor an .index file",
            folder.string());
    if (found.size() > 1) {
        std::sort(found.begin(), found.end());
        const auto listed = std::span(found).first(std::min(kListed, found.size()));
        const auto nameOf = [](const std::filesystem::path& path) { return path.filename().string(); };
        failData(folder.string(), "holds ", found.size(), " checkpoints (", joined(listed, ", ", nameOf),
                 found.size() > kListed ? ", ..." : "",
                 ") and no file 'checkpoint' that chooses one; name the .index file");
    }
    return found.front().replace_extension();
}

std::filesystem::path prefixIn(const std::filesystem::path& folder) {
    const auto list = folder / "checkpoint";
    if (!pathIsFile(list)) {
        return soleIndexIn(folder);
    }
    const std::string named = newestCheckpoint(readTextFile(list, kMostCheckpointFileBytes), list.string());
    // `folder / named` is `named` itself when that is an absolute path: the last thing to try, because a
    // copied folder still names the place it was made at.
    const std::filesystem::path path(named);
    // Checkpoints trained on Windows name theirs with backslashes.
    std::vector<std::filesystem::path> candidates{folder / named.substr(named.find_last_of("/\\") + 1),
                                                  folder / path};
    if (path.is_relative()) {
        std::swap(candidates[0], candidates[1]);
    }
    for (const auto& candidate : candidates) {
        if (pathIsFile(indexFileOf(candidate))) {
            return candidate;
        }
    }
    throw Error(
        ErrorCode::Io,
        "names the checkpoint '" + named + "', but there is no " + indexFileOf(candidates.front()).string(),
        list.string());
}

}  // namespace

std::string newestCheckpoint(const std::string& text, const std::string& where) {
    constexpr std::string_view kKey = "model_checkpoint_path:";
    for (const std::string& line : splitText(text, '\n')) {
        const std::string_view content = trimmed(line);
        if (content.starts_with(kKey)) {
            return unquoted(trimmed(content.substr(kKey.size())), where);
        }
    }
    failData(where, "has no line model_checkpoint_path: \"NAME\"; name the checkpoint's .index file instead");
}

std::filesystem::path indexFileOf(const std::filesystem::path& prefix) {
    return prefix.string() + ".index";
}

std::filesystem::path dataFileOf(const std::filesystem::path& prefix, std::int32_t shard,
                                 std::int32_t shards) {
    return prefix.string() + formatted(".data-%05d-of-%05d", shard, shards);
}

std::filesystem::path checkpointPrefix(const std::filesystem::path& place) {
    if (pathIsFolder(place)) {
        return prefixIn(place);
    }
    const std::string text = place.string();
    std::filesystem::path prefix = place;
    if (text.ends_with(".index")) {
        prefix.replace_extension();
    } else if (const auto ending = text.rfind(".data-");
               ending != std::string::npos && text.find("-of-", ending) != std::string::npos) {
        prefix = text.substr(0, ending);
    } else if (place.filename() == "checkpoint" && pathIsFile(place)) {
        return prefixIn(place.parent_path());
    }
    throwIf(!pathIsFile(indexFileOf(prefix)), ErrorCode::Io,
            "there is no TensorFlow checkpoint here: " + indexFileOf(prefix).string() + " is missing", text);
    return prefix;
}

}  // namespace pf::detail
