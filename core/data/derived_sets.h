// Sets made of other sets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

struct OpenOptions {
    /// Identities of the same name in several sources are one person; otherwise they are different ones.
    bool mergeSameIdentities = false;
    /// Said of the joined set in front of what its sets say (FaceSet::notes); not used where only one is
    /// opened.
    std::vector<std::string> notes{};
};

/// Joins opened sets; names of identities that occur in several are prefixed with `names` of their set.
FaceSetPtr joinFaceSets(const std::vector<FaceSetPtr>& sets, const std::vector<std::string>& names,
                        const OpenOptions& options = {});

/// The set without the images listed (those are added to `skipped`). Labels are renumbered: only identities
/// left empty are dropped, and named in droppedIdentities(). Of a pair set both images of a pair go. Throws:
/// Error(Data) when nothing is left.
FaceSetPtr withoutImages(FaceSetPtr faces, const std::vector<std::size_t>& indices,
                         const std::vector<SkippedImage>& reasons = {});

/// A pair set of images of `faces`: pair k is image first[k] and image second[k]. The columns have one
/// length, and their numbers are below the set's size. `more`: images that were asked for and are not there,
/// and what else there is to say.
FaceSetPtr pairedImages(FaceSetPtr faces, const std::vector<std::uint32_t>& first,
                        const std::vector<std::uint32_t>& second, const std::vector<bool>& same,
                        const SetAccount& more = {});

/// The set with each picture once, at its first place; no pair set any more. Labels and identities stay.
FaceSetPtr distinctImages(FaceSetPtr faces);

/// The images `indices` in that order, with their labels; no pair set any more, and nothing is skipped.
FaceSetPtr chosenImages(FaceSetPtr faces, const std::vector<std::size_t>& indices);

}  // namespace pf
