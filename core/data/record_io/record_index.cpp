#include "core/data/record_io/record_index.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/record_io/idx_file.h"

namespace pf {
namespace {

constexpr std::size_t kSamples = 64;
/// Keys in labels are floats: above this they are no longer exact.
constexpr std::uint64_t kMaxExactKeys = std::uint64_t{1} << 24;

/// -1 stands for "unknown" and is settled later; nothing for what is not an identity's number.
std::optional<std::int32_t> labelOf(float value) {
    if (!(value >= -1.0F && value <= static_cast<float>(kMaxRecordLabel)) || value != std::floor(value)) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(value);
}

/// insightface's header or identity record: keys from `first` to `end` - 1. Nothing when the two labels are
/// no such range.
struct KeyRange {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
};
std::optional<KeyRange> keyRangeOf(const RecordFrame& frame) {
    const auto isKey = [](float value) {
        return value >= 0.0F && value < 9.0e18F && value == std::floor(value);
    };
    const auto [first, end] = frame.header.labels;
    if (!frame.isRange() || !isKey(first) || !isKey(end) || end < first) {
        return std::nullopt;
    }
    return KeyRange{static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(end)};
}

/// Collects the images of a .rec record by record.
class IndexBuilder {
  public:
    void reserve(std::size_t images) {
        index_.offsets.reserve(images);
        index_.spans.reserve(images);
        index_.labels.reserve(images);
    }

    /// A record with its key and how far it is to what follows.
    void add(const RecordFrame& frame, std::uint64_t key, std::uint64_t span) {
        if (frame.isRange()) {
            if (frame.header.id == 0) {
                header_ = keyRangeOf(frame);
                hasHeader_ = true;
            } else {
                ++index_.identityRecords;
            }
            return;
        }
        const auto loseIt = [&](const std::string& reason) {
            lose({RecordProblem::Kind::NoImage, frame.offset, frame.end, reason});
        };
        if (frame.bytes == frame.header.bytes()) {
            loseIt("the record holds no image");
            return;
        }
        const float value = frame.header.identityLabel();
        if (const auto label = labelOf(value)) {
            addImage(frame.offset, key, span, *label);
        } else {
            loseIt("the record's label " + formatNumber(static_cast<double>(value)) +
                   " is not an identity's number (whole, 0 to 16,777,216)");
        }
    }

    /// An image whose label is known.
    void addImage(std::uint64_t offset, std::uint64_t key, std::uint64_t span, std::int32_t label) {
        if (index_.size() == 0) {
            index_.firstKey = key;
        }
        const bool isNext = index_.keys.empty() && key == index_.firstKey + index_.size();
        if (!isNext) {
            writeKeysOut();
            index_.keys.push_back(key);
        }
        index_.offsets.push_back(offset);
        index_.spans.push_back(static_cast<std::uint32_t>(std::min<std::uint64_t>(span, UINT32_MAX)));
        index_.labels.push_back(label);
    }

    void lose(const RecordProblem& problem) {
        ++index_.lostCount;
        if (index_.lost.size() < RecordIndex::kMaxListedLosses) {
            index_.lost.push_back(problem);
        }
    }

    void note(std::string text) { index_.notes.push_back(std::move(text)); }
    void setIdentityRecords(std::uint64_t count) { index_.identityRecords = count; }
    /// Sorts out unlabelled images and keys. `keysAreIds`: the keys are what the records' headers say, and
    /// are replaced by places in the file where they repeat.
    RecordIndex finish(bool keysAreIds) {
        settleLabels();
        settleKeys(keysAreIds);
        if (hasHeader_ && (!header_ || header_->first == 0)) {
            note("record 0 does not say how many images there are (an unfinished file); it is not used");
        } else if (hasHeader_ && header_->end < kMaxExactKeys) {
            const std::uint64_t identities = header_->end - header_->first;
            if (header_->first - 1 != index_.size() + index_.lostCount ||
                identities != index_.identityRecords) {
                note("record 0 promises " + formatCount(header_->first - 1) + " images and " +
                     formatCount(identities) + " identities, but " + formatCount(index_.size()) +
                     " images and " + formatCount(index_.identityRecords) + " identities were found");
            }
        }
        index_.offsets.shrink_to_fit();
        index_.spans.shrink_to_fit();
        index_.labels.shrink_to_fit();
        index_.keys.shrink_to_fit();
        return std::move(index_);
    }

  private:
    /// Keys are not written out while they are consecutive.
    void writeKeysOut() {
        if (index_.keys.empty()) {
            index_.keys.reserve(index_.offsets.capacity());
            for (std::size_t i = 0; i < index_.size(); ++i) {
                index_.keys.push_back(index_.firstKey + i);
            }
        }
    }

