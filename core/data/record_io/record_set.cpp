#include "core/data/record_io/record_set.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <optional>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/images/image_decoder.h"
#include "core/data/read_retry.h"
#include "core/data/record_io/record_folder.h"
#include "core/data/record_io/record_index.h"
#include "core/data/record_io/record_names.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

class RecordFaceSet final : public FaceSet {
  public:
    RecordFaceSet(const fs::path& record, std::vector<std::string> notes)
        : stamp_(imageFileStamp(record)), file_(record), name_(record.filename().string()) {
        account_.notes = std::move(notes);
        fs::path companion = record;
        index_ = openRecordIndex(file_, companion.replace_extension(".idx"));
        account_.notes.insert(account_.notes.end(), index_.notes.begin(), index_.notes.end());
        index_.notes = {};
        listLosses();
        failDataIf(index_.size() == 0, record.string(), "no image was found in it; expected MXNet RecordIO",
                   account_.skipped.empty()
                       ? ""
                       : " (" + account_.skipped[0].name + ": " + account_.skipped[0].reason + ")");
        numberIdentities();
        openNames(companion.replace_extension(".lst"));
        compareProperty();
    }

    std::size_t size() const override { return index_.size(); }
    FaceInfo info(std::size_t index) const override {
        const int label = index_.labels.at(index);
        return {.name = names_ ? names_->at(index) : placeName(index), .label = label};
    }

    cv::Mat decode(std::size_t index) const override {
        const Image image = read(index);
        return decodeImage(image.bytes(), image.name);
    }
    void check(std::size_t index) const override {
        const Image image = read(index);
        checkImage(image.bytes(), image.name);
    }
    std::vector<std::byte> encoded(std::size_t index) const override {
        const Image image = read(index);
        return {image.bytes().begin(), image.bytes().end()};
    }
    std::string contentKey(std::size_t index) const override {
        return file_.path().string() + "@" + std::to_string(index_.offsets.at(index));
    }
    std::filesystem::path file(std::size_t) const override { return file_.path(); }
    std::string contentStamp(std::size_t index) const override {
        return stamp_.empty() ? stamp_ : stamp_ + "@" + std::to_string(index_.offsets.at(index));
    }
    std::string hash() const override {
        Sha256 sum;
        sum.add(name_ + ":" + std::to_string(size()) + ":" + std::to_string(file_.size()) + ":");
        sum.add(std::as_bytes(std::span(index_.offsets)));
        sum.add(std::as_bytes(std::span(index_.labels)));
        for (const std::string& identity : identities_) {
            sum.add(std::to_string(identity.size()) + ":" + identity);
        }
        return sum.hex();
    }

  private:
    struct Image {
        RecordContent content;
        std::uint64_t begin;
        std::string name;
        std::span<const std::byte> bytes() const { return content.bytes().subspan(begin); }
    };

