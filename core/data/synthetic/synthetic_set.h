// Synthetic faces as face sets: labelled images, and balanced genuine and impostor pairs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/face_set.h"
#include "core/data/synthetic/synthetic_faces.h"

namespace pf {

/// Every picture of the people in the options, rendered when decoded; names like "synthetic/000123/004".
/// Determinism: decode(i) gives the same bytes on every call and thread.
class SyntheticFaceSet : public FaceSet {
  public:
    /// Which picture of which person, both counted from the first of the options.
    struct Item {
        int identity = 0;
        int image = 0;
    };

    /// All pictures, person by person.
    /// Throws: Error(Config) when the options are out of range.
    explicit SyntheticFaceSet(const SyntheticFaceOptions& options);
    /// Chosen pictures; with pair flags, images 2k and 2k + 1 are pair k.
    /// Throws: Error(Config) when the options or an item are out of range or the flags do not fit the items.
    SyntheticFaceSet(const SyntheticFaceOptions& options, std::vector<Item> items,
                     std::vector<bool> pairIsSame = {});

    std::size_t size() const override { return infos_.size(); }
    FaceInfo info(std::size_t index) const override;
    cv::Mat decode(std::size_t index) const override;
    /// Nothing but the index can be wrong, so nothing is rendered.
    void check(std::size_t index) const override { item(index); }
    std::optional<double> degradation(std::size_t index) const override;
    /// Of the name and the options: nothing is rendered.
    std::uint64_t contentDigest(std::size_t index) const override;
    /// Also covers the options, which the names alone do not tell.
    std::string hash() const override;

  private:
    void addItems(std::vector<Item> items);
    std::string optionsText() const;
    const Item& item(std::size_t index) const;

    SyntheticFaceOptions options_;
    std::vector<Item> items_;
    std::vector<FaceInfo> infos_;
};

/// A pair set: pair k is images 2k and 2k + 1, half genuine and half impostor (one genuine more when odd).
/// Of every two neighbours 2j, 2j + 1 one is genuine, so contiguous folds of even size are balanced.
/// No unordered pair occurs twice.
/// Throws: Error(Config) for bad options, or when the people and pictures do not give that many pairs.
/// Determinism: a pure function of its arguments.
FaceSetPtr makeSyntheticPairSet(const SyntheticFaceOptions& options, int pairCount, std::uint64_t seed);

}  // namespace pf
