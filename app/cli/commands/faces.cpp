#include "app/cli/commands/faces.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "app/cli/options/flag_reader.h"
#include "app/cli/output/output_file.h"
#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/session/commands/file_commands.h"

namespace pf::cli {
namespace {

constexpr std::size_t kRemarksShown = 10;
constexpr std::size_t kSkippedShown = 20;

std::string count(std::size_t value, const std::string& one, const std::string& many) {
    return formatCount(value) + " " + (value == 1 ? one : many);
}

void print(const AlignOutcome& outcome) {
    std::printf("%s\n", outcome.reading.c_str());
    std::printf("%s: %s", count(outcome.photos, "photo", "photos").c_str(),
                count(outcome.written, "crop written", "crops written").c_str());
    if (outcome.kept > 0) {
        std::printf(", %s", count(outcome.kept, "kept from before", "kept from before").c_str());
    }
    std::printf("; %s without a crop\n", count(outcome.withoutCrop, "photo", "photos").c_str());
    if (outcome.otherFiles > 0) {
        std::printf("%s passed over\n", count(outcome.otherFiles, "file that is not a picture was",
                                              "files that are not pictures were")
                                            .c_str());
    }
    printEach(stdout, "note: ", outcome.notes);
    std::map<std::string, std::pair<std::size_t, std::size_t>> kinds;
    for (const AlignRemark& remark : outcome.remarks) {
        ++kinds[remark.kind].first;
        kinds[remark.kind].second += remark.written ? 1 : 0;
    }
    for (const auto& [kind, counts] : kinds) {
        std::printf(
            "  %-14s %s%s\n", kind.c_str(), formatCount(counts.first).c_str(),
            counts.second == 0 ? ", no crop"
            : counts.second == counts.first
                ? ", cropped all the same"
                : (", of which " + formatCount(counts.second) + " were cropped all the same").c_str());
    }
    for (std::size_t i = 0; i < std::min(outcome.remarks.size(), kRemarksShown); ++i) {
        const AlignRemark& remark = outcome.remarks[i];
        std::printf("  %s: %s: %s\n", remark.photo.c_str(), remark.kind.c_str(), remark.detail.c_str());
    }
    if (outcome.remarks.size() > kRemarksShown) {
        std::printf("  ... and %s in the report\n",
                    formatCount(outcome.remarks.size() - kRemarksShown).c_str());
    }
    if (!outcome.report.empty()) {
        std::printf("report: %s\n", outcome.report.c_str());
    }
}

/// File names need not be UTF-8, JSON must.
std::string jsonText(const AlignOutcome& outcome) {
    nlohmann::ordered_json remarks = nlohmann::ordered_json::array();
    for (const AlignRemark& remark : outcome.remarks) {
        remarks.push_back({{"photo", remark.photo},
                           {"kind", remark.kind},
                           {"detail", remark.detail},
                           {"written", remark.written}});
    }
    const nlohmann::ordered_json json = {{"complete", outcome.complete},
                                         {"photos", outcome.photos},
                                         {"written", outcome.written},
                                         {"kept", outcome.kept},
                                         {"photos_with_crop", outcome.withCrop},
                                         {"photos_without_crop", outcome.withoutCrop},
                                         {"other_files", outcome.otherFiles},
                                         {"notes", outcome.notes},
                                         {"reading", outcome.reading},
                                         {"report", outcome.report.string()},
                                         {"remarks", remarks}};
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

struct Arguments {
    AlignRequest request;
    std::string json;
};

int align(const Arguments& asked) {
    const AlignRequest& job = asked.request;
    std::vector<std::string> used = job.sources;
    used.insert(used.end(), {job.landmarks.string(), job.detector.string()});
    requireOutputFile(asked.json, used);
    RunControl control;
    const AlignOutcome outcome = withProgress(control, alignFaces, job);
    print(outcome);
    if (!asked.json.empty()) {
        writeTextAtomically(asked.json, jsonText(outcome));
    }
    if (!outcome.complete) {
        std::printf("interrupted; the same command with --resume continues\n");
        return kInterrupted;
    }
    return outcome.withCrop > 0 ? kOk : kFailed;
}

void print(const ConvertOutcome& outcome) {
    if (!outcome.skipped.empty()) {
        std::fprintf(stderr, "left out:\n");
        const std::size_t shown = std::min(outcome.skipped.size(), kSkippedShown);
        printEach(stderr, "  ", std::span(outcome.skipped).first(shown));
        if (shown < outcome.skipped.size()) {
            std::fprintf(stderr, "  and %s more, all in the .skipped.txt\n",
                         formatCount(outcome.skipped.size() - shown).c_str());
        }
    }
    printEach(stderr, "note: ", outcome.notes);
    if (!outcome.complete) {
        std::fprintf(stderr, "stopped after %s; the same command with --resume continues\n",
                     count(outcome.images, "image", "images").c_str());
        return;
    }
    printEach(stdout, "", outcome.files);
    const std::string before = count(outcome.resumedAt, "image", "images") + " of them from before";
    std::printf("%s%s\n", count(outcome.images, "image", "images").c_str(),
                outcome.resumedAt > 0 ? (", " + before).c_str() : "");
}

int convert(const ConvertRequest& request) {
    RunControl control;
    const ConvertOutcome outcome = withProgress(control, convertImages, request);
    print(outcome);
    return outcome.complete ? kOk : kInterrupted;
}

}  // namespace

void addAlign(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(verbOf(AlignRequest()), "Cut aligned face crops out of photos");
    command->footer(
        "Landmarks: a text file with `name x1 y1 ... x5 y5` or `name x1 ... x5 y1 ... y5` a line (left eye, "
        "right eye,\nnose, left and right mouth corner as seen in the picture); which of the two is found "
        "out. Without PHOTOS the list\nnames them. The detector is a YuNet ONNX file.\n"
        "Exit code 1 when no photo gives a crop. Every photo that gives none, and every doubtful one, is in "
        "OUT/alignment.csv.\n"
        "Examples:\n"
        "  probface align /data/lfw --landmarks ldmark_lfw.txt --out lfw_112\n"
        "  probface align holiday/ --detector face_detection_yunet.onnx --many all --out faces");
    const auto arguments = std::make_shared<Arguments>();
    const FlagReader flags(*command, flagsOf(arguments->request));
    command->add_option("--json", arguments->json, "Also write the outcome, with all remarks, as JSON");
    onRun(*command, arguments, exitCode, flags.before(align));
}

void addConvert(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(verbOf(ConvertRequest()),
                                       "Copy faces between folder, list, RecordIO and .bin without loss");
    command->footer(
        "Encoded images are copied byte for byte; header and end of each are checked, and unusable ones are "
        "listed in OUT.skipped.txt.\n"
        "rec needs identities and bin needs pairs; the pairs of a .bin that becomes a folder go to "
        "OUT.pairs.csv,\nwhich --pairs takes, as LFW's pairs.txt.\n"
        "OUT appears when it is complete; until then the work is in OUT.part, where --resume continues.\n"
        "Examples:\n"
        "  probface convert /data/faces_emore/train.rec --out /data/ms1m --resume\n"
        "  probface convert /data/faces --out faces.rec\n"
        "  probface convert /data/lfw.bin --out lfw\n"
        "  probface convert lfw --pairs lfw.pairs.csv --out lfw.bin");
    onRequest<ConvertRequest>(*command, exitCode, convert);
}

}  // namespace pf::cli
