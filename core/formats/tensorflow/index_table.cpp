#include "core/formats/tensorflow/index_table.h"

#include <cstdint>
#include <cstring>

#include "core/base/crc32c.h"
#include "core/base/error.h"

namespace pf::detail {
namespace {

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

}  // namespace

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

}  // namespace pf::detail
