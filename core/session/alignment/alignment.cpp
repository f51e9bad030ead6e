#include "core/session/alignment/alignment.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/folder_lock.h"
#include "core/base/names/choice.h"
#include "core/base/text.h"
#include "core/data/align/crop_file.h"
#include "core/data/align/photo_plan.h"
#include "core/data/input/preparation.h"
#include "core/session/alignment/internal/alignment_folder.h"
#include "core/session/alignment/internal/alignment_photo.h"
#include "core/session/alignment/internal/alignment_report.h"
#include "core/session/alignment/internal/alignment_writer.h"
#include "core/session/item_work.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr int kMostThreads = 256;

/// The threads' common state.
class Alignment {
  public:
    Alignment(const AlignRequest& request, const FaceEvidence& evidence, const PhotoPlan& plan,
              const FinishedPhotos& finished)
        : request_(request),
          evidence_(evidence),
          photos_(plan.photos),
          finished_(finished),
          writer_(request.out),
          told_(plan.photos.size(), false) {}

    ItemWorker worker(RunControl& control) {
        const auto aligner = std::make_shared<PhotoAligner>(request_, evidence_.list());
        return [this, &control, aligner](std::size_t index) {
            if (const std::vector<AlignRow>* rows = finishedRows(photos_[index])) {
                tell(index, *rows, false);
                return ItemEnd::WasDone;
            }
            AlignedPhoto aligned = aligner->align(photos_[index], control.token());
            if (control.stopRequested()) {
                return ItemEnd::Stopped;
            }
            tell(index, writeCrops(photos_[index], aligned), true);
            return ItemEnd::Done;
        };
    }

    AlignOutcome finish(const PhotoPlan& plan, bool complete) {
        // A stopped run must not forget what an earlier one did for photos that it did not reach.
        for (std::size_t i = 0; i < photos_.size(); ++i) {
            const std::vector<AlignRow>* rows = told_[i] ? nullptr : earlierRows(photos_[i]);
            if (rows != nullptr) {
                writer_.add(i, *rows, false);
            }
        }
        AlignOutcome outcome{.photos = photos_.size(),
                             .otherFiles = plan.otherFiles,
                             .notes = plan.notes,
                             .reading = evidence_.reading};
        writer_.finish(outcome);
        outcome.complete = complete;
        return outcome;
    }

  private:
    std::string cropName(const Photo& photo, std::size_t face) const {
        const bool numbered = request_.manyFaces == ManyFaces::All;
        return photo.stem.generic_string() + (numbered ? "_" + std::to_string(face) : "") +
               request_.extension;
    }

    /// What an earlier run wrote of the photo.
    const std::vector<AlignRow>* earlierRows(const Photo& photo) const {
        const auto found = finished_.find(cropName(photo, 1));
        const bool same = found != finished_.end() && found->second.front().photo == photo.path.string();
        return same ? &found->second : nullptr;
    }

    /// The same, when its crops are all there.
    const std::vector<AlignRow>* finishedRows(const Photo& photo) const {
        const std::vector<AlignRow>* rows = earlierRows(photo);
        const bool whole =
            rows != nullptr && std::all_of(rows->begin(), rows->end(), [&](const AlignRow& row) {
                return isWholeImage(request_.out / row.crop) && isNewer(request_.out / row.crop, photo.path);
            });
        return whole ? rows : nullptr;
    }

    /// Whether a crop was made of the photo as it is now.
    static bool isNewer(const fs::path& crop, const fs::path& photo) {
        std::error_code unknown;
        const auto cropped = fs::last_write_time(crop, unknown);
        const auto taken = fs::last_write_time(photo, unknown);
        return !unknown && cropped >= taken;
    }

    std::vector<AlignRow> writeCrops(const Photo& photo, AlignedPhoto& aligned) const {
        std::vector<AlignRow> rows;
        const auto kept = static_cast<std::size_t>(std::count_if(
            aligned.faces.begin(), aligned.faces.end(), [](const PhotoFace& face) { return face.kept; }));
        for (PhotoFace& face : aligned.faces) {
            if (!face.kept) {
                continue;
            }
            AlignRow row{.photo = photo.path.string(),
                         .crop = cropName(photo, rows.size() + 1),
                         .face = rows.size() + 1,
                         .faces = kept,
                         .found = {},
                         .remarks = {}};
            const fs::path file = request_.out / row.crop;
            makeFolder(file.parent_path());
            const cv::Mat rgb(face.crop.height, face.crop.width, CV_8UC3, face.crop.pixels.data());
            writeCrop(file, rgb, request_.jpegQuality);
            row.found = {.box = face.box, .points = face.points, .score = face.score};
            rows.push_back(std::move(row));
        }
        if (rows.empty()) {
            rows.push_back({.photo = photo.path.string()});
        }
        rows.front().remarks = aligned.allRemarks();
        return rows;
    }