    void settleLabels() {
        const std::size_t before = index_.size();
        const auto unknown = static_cast<std::size_t>(std::ranges::count(index_.labels, -1));
        if (unknown == 0 || unknown == before) {
            return;
        }
        writeKeysOut();
        std::size_t kept = 0;
        for (std::size_t i = 0; i < before; ++i) {
            if (index_.labels[i] < 0) {
                lose({RecordProblem::Kind::NoImage, index_.offsets[i], 0,
                      "the record's label is -1 (unknown), but other records have one"});
                continue;
            }
            index_.offsets[kept] = index_.offsets[i];
            index_.spans[kept] = index_.spans[i];
            index_.labels[kept] = index_.labels[i];
            index_.keys[kept] = index_.keys[i];
            ++kept;
        }
        index_.offsets.resize(kept);
        index_.spans.resize(kept);
        index_.labels.resize(kept);
        index_.keys.resize(kept);
    }

    void settleKeys(bool keysAreIds) {
        std::vector<std::uint64_t>& keys = index_.keys;
        if (keys.empty()) {
            return;
        }
        const bool rises = std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) == keys.end();
        if (keysAreIds && !rises) {
            std::vector<std::uint64_t> sorted = keys;
            std::sort(sorted.begin(), sorted.end());
            if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
                note(
                    "the numbers that records give themselves repeat, so images are numbered by their place");
                index_.firstKey = hasHeader_ ? 1 : 0;
                keys = {};
                return;
            }
        }
        if (rises && keys.back() - keys.front() == keys.size() - 1) {
            index_.firstKey = keys.front();
            keys = {};
        }
    }

    RecordIndex index_;
    std::optional<KeyRange> header_;
    bool hasHeader_ = false;
};

std::string atByte(std::uint64_t offset) {
    return "byte " + std::to_string(offset);
}

/// Finds the images by an .idx, or says why it cannot be used.
class IdxIndexer {
  public:
    IdxIndexer(const RecordFile& file, const RandomFile& idx) : file_(file), idx_(idx) {}

    /// Throws: Error(Data) when the .idx does not fit the .rec.
    RecordIndex build() {
        entries_ = readIdxFile(idx_, file_.size());
        if (!entries_.wasSorted) {
            builder_.note("the lines of " + idx_.path().filename().string() +
                          " are not in the order of the records; they were sorted");
        }
        for (std::size_t k = 0; k <= kSamples; ++k) {
            checkPlace((count() - 1) * k / kSamples);
        }
        if (!takeRanges()) {
            readEveryRecord();
        }
        return builder_.finish(false);
    }

  private:
    std::size_t count() const { return entries_.keys.size(); }
    std::uint64_t follows(std::size_t i) const {
        return i + 1 < count() ? entries_.offsets[i + 1] : file_.size();
    }
    std::uint64_t span(std::size_t i) const { return follows(i) - entries_.offsets[i]; }

    [[noreturn]] void fail(const std::string& reason) const { failData(idx_.path().string(), reason); }

    /// The record of line `i`. A record that is whole but no image is left to the caller.
    std::optional<RecordFrame> record(std::size_t i, RecordProblem& problem) const {
        auto frame = file_.frameAt(entries_.offsets[i], problem);
        if (!frame && problem.kind != RecordProblem::Kind::NoImage) {
            fail("key " + std::to_string(entries_.keys[i]) + " leads to " + atByte(problem.offset) + ": " +
                 problem.reason);
        }
        return frame;
    }

    void checkPlace(std::size_t i) const {
        RecordProblem problem;
        const auto frame = record(i, problem);
        const std::uint64_t end = frame ? frame->end : problem.end;
        if (end != follows(i)) {
            fail("the record of key " + std::to_string(entries_.keys[i]) + " ends at " + atByte(end) +
                 (i + 1 < count() ? ", but the next one is said to begin at "
                                  : ", but the .rec continues to ") +
                 atByte(follows(i)));
        }
    }

