// Copying face sets between folder, list, RecordIO and .bin without loss.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/session/control.h"

namespace pf {

enum class FaceFormat {
    Folder,  ///< OUT/identity/name.jpg
    List,    ///< OUT.txt naming the images where they are; nothing is copied (sources that are files only)
    Record,  ///< OUT.rec, OUT.idx, OUT.property, OUT.lst
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
    std::filesystem::path out;
    FaceFormat format = FaceFormat::Folder;
    /// Goes on where an interrupted conversion stopped (its state lies in OUT.part); off: refuse existing
    /// output.
    bool resume = false;
};

struct ConvertOutcome {
    std::size_t images = 0;            ///< in the output
    std::size_t resumedAt = 0;         ///< images that were there from an earlier attempt
    std::vector<std::string> skipped;  ///< "name: reason"
    std::vector<std::filesystem::path> files;
    bool complete = true;  ///< false when stopped: `resume` goes on
};

/// Copies encoded images byte for byte, one at a time: memory does not grow with the set. Unusable images are
/// listed. Output appears under its name only when it is complete. Throws: Error(Config, Data, Io).
ConvertOutcome convertImages(const ConvertRequest& request, RunControl& control,
                             const ProgressObserver& observer);

}  // namespace pf