    void tell(std::size_t index, std::vector<AlignRow> rows, bool isNew) {
        const std::lock_guard lock(mutex_);
        writer_.add(index, std::move(rows), isNew);
        told_[index] = true;
    }

    const AlignRequest& request_;
    const FaceEvidence& evidence_;
    const std::vector<Photo>& photos_;
    const FinishedPhotos& finished_;

    std::mutex mutex_;  ///< guards what follows
    AlignmentWriter writer_;
    std::vector<bool> told_;
};

}  // namespace

const std::vector<std::string>& manyFacesNames() {
    static const std::vector<std::string> kNames = {"largest", "centre", "all", "skip"};
    return kNames;
}

ManyFaces manyFacesFromName(const std::string& name) {
    return static_cast<ManyFaces>(
        choiceOf(name, manyFacesNames(),
                 "'" + name + "' is not a rule for several faces; choose largest, centre, all or skip"));
}

const std::vector<std::string>& landmarksInNames() {
    static const std::vector<std::string> kNames = {"auto", "shown", "stored"};
    return kNames;
}

LandmarksIn landmarksInFromName(const std::string& name) {
    return static_cast<LandmarksIn>(choiceOf(
        name, landmarksInNames(),
        "landmarks are not in '" + name +
            "'; choose auto, shown (the picture) or stored (its pixels before the EXIF record turns them)"));
}

const std::vector<std::string>& alignSizeNames() {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const AlignTemplate& known : alignTemplates()) {
            names.push_back(std::to_string(known.height) + "x" + std::to_string(known.width));
        }
        return names;
    }();
    return kNames;
}

std::pair<int, int> alignSizeFromName(const std::string& name) {
    const AlignTemplate& known = alignTemplates()[choiceOf(
        name, alignSizeNames(),
        "there are no crops of '" + name + "'; choose 112x112, 112x96 (height x width) or 96x96")];
    return {known.height, known.width};
}

void AlignRequest::check() const {
    const auto refuse = [](const std::string& what) { throw Error(ErrorCode::Config, what); };
    if (landmarks.empty() && detector.empty()) {
        refuse("where are the faces? give a list of landmarks or a YuNet detector");
    }
    if (sources.empty() && landmarks.empty()) {
        refuse("which photos? give folders, lists or images");
    }
    alignTemplate(height, width);
    if (!(minScore >= 0 && minScore <= 1)) {
        refuse("the least score must be between 0 and 1, got " + formatNumber(minScore));
    }
    if (extension != ".jpg" && extension != ".png") {
        refuse("crops are written as .jpg or .png, not '" + extension + "'");
    }
    if (jpegQuality < 1 || jpegQuality > 100) {
        refuse("JPEG quality must be between 1 and 100, got " + std::to_string(jpegQuality));
    }
    if (threads < 1 || threads > kMostThreads) {
        refuse("the number of threads must be between 1 and " + std::to_string(kMostThreads) + ", got " +
               std::to_string(threads));
    }
}

AlignOutcome alignFaces(const AlignRequest& request, RunControl& control, const ProgressObserver& observer) {
    request.check();
    checkAlignmentFolder(request);
    if (observer) {
        observer({.phase = Phase::Opening, .detail = "photos"});
    }
    const FaceEvidence evidence = openEvidence(request);
    const AlignSettings settings = alignSettings(request, evidence.sha256);
    const PhotoPlan plan =
        planPhotos(request.sources, evidence.list(), {.without = request.out, .stop = control.token()});
    if (control.stopRequested()) {
        return {.photos = plan.photos.size(), .reading = evidence.reading, .complete = false};
    }
    if (plan.photos.empty()) {
        failData(request.sources.front(), "there is no picture in it or below it");
    }
    makeFolder(request.out);
    const FolderLock lock(
        request.out, "",
        {ErrorCode::Config, "another process is aligning into it; wait for it, or name another folder",
         request.out.string()});
    checkAlignmentFolder(
        request);  // again: another process may have worked there while the photos were listed
    const FinishedPhotos finished = openAlignmentFolder(request, settings, evidence.reading);
    Alignment alignment(request, evidence, plan, finished);
    const bool complete = workThrough(
        {.total = plan.photos.size(), .threads = request.threads, .detail = "crops"},
        [&] { return alignment.worker(control); }, control, observer);
    AlignOutcome outcome = alignment.finish(plan, complete);
    if (std::string note = lock.note(request.out, "alignment"); !note.empty()) {
        outcome.notes.push_back(std::move(note));
    }
    writeTextAtomically(request.out / kAlignmentFile,
                        alignYaml(request, settings, evidence.reading, &outcome));
    return outcome;
}

}  // namespace pf
