#include "app/cli/commands/compare.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/session/commands/model_commands.h"
#include "core/session/inspect/pair_alignment.h"
#include "core/session/model/image_fit.h"

namespace pf::cli {
namespace {

void printSigma(const char* name, double sigmaSq, const std::optional<double>& percentile) {
    printFormatted("sigma² %s      %.4f", name, sigmaSq);
    if (percentile) {
        printFormatted("  (percentile %.0f of the training images; higher is less certain)", *percentile);
    }
    std::printf("\n");
}

/// The folder for the crops: the one asked for, or one that goes when the comparison ends.
class CropFolder {
  public:
    explicit CropFolder(const std::string& kept) : path_(kept), temporary_(kept.empty()) {
        if (temporary_) {
            std::string name = (std::filesystem::temp_directory_path() / "probface-crops-XXXXXX").string();
            throwIf(::mkdtemp(name.data()) == nullptr, ErrorCode::Io,
                    "cannot create a folder for the crops; name one with --crops", name);
            path_ = name;
        }
    }
    ~CropFolder() {
        if (temporary_) {
            std::error_code ignored;
            std::filesystem::remove_all(path_, ignored);
        }
    }
    CropFolder(const CropFolder&) = delete;
    CropFolder& operator=(const CropFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    bool isKept() const { return !temporary_; }

  private:
    std::filesystem::path path_;
    bool temporary_;
};

std::filesystem::path detectorOf(const CompareCommand& arguments) {
    if (!arguments.detector->empty()) {
        rememberDetector(*arguments.detector);
        return *arguments.detector;
    }
    const auto found = findDetector();
    throwIf(found.empty(), ErrorCode::Config,
            "--align: no YuNet file (face_detection_yunet_....onnx) was found; name one as --align FILE, "
            "which is remembered, or put it into one of " +
                detectorPlaces());
    return found;
}

/// The photo's crop, with a line about it.
std::filesystem::path aligned(FaceModel& model, const char* side, const std::string& photo,
                              const std::filesystem::path& detector, const CropFolder& crops,
                              RunControl& control) {
    const AlignedFace face = alignFor(model.info(), photo, detector, crops.path() / side, control);
    if (!face.crop.empty()) {
        std::printf("%s             aligned%s%s\n", side,
                    crops.isKept() ? (", " + face.crop.string()).c_str() : "",
                    face.remark.empty() ? "" : (" (" + face.remark + ")").c_str());
    }
    return face.crop;
}

void print(const PairComparison& pair, bool offerAlign) {
    printFormatted("cosine        %.4f\n", pair.cosine);
    printFormatted(
        "MLS           %.4f  (= -(distance term %.4f + log-variance term %.4f); negative is normal)\n",
        pair.mls, pair.distanceTerm, pair.logVarianceTerm);
    printSigma("A", pair.sigmaSqA, pair.percentileA);
    printSigma("B", pair.sigmaSqB, pair.percentileB);
    std::printf("verdict       %s\n", pair.verdict.c_str());
    if (offerAlign) {
        std::printf("              add --align to cut the faces out as the model expects them\n");
    }
}

int compare(const CompareCommand& arguments) {
    RunControl control;
    const InterruptGuard interrupts(control);
    FaceModel model(arguments.model.file, arguments.model.settings);
    std::filesystem::path faces[] = {arguments.left, arguments.right};
    if (!arguments.detector) {
        print(model.compare(faces[0], faces[1]),
              std::ranges::any_of(faces, [&](const std::filesystem::path& image) {
                  return !imageProblem(model.info(), image).empty();
              }));
        return kOk;
    }
    const auto detector = detectorOf(arguments);
    const CropFolder crops(arguments.crops);
    for (int i = 0; i < 2; ++i) {
        if (imageProblem(model.info(), faces[i]).empty()) {
            continue;  // a crop already
        }
        faces[i] = aligned(model, i == 0 ? "A" : "B", faces[i], detector, crops, control);
        if (faces[i].empty()) {
            return kInterrupted;
        }
    }
    print(model.compare(faces[0], faces[1]), false);
    return kOk;
}

}  // namespace

void addCompare(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(verbOf(CompareCommand()), "Compare two face images");
    command->footer(
        "Images must be aligned crops as the model was trained with; with --align they may be photos.\n"
        "Examples:\n"
        "  probface compare a.jpg b.jpg --model runs/demo/RUN\n"
        "  probface compare photo1.jpg photo2.jpg --model RUN --align yunet.onnx --crops crops");
    onRequest<CompareCommand>(*command, exitCode, compare);
}

}  // namespace pf::cli
