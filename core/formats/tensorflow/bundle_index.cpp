#include "core/formats/tensorflow/bundle_index.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>

#include "core/base/crc32c.h"
#include "core/base/error.h"
#include "core/formats/tensorflow/tensor_bundle.pb.h"

namespace pf {
namespace {

constexpr std::int32_t kMostShards = 99999;  // the file names have five digits
constexpr int kMostDimensions = 254;         // TensorFlow's own limit
constexpr std::size_t kMostNameBytes = std::size_t{64} << 20;
static_assert(kMostIndexBytes <= std::numeric_limits<int>::max(), "protobuf takes int sizes");

/// Bounds that keep a small damaged or hostile file from asking for much memory.
constexpr std::size_t kLongestTableKey = 4096;
constexpr std::size_t kMostTableEntries = std::size_t{1} << 20;

/// Receives the pairs in the order of their keys; both are valid during the call only.
using TableVisitor = std::function<void(std::string_view key, std::span<const std::byte> value)>;

using Bytes = std::span<const std::byte>;

constexpr std::uint64_t kMagic = 0xdb4775248b80fb57U;
constexpr std::size_t kFooterBytes = 48;
/// After a block: its compression and its checksum.
constexpr std::size_t kTrailerBytes = 5;

template <typename Number>
Number fixedAt(Bytes bytes, std::size_t position) {
    Number value{};
    std::memcpy(&value, bytes.data() + position, sizeof value);
    return value;
}

/// What is read from the front of some bytes; `where` names the file.
class Cursor {
  public:
    Cursor(Bytes bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    bool empty() const { return bytes_.empty(); }
    Bytes rest() const { return bytes_; }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
            const auto byte = std::to_integer<std::uint64_t>(bytes_.front());
            bytes_ = bytes_.subspan(1);
            // Nothing may be written in a second way: a flipped bit could otherwise go unseen.
            if ((shift == 63 && byte > 1) || (shift > 0 && byte == 0)) {
                break;
            }
            value |= (byte & 0x7F) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
        failData(where_, "its index table is damaged: a number in it is not written as numbers are");
    }

    Bytes take(std::uint64_t count) {
        if (count > bytes_.size()) {
            failData(where_, "its index table is damaged: an entry of ", count,
                     " bytes does not fit into its block");
        }
        const Bytes taken = bytes_.first(static_cast<std::size_t>(count));
        bytes_ = bytes_.subspan(taken.size());
        return taken;
    }

  private:
    Bytes bytes_;
    const std::string& where_;
};

/// A block's place in the file.
struct Handle {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

Handle readHandle(Cursor& cursor) {
    const std::uint64_t offset = cursor.varint();
    return {offset, cursor.varint()};
}

/// The blocks of a file, which must follow each other without a gap: otherwise some byte would be covered by
/// no checksum.
class BlockSequence {
  public:
    BlockSequence(Bytes file, const std::string& where) : blocks_(file), where_(where) {}

    std::size_t position() const { return position_; }

    /// The content of the next block, which must lie at `handle`.
    Bytes next(const Handle& handle, const char* what) {
        const std::string place = std::string("its ") + what + " at byte " + std::to_string(handle.offset);
        failDataIf(handle.offset != position_ || handle.size > blocks_.size() - position_ ||
                       blocks_.size() - position_ - handle.size < kTrailerBytes,
                   where_, place, " of ", handle.size,
                   " bytes lies outside the file or on another block; it is damaged or cut off");
        const auto size = static_cast<std::size_t>(handle.size);
        const Bytes content = blocks_.subspan(position_, size);
        const auto stored = fixedAt<std::uint32_t>(blocks_, position_ + size + 1);
        throwIf(maskedCrc32c(crc32c(blocks_.subspan(position_, size + 1))) != stored, ErrorCode::Data,
                place + " is damaged: its checksum does not match; use another copy", where_);
        const auto compression = std::to_integer<int>(blocks_[position_ + size]);
        failDataIf(compression != 0, where_, place, " is compressed (type ", compression,
                   "), which TensorFlow's own checkpoints never are; save it again with TensorFlow");
        position_ += size + kTrailerBytes;
        return content;
    }

