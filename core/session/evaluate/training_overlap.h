// Test pictures and identities that were already there when the model was trained.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/session/control.h"
#include "core/session/images.h"

namespace pf {

struct TrainingPictures;

struct TrainingOverlap {
    std::size_t images = 0;                  ///< pictures of the test set, each counted once
    std::size_t pictures = 0;                ///< of them byte-identical to a training picture
    std::vector<std::string> firstPictures;  ///< some of their names
    std::size_t identities =
        0;  ///< people of the test set that have a name, where those of training have one
    std::vector<std::string> sharedNames;  ///< of them those of the training set

    bool isClean() const { return pictures == 0 && sharedNames.empty(); }
    /// "12 of the 200 test pictures are byte-identical to training pictures (a.png, ...); 3 of the 20
    /// identities are in the training set (...)" with what that means, or that nothing was found.
    std::string text() const;
};

/// Compares a test set with what a run was trained on; nothing when stopped. Names that are only numbers are
/// places in a list rather than people and are not compared. Cost: reads every picture once.
std::optional<TrainingOverlap> trainingOverlap(const ImageCatalog& test, const TrainingPictures& training,
                                               RunControl& control, int threads);

/// The same for a model: what its card says of the matter, also when its training pictures are not known.
struct OverlapNote {
    std::string text;
    bool isWarning = false;
};
OverlapNote overlapWithTraining(const ImageCatalog& test, const std::filesystem::path& runDirectory,
                                RunControl& control, int threads);

}  // namespace pf
