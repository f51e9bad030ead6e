// What a model says of each image of a set: its sigma² and the length of its embedding.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace pf {

struct EmbeddingSet;

/// NaN where a number is not known.
struct FaceUncertainty {
    double sigmaSq = std::numeric_limits<double>::quiet_NaN();  ///< of a vector sigma² the geometric mean
    double norm =
        std::numeric_limits<double>::quiet_NaN();  ///< of the embedding before it is made a unit vector

    bool isKnown() const { return sigmaSq == sigmaSq; }
    bool hasNorm() const { return norm == norm; }
};

/// The images of a catalog as far as they are known.
struct FaceMeasurements {
    std::vector<FaceUncertainty> faces;  ///< by catalog index
    std::vector<std::string> skipped;    ///< "name: reason" of images that cannot be used
    std::vector<std::string> warnings;   ///< where images or settings are not those of training

    std::size_t known() const;
    /// Catalog indices of the known ones by rising sigma²; ties by index.
    std::vector<std::size_t> bySigma() const;
};

/// The measurements that embeddings of a catalog of `images` images hold.
FaceMeasurements measurementsOf(const EmbeddingSet& embeddings, std::size_t images);

}  // namespace pf
