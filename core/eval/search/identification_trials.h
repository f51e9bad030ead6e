// Search experiments: which images are in the gallery, and which search it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pf {

/// One search experiment. Numbers are rows from 0 of the protocol's image list.
struct IdentificationTrial {
    std::vector<std::uint32_t> gallery;
    std::vector<std::uint32_t> genuineProbes;   ///< their identities are in the gallery
    std::vector<std::uint32_t> impostorProbes;  ///< theirs are not
};

/// Trials of one kind.
struct TrialSet {
    std::string files;  ///< where they come from, for messages and reports
    std::vector<IdentificationTrial> trials;
};

/// Throws: Error(Data) naming the files, the trial and the image, unless every trial has a gallery and
/// genuine probes, all its rows are < labels.size() and in one place only, every genuine probe has its
/// identity in the gallery and no impostor probe has.
void checkTrials(const TrialSet& set, std::span<const std::int32_t> labels);

}  // namespace pf
