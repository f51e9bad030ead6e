// Collecting the images of a .rec record by record. Internal to record_io.
#pragma once

#include <optional>

#include "core/data/record_io/record_index.h"

namespace pf {

inline constexpr std::int64_t kMaxRecordLabel = std::int64_t{1} << 24;
/// Keys in labels are floats: above this they are no longer exact.
inline constexpr std::uint64_t kMaxExactKeys = std::uint64_t{1} << 24;

/// insightface's header or identity record: keys from `first` to `end` - 1. Nothing when the two labels are
/// no such range.
struct KeyRange {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
};
std::optional<KeyRange> keyRangeOf(const RecordFrame& frame);

class IndexBuilder {
  public:
    void reserve(std::size_t images);
    /// A record with its key and how far it is to what follows.
    void add(const RecordFrame& frame, std::uint64_t key, std::uint64_t span);
    /// An image whose label is known.
    void addImage(std::uint64_t offset, std::uint64_t key, std::uint64_t span, std::int32_t label);
    void lose(const RecordProblem& problem);
    void note(std::string text) { index_.notes.push_back(std::move(text)); }
    void setIdentityRecords(std::uint64_t count) { index_.identityRecords = count; }
    /// Sorts out unlabelled images and keys. `keysAreIds`: the keys are what the records' headers say, and
    /// are replaced by places in the file where they repeat.
    RecordIndex finish(bool keysAreIds);

  private:
    /// Keys are not written out while they are consecutive.
    void writeKeysOut();
    void settleLabels();
    void settleKeys(bool keysAreIds);

    RecordIndex index_;
    std::optional<KeyRange> header_;
    bool hasHeader_ = false;
};

}  // namespace pf
