// Photos to aligned crops, by five landmarks from a list or from a detector.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/session/control.h"

namespace pf {

/// What to do with a photo in which several faces are found.
enum class ManyFaces {
    Largest,  ///< keep the largest box (of listed faces: the points farthest apart)
    Centre,   ///< keep the one nearest to the middle of the photo
    All,      ///< keep every one, as NAME_1, NAME_2 ... (a single one is NAME_1, so that no two photos meet)
    Skip,     ///< keep none
};

/// What a landmark list's numbers count in, where a photo's EXIF record turns it.
enum class LandmarksIn {
    FindOut,  ///< found out photo by photo: the reading in which the face is upright, or scores as a face
    Shown,    ///< the picture as viewers show it
    Stored,   ///< the pixels as they are stored, as of tools that do not know of EXIF
};

/// "auto", "shown", "stored".
const std::vector<std::string>& landmarksInNames();

/// Throws: Error(Config) naming the choices.
LandmarksIn landmarksInFromName(const std::string& name);

/// "largest", "centre", "all", "skip".
const std::vector<std::string>& manyFacesNames();

/// Throws: Error(Config) naming the choices.
ManyFaces manyFacesFromName(const std::string& name);

/// "112x112", "112x96", "96x96": height x width of the crops there are templates for.
const std::vector<std::string>& alignSizeNames();

/// Height and width. Throws: Error(Config) naming the choices.
std::pair<int, int> alignSizeFromName(const std::string& name);

struct AlignRequest {
    /// Photos: folders (all that is below them; sub-folders are kept), lists, image files. May be empty with
    /// `landmarks`: the list then names the photos, relative to its folder or to its "images" folder.
    std::vector<std::string> sources;
    std::filesystem::path landmarks;  ///< list of images and five points; or
    std::filesystem::path detector;   ///< a YuNet ONNX file; with a list it only judges turned photos
    LandmarksIn landmarksIn = LandmarksIn::FindOut;
    std::filesystem::path out;  ///< folder of crops; sub-folders as in the source
    int height = 112;           ///< 112x112, 112x96 (height x width) or 96x96
    int width = 112;
    double minScore = 0.6;  ///< detections below it count as "low score"
    ManyFaces manyFaces = ManyFaces::Largest;
    std::string extension = ".jpg";  ///< .jpg or .png
    int jpegQuality = 95;
    int threads = 2;
    /// Crops that are there already are kept; off: refuse a folder that is not empty.
    bool resume = false;

    /// Throws: Error(Config) naming what is impossible (`out` is not looked at).
    void check() const;
};

/// One photo that did not go through without remark.
struct AlignRemark {
    std::string photo;
    /// "missing", "unreadable", "no landmarks", "no face", "low score", "several faces", "outside" (landmarks
    /// outside of the photo), "odd landmarks" (listed points that hardly are a face), "turned" (a photo that
    /// its EXIF record turns, and how its landmarks were read), "failed" (the photo broke the detector or has
    /// no crop of its size).
    std::string kind;
    std::string detail;    ///< a sentence with the numbers
    bool written = false;  ///< the photo has a crop all the same
};

/// Every photo either has crops or is in `remarks` with `written` false:
/// photos = withCrop + withoutCrop when complete.
struct AlignOutcome {
    std::size_t photos = 0;
    std::size_t written = 0;      ///< crops written now
    std::size_t kept = 0;         ///< crops that were there already
    std::size_t withCrop = 0;     ///< photos with a crop or more
    std::size_t withoutCrop = 0;  ///< photos looked at that gave none
    std::size_t otherFiles = 0;   ///< files of the source folders that are no pictures
    std::vector<AlignRemark> remarks = {};
    std::vector<std::string> notes = {};  ///< what else there is to say of the sources
    std::string reading = {};             ///< how the landmark list was read, or what the detector is
    std::filesystem::path report = {};    ///< CSV of the remarks, and of scores and landmarks of every crop
    bool complete = true;                 ///< false when stopped: `resume` goes on
};

/// Writes one crop per face, `alignment.csv` (photo, crop, score, landmarks, remark) and `alignment.yaml`
/// (template and size, which the crops' users are checked against). Photos that give no crop are listed,
/// never left out in silence; on `resume` they are tried again. Stops within one photo. A folder of crops
/// inside a source folder is refused, as a later run would take its crops for photos. Throws: Error(Config)
/// for impossible requests, Error(Data, Io) naming the file that cannot be used. Determinism: the same files
/// for any number of threads.
AlignOutcome alignFaces(const AlignRequest& request, RunControl& control, const ProgressObserver& observer);

}  // namespace pf
