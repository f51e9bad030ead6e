#include "core/formats/tensorflow/checkpoint_reader.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>

#include "core/base/atomic_file.h"
#include "core/base/crc32c.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/numbers.h"
#include "core/base/posix_file.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::array<unsigned char, 8> kMark{0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb};
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

/// The value of model_checkpoint_path in the text of a `checkpoint` file. Throws: Error(Data) naming `where`.
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

/// PREFIX.index.
std::filesystem::path indexFileOf(const std::filesystem::path& prefix) {
    return prefix.string() + ".index";
}

/// PREFIX.data-00000-of-00001.
std::filesystem::path dataFileOf(const std::filesystem::path& prefix, std::int32_t shard,
                                 std::int32_t shards) {
    return prefix.string() + formatted(".data-%05d-of-%05d", shard, shards);
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

/// PREFIX of PREFIX.index for a folder, a prefix, an .index or a .data-NNNNN-of-NNNNN file.
/// Throws: Error(Io) when the index file is missing; Error(Data) when a folder's `checkpoint` file is damaged
/// or it does not say which of several is meant.
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

std::uint64_t sizeOf(const std::filesystem::path& file) {
    std::error_code failure;
    const bool regular = std::filesystem::is_regular_file(file, failure);
    const std::uint64_t size = regular ? std::filesystem::file_size(file, failure) : 0;
    throwIf(!regular || failure, ErrorCode::Io, "there is no such file; a checkpoint needs all of its parts",
            file.string());
    return size;
}

std::ifstream opened(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    throwIf(!stream, ioError(file, "open it"));
    return stream;
}

std::vector<std::byte> wholeIndex(const std::filesystem::path& file) {
    const std::uint64_t size = sizeOf(file);
    throwIf(size > kMostIndexBytes, ErrorCode::Data,
            "it has " + std::to_string(size) + " bytes; no checkpoint's index is that large", file.string());
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    auto stream = opened(file);
    readExactly(stream, bytes, file.string());
    return bytes;
}

}  // namespace

bool TensorFlowCheckpoint::recognises(const std::filesystem::path& place) {
    try {
        const auto file = indexFileOf(checkpointPrefix(place));
        std::ifstream stream(file, std::ios::binary);
        std::array<unsigned char, kMark.size()> mark{};
        stream.seekg(-static_cast<std::streamoff>(mark.size()), std::ios::end);
        stream.read(reinterpret_cast<char*>(mark.data()), static_cast<std::streamsize>(mark.size()));
        return stream.good() && mark == kMark;
    } catch (const std::exception&) {
        return false;
    }
}

TensorFlowCheckpoint::TensorFlowCheckpoint(const std::filesystem::path& place) {
    const auto prefix = checkpointPrefix(place);
    index_ = indexFileOf(prefix);
    TensorFlowIndex index = parseTensorFlowIndex(wholeIndex(index_), index_.string());
    std::vector<std::uint64_t> sizes;
    for (std::int32_t shard = 0; shard < index.shards; ++shard) {
        data_.push_back(dataFileOf(prefix, shard, index.shards));
        sizes.push_back(sizeOf(data_.back()));
    }
    for (const auto& entry : index.entries) {
        const auto shard = static_cast<std::size_t>(entry.shard);
        if (entry.offset + entry.bytes > sizes[shard]) {
            failData(data_[shard].string(), "the tensor '", entry.name, "' should end at byte ",
                     entry.offset + entry.bytes, ", but the file has only ", sizes[shard],
                     "; it is cut off or belongs to another index");
        }
    }
    entries_ = std::move(index.entries);
}

const TensorFlowEntry* TensorFlowCheckpoint::find(std::string_view name) const {
    const auto found = std::ranges::lower_bound(entries_, name, {}, &TensorFlowEntry::name);
    return found != entries_.end() && found->name == name ? &*found : nullptr;
}

std::vector<std::byte> TensorFlowCheckpoint::read(const TensorFlowEntry& entry) const {
    const auto& file = data_.at(static_cast<std::size_t>(entry.shard));
    failDataIf(entry.type == "string" || entry.type == "variant" || entry.type == "resource", file.string(),
               "the tensor '", entry.name, "' is of the type ", entry.type, ", which holds no numbers");
    std::vector<std::byte> bytes(static_cast<std::size_t>(entry.bytes));
    auto stream = opened(file);
    stream.seekg(static_cast<std::streamoff>(entry.offset));
    readExactly(stream, bytes, file.string());
    failDataIf(maskedCrc32c(crc32c(bytes)) != entry.maskedCrc, file.string(), "the tensor '", entry.name,
               "' is damaged: its checksum does not match; use another copy");
    return bytes;
}

}  // namespace pf
