// sigma² that was computed in this session, by model and picture.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/session/images.h"
#include "core/session/model/face_measurements.h"
#include "core/session/model/face_model.h"

namespace pf {

/// Names a picture: equal only for the same file, of the same size and time, and the same place in it. Half
/// of a SHA-256.
using PictureKey = std::array<std::uint64_t, 2>;

/// The keys of a catalog's images. Cost: asks the file system once per file; a .bin is summed up.
std::vector<PictureKey> pictureKeys(const ImageCatalog& images);

/// Names the set of these pictures.
PictureKey setKey(const std::vector<PictureKey>& pictures);

/// Changes when the file that a model's path leads to (a run's best checkpoint, say) becomes another one.
/// Throws: Error(Io, Data) when there is no model.
std::string modelIdentity(const std::filesystem::path& model);

/// Remembers up to a number of pictures; beyond it the models that were not asked for the longest are
/// forgotten. Thread-safe.
class UncertaintyCache {
  public:
    explicit UncertaintyCache(std::size_t mostPictures = 1'000'000);

    /// What is known of each picture under a model (modelIdentity).
    std::vector<FaceUncertainty> find(const std::string& model, const std::vector<PictureKey>& pictures);
    void keep(const std::string& model, const PictureKey& picture, const FaceUncertainty& face);
    /// The model's own facts, for showing what is known without loading it again.
    void keepInfo(const std::string& model, const ModelInfo& info);
    std::optional<ModelInfo> info(const std::string& model) const;
    /// Where a set (setKey) is not as in the model's training, EmbeddingSet::warnings.
    void keepWarnings(const std::string& model, const PictureKey& set, std::vector<std::string> warnings);
    std::vector<std::string> warnings(const std::string& model, const PictureKey& set) const;

  private:
    struct Known {
        std::map<PictureKey, FaceUncertainty> faces;
        std::optional<ModelInfo> info;
        std::map<PictureKey, std::vector<std::string>> warnings;
    };
    Known& use(const std::string& model);
    void makeRoom();

    mutable std::mutex mutex_;
    std::size_t most_;
    std::size_t pictures_ = 0;
    std::map<std::string, Known> models_;
    std::list<std::string> used_;  ///< the last used one first
};

}  // namespace pf
