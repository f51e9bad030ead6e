// Copying face sets between folder, list, RecordIO and .bin without loss.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/session/control.h"

namespace pf {

enum class FaceFormat {
    Folder,  ///< OUT/identity/name.jpg, or OUT/name.jpg of a set without identities
    List,    ///< OUT.txt naming the images where they are; nothing is copied (sources that are files only)
    Record,  ///< OUT.rec, OUT.idx, OUT.property, OUT.lst; needs identities
    Bin,     ///< insightface's pair set; needs a pair set
};

/// "folder", "list", "rec", "bin".
const std::vector<std::string>& faceFormatNames();
/// Throws: Error(Config) naming the choices.
FaceFormat faceFormatFromName(const std::string& name);
/// By the output's extension: .rec, .bin, .txt/.lst/.csv, else a folder.
FaceFormat faceFormatOf(const std::filesystem::path& out);

struct ConvertRequest {
    std::vector<std::string> sources;  ///< anything openImages knows
    /// Gets the format's extension (.txt, .rec, .bin) when it has none that belongs to it.
    std::filesystem::path out;
    FaceFormat format = FaceFormat::Folder;
    /// A pair list (as readPairList reads it) that makes pairs of the sources' images, named as there or by
    /// the end of their path; empty: the pairs of the set, if it has any.
    std::filesystem::path pairs = {};
    /// An image that is missing or cannot be used ends the conversion; otherwise it is left out and listed.
    bool strict = false;
    /// Goes on where an interrupted conversion stopped (its state lies in OUT.part), or starts when none did.
    /// Output that exists already is refused either way.
    bool resume = false;
};

struct ConvertOutcome {
    std::size_t images = 0;            ///< in the output
    std::size_t resumedAt = 0;         ///< images that were there from an earlier attempt
    std::vector<std::string> skipped;  ///< "name: reason"; also in OUT.skipped.txt when there are any
    std::vector<std::string> notes;  ///< what else the output does not share with the source, a sentence each
    std::vector<std::filesystem::path> files;
    bool complete = true;  ///< false when stopped: `resume` goes on
};

/// Copies encoded images byte for byte, one at a time (two of a pair set): memory does not grow with the set.
/// Images that are no whole image files are left out and listed, in a pair set with the other of their pair.
/// The same with images that a pair list names and the sources lack. The pairs of a set that becomes a folder
/// go to OUT.pairs.csv, as readPairList reads it. Output appears under its name only when it is complete.
/// Throws: Error(Config) for existing output, a set that the format cannot hold (the message says which can),
/// and a source that is not the one that was begun with; Error(Data, Io). Determinism: the same bytes,
/// stopped and resumed or not.
ConvertOutcome convertImages(const ConvertRequest& request, RunControl& control,
                             const ProgressObserver& observer);

}  // namespace pf
