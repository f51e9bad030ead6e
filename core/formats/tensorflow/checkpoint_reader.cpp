#include "core/formats/tensorflow/checkpoint_reader.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "core/base/crc32c.h"
#include "core/base/posix_file.h"
#include "core/formats/tensorflow/checkpoint_location.h"

namespace pf {
namespace {

constexpr std::array<unsigned char, 8> kMark{0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb};

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
        const auto file = detail::indexFileOf(detail::checkpointPrefix(place));
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
    const auto prefix = detail::checkpointPrefix(place);
    index_ = detail::indexFileOf(prefix);
    TensorFlowIndex index = parseTensorFlowIndex(wholeIndex(index_), index_.string());
    std::vector<std::uint64_t> sizes;
    for (std::int32_t shard = 0; shard < index.shards; ++shard) {
        data_.push_back(detail::dataFileOf(prefix, shard, index.shards));
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