  private:
    Bytes blocks_;
    const std::string& where_;
    std::size_t position_ = 0;
};

/// Walks the prefix-compressed entries of a block.
void walkBlock(Bytes block, const std::string& where, const TableVisitor& visit) {
    const auto damagedIf = [&where](bool isWrong, const char* what) {
        if (isWrong) {
            throw Error(ErrorCode::Data, std::string("its index table is damaged: ") + what, where);
        }
    };
    constexpr std::size_t kWord = sizeof(std::uint32_t);
    damagedIf(block.size() < kWord, "a block is too short for its restart points");
    const std::uint64_t restarts = fixedAt<std::uint32_t>(block, block.size() - kWord);
    damagedIf(restarts > (block.size() - kWord) / kWord, "a block has more restart points than bytes");
    Cursor entries(block.first(block.size() - kWord * static_cast<std::size_t>(restarts + 1)), where);
    std::string key;
    while (!entries.empty()) {
        const std::uint64_t shared = entries.varint();
        const std::uint64_t added = entries.varint();
        const std::uint64_t valueBytes = entries.varint();
        damagedIf(shared > key.size(), "a key shares more bytes with the one before than that one has");
        if (added > kLongestTableKey || shared + added > kLongestTableKey) {
            failData(where, "its index table has a key of more than ", kLongestTableKey,
                     " bytes; no checkpoint needs one");
        }
        const Bytes tail = entries.take(added);
        key.resize(static_cast<std::size_t>(shared));
        key.append(reinterpret_cast<const char*>(tail.data()), tail.size());
        visit(key, entries.take(valueBytes));
    }
}

/// Walks a whole table: every byte of it is accounted for by a block, its checksum or the footer, every
/// block's masked CRC-32C is checked and the keys rise. Throws: Error(Data) naming `where` and the byte when
/// the table is cut, damaged, compressed or no table; and whatever `visit` throws. Source: LevelDB's
/// table_format.md, tensorflow/core/lib/io/format.cc.
void walkIndexTable(Bytes file, const std::string& where, const TableVisitor& visit) {
    throwIf(file.empty(), ErrorCode::Data, "it is empty; copy it again", where);
    throwIf(file.size() < kFooterBytes, ErrorCode::Data,
            "it is too short for the index of a TensorFlow checkpoint (cut off?)", where);
    const Bytes footer = file.last(kFooterBytes);
    failDataIf(fixedAt<std::uint64_t>(footer, kFooterBytes - sizeof kMagic) != kMagic, where,
               "not the index of a TensorFlow V2 checkpoint, or cut off: its last 8 bytes are not the "
               "format's mark");
    Cursor handles(footer.first(kFooterBytes - sizeof kMagic), where);
    const Handle metaHandle = readHandle(handles);
    const Handle indexHandle = readHandle(handles);
    for (const std::byte byte : handles.rest()) {
        failDataIf(byte != std::byte{0}, where, "its footer is damaged: bytes that must be zero are not");
    }
    const Bytes blocks = file.first(file.size() - kFooterBytes);
    // The block of block handles is the last one, but is needed first.
    throwIf(indexHandle.offset > blocks.size(), ErrorCode::Data,
            "its footer points past the end of the file; it is damaged or cut off", where);
    const auto indexOffset = static_cast<std::size_t>(indexHandle.offset);
    BlockSequence last(blocks.subspan(indexOffset), where);
    const Bytes index = last.next({0, indexHandle.size}, "block of block places");
    throwIf(indexOffset + last.position() != blocks.size(), ErrorCode::Data,
            "its blocks do not fill it up to the footer; it is damaged", where);

    BlockSequence sequence(blocks.first(indexOffset), where);
    std::string before;
    std::size_t count = 0;
    walkBlock(index, where, [&](std::string_view /*separator*/, Bytes value) {
        Cursor place(value, where);
        const Bytes block = sequence.next(readHandle(place), "block");
        walkBlock(block, where, [&](std::string_view key, Bytes content) {
            throwIf(count > 0 && key <= before, ErrorCode::Data,
                    "its index table is damaged: the keys are not in order", where);
            if (++count > kMostTableEntries) {
                failData(where, "it lists more than ", kMostTableEntries,
                         " tensors; no checkpoint has that many");
            }
            before.assign(key);
            visit(key, content);
        });
    });
    sequence.next(metaHandle, "metadata block");
    throwIf(sequence.position() != indexOffset, ErrorCode::Data,
            "its blocks do not follow each other without gaps; it is damaged", where);
}

struct Type {
    const char* name;
    std::uint64_t bytes;  ///< of an element; 0 when that is not fixed
};

/// By DataType's number. Source: tensorflow/core/framework/types.proto.
constexpr std::array<Type, 24> kTypes{
    {{nullptr, 0},       {"float32", 4}, {"float64", 8},   {"int32", 4},   {"uint8", 1},   {"int16", 2},
     {"int8", 1},        {"string", 0},  {"complex64", 8}, {"int64", 8},   {"bool", 1},    {"qint8", 1},
     {"quint8", 1},      {"qint32", 4},  {"bfloat16", 2},  {"qint16", 2},  {"quint16", 2}, {"uint16", 2},
     {"complex128", 16}, {"float16", 2}, {"resource", 0},  {"variant", 0}, {"uint32", 4},  {"uint64", 8}}};

template <typename Message>
bool parse(Message& message, std::span<const std::byte> bytes) {
    return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

class IndexBuilder {
  public:
    explicit IndexBuilder(const std::string& where) : where_(where) {}

    void add(std::string_view key, std::span<const std::byte> value) {
        if (key.empty()) {
            readHeader(value);
            return;
        }
        failDataIf(index_.shards == 0, where_,
                   "it has no header; it is not a checkpoint of TensorFlow's V2 format");
        nameBytes_ += key.size();
        failDataIf(nameBytes_ > kMostNameBytes, where_,
                   "its tensors' names are longer than 64 MiB in all; no checkpoint has such");
        const std::string name(key);
        // A slice's key is binary; its tensor, which comes later in the order, is the one to name.
        if (std::ranges::any_of(name, [](unsigned char letter) { return letter < 0x20 || letter == 0x7F; })) {
            strangeName_ = true;
            return;
        }
        index_.entries.push_back(readEntry(name, value));
    }

    TensorFlowIndex finished() {
        failDataIf(index_.shards == 0, where_,
                   "it lists nothing at all, not even its own header; it is not a TensorFlow checkpoint");
        failDataIf(strangeName_, where_, "the name of a tensor holds control characters; it is damaged");
        checkOverlaps();
        return std::move(index_);
    }

  private:
    template <typename... Parts>
    void failIf(bool isWrong, const std::string& name, const Parts&... text) const {
        failDataIf(isWrong, where_, "the tensor '", name, "' ", text...);
    }

    void readHeader(std::span<const std::byte> value) {
        tensorflow::BundleHeader header;
        failDataIf(!parse(header, value), where_, "its header is damaged");
        failDataIf(
            header.endianness() != 0, where_,
            "it was written on a big-endian computer, whose byte order is not read; save it again on a "
            "little-endian one");
        failDataIf(header.num_shards() < 1 || header.num_shards() > kMostShards, where_,
                   "its header speaks of ", header.num_shards(), " data files; 1 to 99999 are possible");
        index_.shards = header.num_shards();
    }

    TensorFlowEntry readEntry(const std::string& name, std::span<const std::byte> value) const {
        tensorflow::BundleEntry stored;
        failIf(!parse(stored, value), name, "has a damaged entry");
        failIf(stored.slices_size() > 0, name, "is stored in ", stored.slices_size(),
               " slices of a partitioned variable, which are not read; save it unpartitioned");
        const auto number = static_cast<std::size_t>(stored.dtype());
        failIf(stored.dtype() < 1 || number >= kTypes.size(), name, "has the unknown type number ",
               stored.dtype());
        failIf(stored.shard_id() < 0 || stored.shard_id() >= index_.shards, name, "lies in data file ",
               stored.shard_id(), " of ", index_.shards, " (counted from 0)");
        failIf(stored.offset() < 0 || stored.size() < 0 ||
                   stored.size() > std::numeric_limits<std::int64_t>::max() - stored.offset(),
               name, "has an impossible place: ", stored.size(), " bytes at byte ", stored.offset());
        TensorFlowEntry entry{.name = name,
                              .type = kTypes[number].name,
                              .shape = {},
                              .bytes = static_cast<std::uint64_t>(stored.size()),
                              .shard = stored.shard_id(),
                              .offset = static_cast<std::uint64_t>(stored.offset()),
                              .maskedCrc = stored.crc32c()};
        readShape(entry, stored.shape(), kTypes[number].bytes);
        return entry;
    }

    void readShape(TensorFlowEntry& entry, const tensorflow::Shape& shape, std::uint64_t elementBytes) const {
        failIf(shape.unknown_rank() || shape.dim_size() > kMostDimensions, entry.name,
               "has no shape that is possible for stored values");
        std::uint64_t bytes = elementBytes;
        bool tooMany = false;
        bool empty = false;
        for (const auto& dimension : shape.dim()) {
            const std::int64_t size = dimension.size();
            failIf(size < 0, entry.name, "has the negative size ", size, " in its shape");
            entry.shape.push_back(size);
            empty = empty || size == 0;
            tooMany = tooMany || (size > 0 && bytes > std::numeric_limits<std::uint64_t>::max() /
                                                          static_cast<std::uint64_t>(size));
            bytes *= static_cast<std::uint64_t>(size);
        }
        failIf(elementBytes != 0 && ((tooMany && !empty) || (empty ? 0 : bytes) != entry.bytes), entry.name,
               "has a shape that does not fit its ", entry.bytes, " bytes of ", entry.type);
    }

    /// Bytes that belong to two tensors are a lie about at least one of them.
    void checkOverlaps() const {
        std::vector<const TensorFlowEntry*> byPlace;
        for (const auto& entry : index_.entries) {
            if (entry.bytes > 0) {
                byPlace.push_back(&entry);
            }
        }
        std::ranges::sort(byPlace, {},
                          [](const auto* entry) { return std::pair(entry->shard, entry->offset); });
        for (std::size_t i = 1; i < byPlace.size(); ++i) {
            const TensorFlowEntry& before = *byPlace[i - 1];
            failIf(before.shard == byPlace[i]->shard && byPlace[i]->offset < before.offset + before.bytes,
                   byPlace[i]->name, "lies on the bytes of the tensor '", before.name, "'");
        }
    }

    const std::string& where_;
    TensorFlowIndex index_;
    std::size_t nameBytes_ = 0;
    bool strangeName_ = false;
};

}  // namespace

TensorFlowIndex parseTensorFlowIndex(std::span<const std::byte> file, const std::string& where) {
    failDataIf(file.size() > kMostIndexBytes, where, "it has more than ", kMostIndexBytes,
               " bytes; no checkpoint's index is that large");
    IndexBuilder builder(where);
    walkIndexTable(file, where, [&builder](std::string_view key, std::span<const std::byte> value) {
        builder.add(key, value);
    });
    return builder.finished();
}

}  // namespace pf
