// dmlc RecordIO, MXNet's container: framed records in one file, and the header MXNet puts before an image.
// Std and pf_base only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/record_io/random_file.h"

namespace pf {

/// Every part of a record begins with these four bytes (0a 23 d7 ce), then three bits of flag (0 whole, 1
/// first part, 2 middle, 3 last) and 29 bits of length; contents are padded to a multiple of 4. Parts are
/// what lay between two magic numbers inside the content.
inline constexpr std::uint32_t kRecordMagic = 0xced7230a;
inline constexpr std::uint64_t kMaxRecordBytes = (std::uint64_t{1} << 29) - 1;
/// Labels are floats, which are exact up to there.
inline constexpr std::int64_t kMaxRecordLabel = std::int64_t{1} << 24;
/// A record is cut at every aligned magic number in it: one in four billion words of an image. More parts
/// than these are made up, and following them from every place where one begins would take for ever.
inline constexpr std::uint32_t kMaxRecordParts = 64;

/// MXNet's IRHeader: what stands in front of an image.
struct ImageRecordHeader {
    static constexpr std::uint64_t kBytes = 24;

    std::uint32_t flag = 0;  ///< how many labels follow the 24 bytes; with 0, `label` is the only one
    float label = 0.0F;
    std::uint64_t id = 0;
    std::uint64_t id2 = 0;
    std::array<float, 2> labels{};  ///< the first two of those that follow

    /// Length with the labels that follow: where the image begins.
    std::uint64_t bytes() const { return kBytes + 4 * std::uint64_t{flag}; }
    float identityLabel() const { return flag > 0 ? labels[0] : label; }
};

/// Reads the header at the start of a record's content of `contentBytes`, of which `start` holds the first 32
/// bytes or all. Nothing, with the reason, when it does not fit into the content.
std::optional<ImageRecordHeader> parseImageRecordHeader(std::span<const std::byte> start,
                                                        std::uint64_t contentBytes, std::string& reason);

/// One whole record with its place in the file.
struct RecordFrame {
    std::uint64_t offset = 0;
    std::uint64_t end = 0;    ///< where the next record begins
    std::uint64_t bytes = 0;  ///< of the content, its parts joined
    std::uint32_t parts = 1;
    ImageRecordHeader header;

    /// Whether it is insightface's kind of record that has no image but a range of keys as its two labels.
    bool isRange() const { return header.flag == 2 && bytes == header.bytes(); }
};

/// What is wrong at a place in the file.
struct RecordProblem {
    enum class Kind {
        NoRecord,  ///< no record begins there
        Cut,       ///< it begins, but its end is missing
        NoImage,   ///< a whole record, but not one of MXNet's images; `end` is where the next one begins
    };
    Kind kind = Kind::NoRecord;
    std::uint64_t offset = 0;  ///< of the part that is wrong
    std::uint64_t end = 0;
    std::string reason;
};

/// A record's content, as it was read.
struct RecordContent {
    std::vector<std::byte> buffer;
    std::size_t begin = 0;
    std::size_t length = 0;

    std::span<const std::byte> bytes() const { return std::span(buffer).subspan(begin, length); }
};

/// Random access to the records of a file. All functions may be called from several threads.
class RecordFile {
  public:
    /// Throws: Error(Data) naming the path when it cannot be opened or is empty.
    explicit RecordFile(std::filesystem::path path);

    const std::filesystem::path& path() const { return file_.path(); }
    std::uint64_t size() const { return file_.size(); }

    /// The record at `offset`, of which only frames and header are read; nothing, with the problem, when
    /// there is none. Throws: Error(Io). Cost: one system call, and one more for each part.
    std::optional<RecordFrame> frameAt(std::uint64_t offset, RecordProblem& problem) const;
    /// Its content. `span` is how many bytes of the file it is likely to take (0 when unknown); right, it
    /// makes one system call of the reading. Throws: Error(Data) saying what is wrong at which byte,
    /// Error(Io).
    RecordContent read(std::uint64_t offset, std::uint32_t span = 0) const;
    /// The first place from `from` on where a record begins that another one or the end of the file follows;
    /// at most `reach` bytes are searched.
    std::optional<std::uint64_t> findRecord(std::uint64_t from, std::uint64_t reach = UINT64_MAX) const;

  private:
    struct Part;
    bool partFrom(std::span<const std::byte> head, std::uint64_t offset, bool first, Part& part,
                  RecordProblem& problem) const;
    bool partAt(std::uint64_t offset, bool first, Part& part, RecordProblem& problem) const;
    std::vector<std::byte> gather(Part part, RecordFrame& frame, std::uint64_t most,
                                  RecordProblem& problem) const;
    bool looksWhole(std::uint64_t offset) const;

    RandomFile file_;
};

/// Calls `found` for every record in the file's order and `lost` for what cannot be used: a torn or damaged
/// record, bytes between records, a record that is none of MXNet's. After damage the next record is the one
/// that another one follows. Only frames and headers are read. Throws: Error(Io). Cost: one system call a
/// record, linear in the file whatever it holds.
void scanRecords(const RecordFile& file, const std::function<void(const RecordFrame&)>& found,
                 const std::function<void(const RecordProblem&)>& lost);

/// The bytes of one record as they stand in a file: framed, split where the content holds the magic number,
/// padded. `content` must not be longer than kMaxRecordBytes.
void appendRecord(std::vector<std::byte>& file, std::span<const std::byte> content);
/// The bytes of a header; with `labels`, their number becomes the flag.
std::vector<std::byte> imageRecordHeader(float label, std::uint64_t id, std::span<const float> labels = {});

}  // namespace pf