    std::string placeName(std::size_t index) const { return name_ + "#" + std::to_string(index_.key(index)); }
    /// The record's image. The index may be older than the file, so that the record is looked at again.
    Image read(std::size_t index) const {
        const int label = index_.labels.at(index);
        const auto fail = [&](const std::string& reason) {
            failData(placeName(index) + (names_ ? " (" + names_->at(index) + ")" : ""),
                     "cannot use the image: ", reason, " (byte ", index_.offsets[index], ")");
        };
        std::optional<RecordContent> content;
        try {
            content = file_.read(index_.offsets[index], index_.spans[index]);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Data) {
                throw;
            }
            fail(skipReason(error));
        }
        std::string reason;
        const auto header = parseImageRecordHeader(content->bytes(), content->bytes().size(), reason);
        if (!header) {
            fail(reason);
        }
        if (label >= 0 &&
            header->identityLabel() != static_cast<float>(numbers_[static_cast<std::size_t>(label)])) {
            fail("its record has the label " + formatNumber(static_cast<double>(header->identityLabel())) +
                 ", but the identity records say " +
                 std::to_string(numbers_[static_cast<std::size_t>(label)]));
        }
        return {std::move(*content), header->bytes(), placeName(index)};
    }

    void listLosses() {
        for (RecordProblem& problem : index_.lost) {
            account_.skipped.push_back({file_.path().string() + " at byte " + std::to_string(problem.offset),
                                        std::move(problem.reason)});
        }
        if (index_.lostCount > index_.lost.size()) {
            account_.skipped.push_back(
                {file_.path().string(), formatCount(index_.lostCount - index_.lost.size()) +
                                            " more places could not be used, for such reasons"});
        }
        index_.lost = {};
    }

    /// Numbers the labels that occur from 0 on.
    void numberIdentities() {
        for (const std::int32_t label : index_.labels) {
            if (label >= 0 && (numbers_.empty() || numbers_.back() != label)) {
                numbers_.push_back(label);
            }
        }
        std::ranges::sort(numbers_);
        numbers_.erase(std::unique(numbers_.begin(), numbers_.end()), numbers_.end());
        for (const std::int32_t number : numbers_) {
            identities_.push_back(std::to_string(number));
        }
        for (std::int32_t number = 0; number < static_cast<std::int64_t>(index_.identityRecords); ++number) {
            if (!std::ranges::binary_search(numbers_, number)) {
                account_.dropped.push_back(std::to_string(number));
            }
        }
        for (std::int32_t& label : index_.labels) {
            if (label >= 0) {
                const auto place = std::ranges::lower_bound(numbers_, label);
                label = static_cast<std::int32_t>(place - numbers_.begin());
            }
        }
    }

    void openNames(const fs::path& list) {
        std::error_code ignored;
        if (!fs::exists(list, ignored)) {
            return;
        }
        try {
            names_.emplace(list, index_, numbers_);
        } catch (const Error& error) {
            account_.notes.push_back(std::string(error.what()) + "; the images of " + name_ +
                                     " are named by their keys");
            return;
        }
        std::vector<std::string> folders = names_->takeFolders();
        if (!folders.empty()) {
            identities_ = std::move(folders);
        }
    }

    void compareProperty() {
        std::vector<std::string> wrong;
        const auto property = readRecordProperty(file_.path(), wrong);
        if (property) {
            const std::uint64_t identities = identities_.size() + account_.dropped.size();
            const bool fits =
                property->isShared ? identities <= property->identities : identities == property->identities;
            if (!fits) {
                wrong.push_back(property->file.string() + " says " + formatCount(property->identities) +
                                " identities, but " + name_ + " has " + formatCount(identities));
            }
            compareSize(*property, wrong);
        }
        account_.notes.insert(account_.notes.end(), wrong.begin(), wrong.end());
    }

    void compareSize(const RecordProperty& property, std::vector<std::string>& wrong) const {
        try {
            const Image image = read(0);
            const ImageHeader header = checkImage(image.bytes(), image.name);
            if (header.width != property.width || header.height != property.height) {
                wrong.push_back(property.file.string() + " says images are " +
                                std::to_string(property.width) + " x " + std::to_string(property.height) +
                                ", but the first one in " + name_ + " is " + std::to_string(header.width) +
                                " x " + std::to_string(header.height));
            }
        } catch (const Error& error) {
            // The image itself will be told of where it is used.
            if (error.code() != ErrorCode::Data) {
                throw;
            }
        }
    }

    std::string stamp_;  ///< of the file, before it was opened
    RecordFile file_;
    std::string name_;
    RecordIndex index_;  ///< its labels index into identities_
    std::optional<RecordNames> names_;
    std::vector<std::int32_t> numbers_;  ///< of the identities in the file
};

}  // namespace

FaceSetPtr openRecordSet(const fs::path& record, std::vector<std::string> notes) {
    return std::make_shared<RecordFaceSet>(record, std::move(notes));
}

}  // namespace pf
