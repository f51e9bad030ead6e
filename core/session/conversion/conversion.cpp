#include "core/session/conversion/conversion.h"

#include <optional>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/files/path_places.h"
#include "core/base/folder_lock.h"
#include "core/base/names/choice.h"
#include "core/base/text.h"
#include "core/data/derived_sets.h"
#include "core/eval/pairs/pair_list.h"
#include "core/session/conversion/conversion_files.h"
#include "core/session/conversion/conversion_state.h"
#include "core/session/conversion/internal/conversion_job.h"
#include "core/session/images.h"

namespace fs = std::filesystem;

namespace pf {

const std::vector<std::string>& faceFormatNames() {
    static const std::vector<std::string> names = {"folder", "list", "rec", "bin"};
    return names;
}

FaceFormat faceFormatFromName(const std::string& name) {
    return static_cast<FaceFormat>(
        choiceOf(name, faceFormatNames(),
                 "'" + name + "' is not a format of face sets; choose folder, list, rec or bin"));
}

FaceFormat faceFormatOf(const fs::path& out) {
    const std::string extension = lowerCase(out.extension().string());
    if (extension == ".rec") {
        return FaceFormat::Record;
    }
    if (extension == ".bin") {
        return FaceFormat::Bin;
    }
    const bool isList = extension == ".txt" || extension == ".lst" || extension == ".csv";
    return isList ? FaceFormat::List : FaceFormat::Folder;
}

namespace {

/// Differs when the set does: FaceSet::hash, and size and time of the sources that are single files, as the
/// hash knows nothing of what is inside.
std::string sourceKey(const FaceSet& faces, const std::vector<std::string>& sources) {
    Sha256 sum;
    sum.add(faces.hash());
    for (const std::string& source : sources) {
        std::error_code error;
        if (!fs::is_regular_file(source, error)) {
            continue;
        }
        const auto bytes = fs::file_size(source, error);
        const auto time = fs::last_write_time(source, error).time_since_epoch().count();
        sum.add(" " + std::to_string(bytes) + " " + std::to_string(time));
    }
    return sum.hex();
}

/// Throws: Error(Config) when `out` lies inside a folder that is a source: it would be part of it the next
/// time.
void requireOutside(const fs::path& out, const std::vector<std::string>& sources) {
    for (const std::string& source : sources) {
        throwIf(pathIsFolder(source) && liesIn(out, source), ErrorCode::Config,
                "lies inside the source " + source + "; choose a place outside of it", out.string());
    }
}

/// Where an interrupted conversion stopped, if there is one.
std::optional<ConversionState> stateOf(const ConversionFiles& files, bool resume) {
    std::optional<ConversionState> state;
    if (files.isBegun(resume)) {
        state = readConversionState(files.state());
    }
    if (!state || !state->complete) {
        files.requireFree();
    }
    return state;
}

/// The images that a pair list names, pair by pair.
FaceSetPtr withPairs(const FaceSetPtr& faces, const fs::path& list, bool strict) {
    throwIf(!faces->pairIsSame().empty(), ErrorCode::Config,
            "the source is a pair set already; leave the pair list out", list.string());
    EmbeddingSet named;
    for (std::size_t i = 0; i < faces->size(); ++i) {
        named.names.push_back(faces->info(i).name);
    }
    for (const SkippedImage& image : faces->skipped()) {
        named.skipped.push_back(image.name + ": " + image.reason);
    }
    const ResolvedPairs resolved = resolvePairs(readPairList(list), named, {strict});
    const PairIndex& pairs = resolved.pairs;
    SetAccount account{.notes = resolved.notes};
    for (const std::string& line : pairs.absent.failed) {
        const auto colon = line.find(": ");
        account.skipped.push_back({line.substr(0, colon), line.substr(colon + 2)});
    }
    if (pairs.absent.any()) {
        account.notes.push_back(absentText(pairs.absent) + ", which a file of pairs cannot say");
    }
    return pairedImages(faces, pairs.a, pairs.b, std::vector<bool>(pairs.same.begin(), pairs.same.end()),
                        account);
}

}  // namespace

ConvertOutcome convertImages(const ConvertRequest& request, RunControl& control,
                             const ProgressObserver& observer) {
    const ConversionFiles files(request.out, request.format);
    stateOf(files, request.resume);  // opening can take long: what is wrong already is said before
    if (request.format == FaceFormat::Folder) {
        requireOutside(files.out(), request.sources);
    }
    if (observer) {
        observer({.phase = Phase::Opening});
    }
    FaceSetPtr faces = openImages(request.sources).faces();
    if (!request.pairs.empty()) {
        faces = withPairs(faces, request.pairs, request.strict);
    }
    makeFolder(files.part());
    const FolderLock lock(
        files.part(), files.lock().filename().c_str(),
        {ErrorCode::Config, "another process is converting here; wait for it or choose another name",
         files.part().string()});
    auto state = stateOf(files, true);
    const bool isFresh = !state;
    ConvertOutcome outcome;
    try {
        ConversionJob job(faces, sourceKey(*faces, request.sources), request.format, files, std::move(state),
                          request.strict);
        outcome.resumedAt = static_cast<std::size_t>(job.state().written);
        outcome.complete = job.run(control, observer);
        outcome.images = static_cast<std::size_t>(job.state().written);
        outcome.skipped = job.skipped();
        outcome.notes = job.notes();
        if (std::string note = lock.note(files.part(), "conversion"); !note.empty()) {
            outcome.notes.push_back(std::move(note));
        }
    } catch (const Error& error) {
        // The next attempt would fail in the same way: nothing is left to go on with.
        if (isFresh && (error.code() == ErrorCode::Config || error.code() == ErrorCode::Data)) {
            files.remove();
        }
        throw;
    }
    if (outcome.complete) {
        outcome.files = files.publish();
    }
    return outcome;
}

}  // namespace pf
