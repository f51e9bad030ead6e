#include "core/session/run/internal/training_data.h"

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/config/field_value.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/list_source.h"
#include "core/base/text.h"
#include "core/data/input/preparation.h"
#include "core/data/sets/verify_images.h"
#include "core/nn/pch.h"
#include "core/session/images.h"
#include "core/session/run/internal/training_run.h"
#include "core/session/version.h"

namespace pf {
namespace {

constexpr std::size_t kListedInNote = 3;

ScanOptions scanOptions(TrainingRun& run) {
    ScanOptions scan;
    scan.threads = static_cast<int>(run.options().data.loaderThreads);
    scan.progress = [report = run.counter(Phase::Checking, "training faces")](std::size_t done,
                                                                              std::size_t total) {
        report(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
    };
    scan.retry = run.readRetry();
    return scan;
}

/// Sources that were there when the recipe was checked and are not now are away for a while.
void requireThere(const std::vector<std::string>& sources) {
    for (const auto& source : sources) {
        throwIf(!source.starts_with("synthetic") && !pathExists(source) && !listSourceOf(source),
                ErrorCode::Io, "is gone for the moment", source);
    }
}

FaceSetPtr openTrainingFaces(TrainingRun& run) {
    run.report({.phase = Phase::Opening, .detail = "training faces"});
    FaceSetPtr faces = run.patiently([&run] {
        requireThere(run.options().data.train);
        return openImages(run.options().data.train).faces();
    });
    failDataIf(faces->identities().empty(), run.options().data.train.front(),
               "names no identities; training needs a folder per identity or a list with labels");
    if (run.options().data.checkImages) {
        faces = withoutBadImages(faces, scanOptions(run), run.control().token());
    }
    for (const std::string& note : faces->notes()) {
        run.warn(note);
    }
    for (const std::string& remark : preparationOf(*faces).remarks) {
        run.info(remark);
    }
    run.info("training on " + formatCount(faces->size()) + " images of " +
             formatCount(faces->identities().size()) + " identities");
    return faces;
}

/// Nothing when there are none, or when what is there cannot be read: the run can do without.
std::optional<TrainingPictures> earlierPictures(TrainingRun& run) {
    try {
        return readTrainingPictures(run.directory());
    } catch (const Error& error) {
        run.warn(std::string(error.what()) + "; what the run was trained on before is not known");
        return std::nullopt;
    }
}

void saySharedPictures(TrainingRun& run, const TrainingData& data) {
    const auto groups = sharedBetweenIdentities(*data.faces, data.digests);
    if (groups.empty()) {
        return;
    }
    std::string text = formatCount(groups.size()) +
                       (groups.size() == 1 ? " picture is filed under two identities or more"
                                           : " pictures are filed under two identities or more each") +
                       " (byte-identical files): training takes them for different identities";
    for (std::size_t i = 0; i < std::min(kListedInNote, groups.size()); ++i) {
        text += "\n";
        for (std::size_t k = 0; k < groups[i].size(); ++k) {
            text += (k > 0 ? " = " : "") + data.faces->info(groups[i][k]).name;
        }
    }
    run.warn(text);
}

}  // namespace

std::optional<TrainingData> openTrainingData(TrainingRun& run) {
    TrainingData data;
    data.faces = openTrainingFaces(run);
    const std::optional<TrainingPictures> before = earlierPictures(run);
    auto digests = contentDigests(*data.faces, before ? before->digests : ContentDigests{}, scanOptions(run),
                                  run.control().token());
    if (!digests) {
        return std::nullopt;
    }
    data.digests = std::move(*digests);
    for (std::size_t i = 0; i < data.faces->size(); ++i) {
        data.labels.push_back(data.faces->info(i).label);
    }
    const std::string contents = contentHash(*data.faces, data.digests);
    if (auto recorded = run.patiently([&run] { return readDataRecord(run.directory()); })) {
        data.record = std::move(*recorded);
        const std::string change = dataChange(*data.faces, data.digests, data.record, before);
        if (!change.empty()) {
            run.warn(change);
        }
        if (!data.record.knows(contents)) {
            data.record.later.push_back(contents);
        }
    } else {
        data.record = {.names = data.faces->hash(), .contents = contents, .later = {}};
    }
    saySharedPictures(run, data);
    run.persist([&] {
        writeTrainingPictures(run.directory(), before.value_or(TrainingPictures{}), *data.faces,
                              data.digests);
    });
    return data;
}

std::string runConfigText(const Options& options, const DataRecord& data) {
    std::string text = configText(options) + "written_by:\n  program: probface " + programVersion() +
                       "\n  data_sha256: " + yamlScalar(data.names) + "\n";
    if (!data.contents.empty()) {
        text += "  contents_sha256: " + yamlScalar(data.contents) + "\n";
    }
    if (!data.later.empty()) {
        text += "  contents_later:  # what later attempts found in its place\n";
        for (const std::string& contents : data.later) {
            text += "    - " + yamlScalar(contents) + "\n";
        }
    }
    return text;
}

void reportSkipped(TrainingRun& run, const std::vector<std::string>& lines,
                   const std::vector<std::string>& droppedIdentities) {
    if (lines.empty()) {
        return;
    }
    std::string text;
    for (const auto& line : lines) {
        text += line + "\n";
    }
    run.persist([&] { writeTextAtomically(run.directory() / "skipped-images.txt", text); });
    std::string note =
        formatCount(lines.size()) + " images cannot be used and are left out (all in skipped-images.txt):";
    for (std::size_t i = 0; i < std::min(kListedInNote, lines.size()); ++i) {
        note += "\n" + lines[i];
    }
    if (!droppedIdentities.empty()) {
        note += "\nidentities without any image left: " + joined(droppedIdentities);
    }
    run.warn(note);
}

}  // namespace pf
