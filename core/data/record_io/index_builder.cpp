#include "core/data/record_io/index_builder.h"

#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

/// -1 stands for "unknown" and is settled later; nothing for what is not an identity's number.
std::optional<std::int32_t> labelOf(float value) {
    if (!(value >= -1.0F && value <= static_cast<float>(kMaxRecordLabel)) || value != std::floor(value)) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(value);
}

}  // namespace

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

void IndexBuilder::reserve(std::size_t images) {
    index_.offsets.reserve(images);
    index_.spans.reserve(images);
    index_.labels.reserve(images);
}

void IndexBuilder::writeKeysOut() {
    if (index_.keys.empty()) {
        index_.keys.reserve(index_.offsets.capacity());
        for (std::size_t i = 0; i < index_.size(); ++i) {
            index_.keys.push_back(index_.firstKey + i);
        }
    }
}

void IndexBuilder::addImage(std::uint64_t offset, std::uint64_t key, std::uint64_t span, std::int32_t label) {
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

void IndexBuilder::add(const RecordFrame& frame, std::uint64_t key, std::uint64_t span) {
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

void IndexBuilder::lose(const RecordProblem& problem) {
    ++index_.lostCount;
    if (index_.lost.size() < RecordIndex::kMaxListedLosses) {
        index_.lost.push_back(problem);
    }
}

void IndexBuilder::settleLabels() {
    const std::size_t before = index_.size();
    const auto unknown = static_cast<std::size_t>(std::count(index_.labels.begin(), index_.labels.end(), -1));
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

void IndexBuilder::settleKeys(bool keysAreIds) {
    std::vector<std::uint64_t>& keys = index_.keys;
    if (keys.empty()) {
        return;
    }
    const bool rises = std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) == keys.end();
    if (keysAreIds && !rises) {
        std::vector<std::uint64_t> sorted = keys;
        std::sort(sorted.begin(), sorted.end());
        if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
            note("the numbers that records give themselves repeat, so images are numbered by their place");
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

RecordIndex IndexBuilder::finish(bool keysAreIds) {
    settleLabels();
    settleKeys(keysAreIds);
    if (hasHeader_ && (!header_ || header_->first == 0)) {
        note("record 0 does not say how many images there are (an unfinished file); it is not used");
    } else if (hasHeader_ && header_->end < kMaxExactKeys) {
        const std::uint64_t identities = header_->end - header_->first;
        if (header_->first - 1 != index_.size() + index_.lostCount || identities != index_.identityRecords) {
            note("record 0 promises " + formatCount(header_->first - 1) + " images and " +
                 formatCount(identities) + " identities, but " + formatCount(index_.size()) + " images and " +
                 formatCount(index_.identityRecords) + " identities were found");
        }
    }
    index_.offsets.shrink_to_fit();
    index_.spans.shrink_to_fit();
    index_.labels.shrink_to_fit();
    index_.keys.shrink_to_fit();
    return std::move(index_);
}

}  // namespace pf
