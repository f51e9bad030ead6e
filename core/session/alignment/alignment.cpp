#include "core/session/alignment/alignment.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/output_file.h"
#include "core/base/folder_lock.h"
#include "core/base/names/choice.h"
#include "core/base/text.h"
#include "core/data/align/crop_file.h"
#include "core/data/align/photo_plan.h"
#include "core/data/input/preparation.h"
#include "core/session/alignment/internal/alignment_photo.h"
#include "core/session/alignment/internal/alignment_report.h"
#include "core/session/item_work.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr int kMostThreads = 256;

/// The results of many threads as one report in the order of the photos: lines go to alignment.csv.part as
/// soon as all photos before them have theirs, so that an ended process loses none but the last. Not
/// thread-safe.
class AlignmentWriter {
  public:
    /// Throws: Error(Io).
    explicit AlignmentWriter(const fs::path& folder)
        : report_(folder / kAlignmentReport), part_(folder / kAlignmentPart), lines_(part_) {
        lines_.append(alignCsvHeader());
        lines_.writeOut();
    }

    /// The lines of the photo at `index`; `isNew` when its crops were written now.
    void add(std::size_t index, std::vector<AlignRow> rows, bool isNew) {
        waiting_[index] = {std::move(rows), isNew};
        for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_;
             first = waiting_.erase(first), ++next_) {
            write(first->second);
        }
    }
    /// Writes what waits for photos that were not reached, and makes the part the report. Returns: counts,
    /// remarks and the report's path.
    AlignOutcome finish() {
        for (const auto& [index, photo] : waiting_) {
            write(photo);
        }
        // A network disk may say only now that it is full.
        lines_.flush();
        std::error_code status;
        fs::rename(part_, report_, status);
        throwIf(status, ErrorCode::Io, "cannot put the report in place: " + status.message(),
                report_.string());
        outcome_.report = report_;
        return std::move(outcome_);
    }

  private:
    struct Waiting {
        std::vector<AlignRow> rows;
        bool isNew = false;
    };

    void write(const Waiting& photo) {
        std::size_t crops = 0;
        for (const AlignRow& row : photo.rows) {
            lines_.append(alignCsvLine(row));
            crops += row.crop.empty() ? 0 : 1;
        }
        for (const AlignRow& row : photo.rows) {
            for (const PhotoRemark& remark : row.remarks) {
                outcome_.remarks.push_back({row.photo, remark.kind, remark.detail, crops > 0});
            }
        }
        (photo.isNew ? outcome_.written : outcome_.kept) += crops;
        ++(crops > 0 ? outcome_.withCrop : outcome_.withoutCrop);
        lines_.writeOut();
    }

    fs::path report_;
    fs::path part_;
    OutputFile lines_;
    std::map<std::size_t, Waiting> waiting_;
    std::size_t next_ = 0;
    AlignOutcome outcome_;
};

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
        AlignOutcome outcome = writer_.finish();
        outcome.photos = photos_.size();
        outcome.otherFiles = plan.otherFiles;
        outcome.notes = plan.notes;
        outcome.reading = evidence_.reading;
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
    const auto refuseIf = [](bool wrong, const std::string& what) {
        throwIf(wrong, ErrorCode::Config, what);
    };
    refuseIf(landmarks.empty() && detector.empty(),
             "where are the faces? give a list of landmarks or a YuNet detector");
    refuseIf(sources.empty() && landmarks.empty(), "which photos? give folders, lists or images");
    alignTemplate(height, width);
    refuseIf(!(minScore >= 0 && minScore <= 1),
             "the least score must be between 0 and 1, got " + formatNumber(minScore));
    refuseIf(extension != ".jpg" && extension != ".png",
             "crops are written as .jpg or .png, not '" + extension + "'");
    refuseIf(jpegQuality < 1 || jpegQuality > 100,
             "JPEG quality must be between 1 and 100, got " + std::to_string(jpegQuality));
    refuseIf(threads < 1 || threads > kMostThreads,
             messageFrom("the number of threads must be between 1 and ", kMostThreads, ", got ", threads));
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