    /// Uses insightface's header and identity records; false when the file has none, or they do not fit.
    bool takeRanges() {
        const auto place = std::find(entries_.keys.begin(), entries_.keys.end(), std::uint64_t{0});
        if (place == entries_.keys.end()) {
            return false;
        }
        const auto at = static_cast<std::size_t>(place - entries_.keys.begin());
        RecordProblem problem;
        const auto frame = record(at, problem);
        const auto range = frame ? keyRangeOf(*frame) : std::nullopt;
        // An unfinished file has an empty range.
        if (!range || range->end == 0) {
            return false;
        }
        const std::string why = whyRangesDoNotFit(*range, at);
        if (!why.empty()) {
            builder_.note(why + "; each record's own label is used");
            return false;
        }
        builder_.setIdentityRecords(starts_.size() - 1);
        builder_.reserve(range->first - 1);
        std::int32_t label = 0;
        for (std::uint64_t key = 1; key < range->first; ++key) {
            while (starts_[static_cast<std::size_t>(label) + 1] <= key) {
                ++label;
            }
            const std::size_t i = lineOf(key, at);
            builder_.addImage(entries_.offsets[i], key, span(i), label);
        }
        return true;
    }

    /// Keys are consecutive but for 0, which lies at line `header`.
    static std::size_t lineOf(std::uint64_t key, std::size_t header) {
        return key - 1 < header ? key - 1 : key;
    }

    std::string whyRangesDoNotFit(const KeyRange& range, std::size_t header) {
        if (range.end >= kMaxExactKeys) {
            return "there are more than 16,777,216 records, for which identity records are not exact";
        }
        if (range.first < 1 || range.end != count()) {
            return "record 0 says that keys end at " + std::to_string(range.end) + ", but " +
                   idx_.path().filename().string() + " has " + formatCount(count()) + " lines";
        }
        for (std::size_t i = 0; i < count(); ++i) {
            if (i != header && entries_.keys[i] != (i < header ? i + 1 : i)) {
                return "the keys are not consecutive in the order of the records";
            }
        }
        return readRanges(range, header);
    }

    std::string readRanges(const KeyRange& range, std::size_t header) {
        starts_.clear();
        std::uint64_t expected = 1;
        for (std::uint64_t key = range.first; key < range.end; ++key) {
            RecordProblem problem;
            const auto frame = record(lineOf(key, header), problem);
            const auto images = frame ? keyRangeOf(*frame) : std::nullopt;
            if (!images || images->first != expected || images->end > range.first) {
                return "identity record " + std::to_string(key) +
                       " does not begin where the one before it ends";
            }
            starts_.push_back(images->first);
            expected = images->end;
        }
        if (expected != range.first || starts_.empty()) {
            return "the identity records do not cover all " + std::to_string(range.first - 1) + " images";
        }
        starts_.push_back(expected);
        return sampleLabels(header);
    }

    /// Whether the order of the identity records is the numbering that the images themselves carry.
    std::string sampleLabels(std::size_t header) const {
        const std::size_t identities = starts_.size() - 1;
        for (std::size_t k = 0; k <= kSamples; ++k) {
            const std::size_t identity = (identities - 1) * k / kSamples;
            if (starts_[identity] == starts_[identity + 1]) {
                continue;
            }
            for (const std::uint64_t key : {starts_[identity], starts_[identity + 1] - 1}) {
                RecordProblem problem;
                const auto frame = record(lineOf(key, header), problem);
                if (!frame || frame->isRange() ||
                    frame->header.identityLabel() != static_cast<float>(identity)) {
                    return "image " + std::to_string(key) + " lies in the range of identity " +
                           std::to_string(identity) + " but does not have that label";
                }
            }
        }
        return {};
    }

    void readEveryRecord() {
        builder_.setIdentityRecords(0);
        builder_.reserve(count());
        for (std::size_t i = 0; i < count(); ++i) {
            RecordProblem problem;
            if (const auto frame = record(i, problem)) {
                builder_.add(*frame, entries_.keys[i], span(i));
            } else {
                builder_.lose(problem);
            }
        }
    }

    const RecordFile& file_;
    const RandomFile& idx_;
    IdxEntries entries_;
    std::vector<std::uint64_t> starts_;  ///< first key of each identity, and one behind the last
    IndexBuilder builder_;
};

RecordIndex scanFor(const RecordFile& file, const std::string& why) {
    IndexBuilder builder;
    builder.note(why + "the records were found by reading through " + file.path().filename().string());
    scanRecords(
        file,
        [&](const RecordFrame& frame) { builder.add(frame, frame.header.id, frame.end - frame.offset); },
        [&](const RecordProblem& problem) { builder.lose(problem); });
    return builder.finish(true);
}

}  // namespace

RecordIndex openRecordIndex(const RecordFile& file, const std::filesystem::path& idx) {
    std::error_code ignored;
    if (!std::filesystem::exists(idx, ignored)) {
        return scanFor(file, idx.filename().string() + " is missing; ");
    }
    std::string why;
    try {
        return IdxIndexer(file, RandomFile(idx)).build();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Data) {
            throw;
        }
        why = error.what();
    }
    return scanFor(file, why + "; it was not used, ");
}

}  // namespace pf
