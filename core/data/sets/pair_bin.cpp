#include "core/data/sets/pair_bin.h"

#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/data/images/image_decoder.h"

namespace pf {
namespace {

constexpr std::uint64_t kMaxBinBytes = std::uint64_t{8} << 30;
constexpr const char* kExpected =
    "expected an insightface verification set: a pickle of (list of encoded images, list of issame)";

class PairBinSet final : public FaceSet {
  public:
    explicit PairBinSet(const std::filesystem::path& file)
        : file_(file),
          stamp_(imageFileStamp(file)),
          bytes_(readImageFile(file, {.maxFileBytes = kMaxBinBytes})),
          document_(bytes_, file.string()) {
        const PickleValue root = document_.root();
        const bool isPair =
            (root.kind() == PickleKind::Tuple || root.kind() == PickleKind::List) && root.size() == 2;
        failDataIf(!isPair, file.string(), "the pickle holds something else; ", kExpected);
        readImages(root.item(0), file);
        pairIsSame_ = root.item(1).asBools();
        failDataIf(images_.size() != 2 * pairIsSame_.size() || images_.empty(), file.string(), "it has ",
                   images_.size(), " images for ", pairIsSame_.size(),
                   " pairs (two images a pair are needed); ", kExpected);
    }

    std::size_t size() const override { return images_.size(); }
    FaceInfo info(std::size_t index) const override { return infos_.at(index); }
    cv::Mat decode(std::size_t index) const override {
        return decodeImage(images_.at(index), infos_[index].name);
    }
    void check(std::size_t index) const override { checkImage(images_.at(index), infos_.at(index).name); }
    std::vector<std::byte> encoded(std::size_t index) const override {
        const auto bytes = images_.at(index);
        return {bytes.begin(), bytes.end()};
    }
    std::string contentKey(std::size_t index) const override {
        Sha256 sum;
        sum.add(images_.at(index));
        return sum.hex();
    }

    std::filesystem::path file(std::size_t) const override { return file_; }
    std::string contentStamp(std::size_t index) const override {
        return stamp_.empty() ? stamp_ : stamp_ + "#" + std::to_string(index);
    }

  private:
    void readImages(const PickleValue& list, const std::filesystem::path& file) {
        const std::string prefix = file.filename().string() + "#";
        images_.reserve(list.size());
        infos_.reserve(list.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            const PickleValue image = list.item(i);
            infos_.push_back({.name = prefix + std::to_string(i)});
            // Some writers store the encoded file as an array of bytes.
            if (image.kind() == PickleKind::Array && image.asArray().itemBytes == 1) {
                images_.push_back(image.asArray().data);
            } else if (image.kind() == PickleKind::None) {
                images_.emplace_back();  // where the writer found no face: an image that cannot be used
            } else {
                images_.push_back(image.asBytes());
            }
        }
    }

    std::filesystem::path file_;
    std::string stamp_;  ///< of the file
    std::vector<std::byte> bytes_;
    PickleDocument document_;
    std::vector<std::span<const std::byte>> images_;
    std::vector<FaceInfo> infos_;
};

}  // namespace

FaceSetPtr openPairBin(const std::filesystem::path& file) {
    return std::make_shared<PairBinSet>(file);
}

}  // namespace pf
