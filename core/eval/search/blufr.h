// Identification protocols on LFW in MATLAB files: who is in the gallery, and who searches it.
#pragma once

#include <cstdint>
#include <filesystem>
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

/// The image list of LFW and up to three sets of trials on it; a set whose files are not there has no trials.
struct BlufrProtocol {
    std::vector<std::string> images;   ///< "Name/Name_0001.jpg", or only "Name_0001.jpg"
    std::vector<std::int32_t> labels;  ///< identity of every image
    /// lfw_gallery_index.mat, lfw_genuine_probe_index.mat, lfw_impostor_probe_index.mat: 596 identities with
    /// one gallery image and one probe each; all 9,494 images of the other 5,153 are impostor probes.
    TrialSet openSet;
    /// The same with `_close`: one gallery image of 4,249 identities. Its impostor probes are read and
    /// checked, and a closed-set search leaves them out.
    TrialSet closedSet;
    /// blufr_lfw_config.mat, the published BLUFR: 1,000 gallery identities; about 4,350 genuine and 4,357
    /// impostor probes, told apart by whether their identity is in the gallery.
    TrialSet published;
};

/// Reads the protocol files of a folder. Needed are the index lists with imagelist_lfw.mat and id_lfw.mat, or
/// blufr_lfw_config.mat, or both; indices in the files count from 1. Throws: Error(Io) (no such folder, an
/// unreadable file), Error(Data) naming file and variable: no protocol or half of one, what MatFile refuses,
/// lists of different images, trial numbers that leave a gap or differ between files, and as checkTrials.
/// Source: Best-Rowden et al., TIFS 2014 (openSet, closedSet, as the ProbFace reference uses them); Liao et
/// al., IJCB 2014 (published). Cost: about half a second for the released folder.
BlufrProtocol readBlufr(const std::filesystem::path& folder);

/// Throws: Error(Data) naming the files, the trial and the image, unless every trial has a gallery and
/// genuine probes, all its rows are < labels.size() and in one place only, every genuine probe has its
/// identity in the gallery and no impostor probe has.
void checkTrials(const TrialSet& set, std::span<const std::int32_t> labels);

}  // namespace pf
