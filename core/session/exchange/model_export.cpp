#include "core/session/exchange/model_export.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/files/path_places.h"
#include "core/base/names/choice.h"
#include "core/base/text.h"
#include "core/nn/backbones/resface.h"
#include "core/nn/backbones/torchscript_backbone.h"
#include "core/nn/export/onnx_writer.h"
#include "core/nn/export/torchscript_writer.h"
#include "core/session/exchange/internal/export_check.h"
#include "core/session/job_meter.h"
#include "core/session/model/internal/loaded_model.h"
#include "core/session/model/internal/onnx_backbone.h"
#include "core/session/model/internal/training_pictures.h"
#include "core/session/version.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

void refuseIf(bool isWrong, const ExportRequest& request, const std::string& reason) {
    throwIf(isWrong, ErrorCode::Config, reason, request.out.string());
}

void checkName(const ExportRequest& request) {
    const std::string extension = lowerCase(request.out.extension().string());
    refuseIf(request.format == ExportFormat::TorchScript && extension != ".pt", request,
             "is not a name of a TorchScript file; end it in .pt");
    refuseIf(request.format == ExportFormat::Onnx && extension != ".onnx", request,
             "is not a name of an ONNX file; end it in .onnx");
    const bool isOfFile = extension == ".pt" || extension == ".onnx" || extension == ".safetensors";
    refuseIf(request.format == ExportFormat::Folder && isOfFile, request,
             "is the name of a file, but the format is folder; choose --format torchscript or onnx, or "
             "another name");
}

/// Only what an export or import writes may be replaced; somebody's other files may not.
void checkFolder(const ExportRequest& request) {
    static constexpr std::array<const char*, 6> kOurs = {kModelWeightsName,     kModelCardName,
                                                         kTrainingPicturesName, "backbone.safetensors",
                                                         "backbone.pt",         "backbone.onnx"};
    std::error_code status;
    refuseIf(!fs::is_directory(request.out, status), request, "is a file; the format folder needs a folder");
    for (const auto& entry : fs::directory_iterator(request.out, status)) {
        const std::string name = entry.path().filename().string();
        refuseIf(!request.replace, request,
                 "holds files already; add --replace to write over a model, or choose another folder");
        refuseIf(std::find(kOurs.begin(), kOurs.end(), name) == kOurs.end(), request,
                 "holds '" + name + "', which is not part of a model; choose another folder");
    }
    throwIf(status, ErrorCode::Io, "cannot be read: " + status.message(), request.out.string());
}

void move(const fs::path& from, const fs::path& to) {
    std::error_code status;
    fs::rename(from, to, status);
    throwIf(status, ErrorCode::Io, "cannot put the finished model in place: " + status.message(),
            to.string());
}

/// A name beside `out` that this process alone uses; the extension stays, since it tells the format.
fs::path besides(const fs::path& out, const std::string& what) {
    return out.parent_path() /
           (out.stem().string() + "." + what + "-" + std::to_string(::getpid()) + out.extension().string());
}

/// Where an export goes: the file or folder is written beside its place, checked, then put there. What was
/// staged is removed unless it was published.
class ExportTarget {
  public:
    /// Throws: Error(Config) when the request's `out` exists and may not be replaced, or has a name that does
    /// not fit its format; Error(Io) when the folder to write in cannot be made.
    explicit ExportTarget(const ExportRequest& request) : folder_(request.format == ExportFormat::Folder) {
        throwIf(request.out.filename().empty() && !request.out.has_parent_path(), ErrorCode::Config,
                "say where the model goes (--out)");
        checkName(request);
        // "models/one/" means the folder itself.
        out_ = fs::absolute(request.out).lexically_normal();
        out_ = out_.filename().empty() ? out_.parent_path() : out_;
        std::error_code status;
        if (fs::exists(out_, status) && folder_) {
            checkFolder(request);
        } else if (fs::exists(out_, status)) {
            refuseIf(pathIsFolder(request.out), request, "is a folder; name a file in it");
            refuseIf(!request.replace, request,
                     "exists already; add --replace to write over it, or choose another name");
        }
        fs::create_directories(out_.parent_path(), status);
        staged_ = besides(out_, "partial");
        if (!status && folder_) {
            fs::remove_all(staged_, status);
            fs::create_directory(staged_, status);
        }
        throwIf(status, ErrorCode::Io, "cannot write there: " + status.message(), out_.string());
    }

    ~ExportTarget() {
        std::error_code status;
        fs::remove_all(staged_, status);
    }
    ExportTarget(const ExportTarget&) = delete;
    ExportTarget& operator=(const ExportTarget&) = delete;

    /// Where to write: a file, or a folder that exists, beside the final place.
    const fs::path& staged() const { return staged_; }
    const fs::path& final() const { return out_; }

    /// Puts it in its place; returns the files. Throws: Error(Io), what was there is then still there.
    std::vector<fs::path> publish() {
        if (folder_) {
            return publishFolder();
        }
        move(staged_, out_);
        return {out_};
    }

  private:
    std::vector<fs::path> publishFolder() {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(staged_)) {
            files.push_back(out_ / entry.path().filename());
        }
        std::sort(files.begin(), files.end());
        std::error_code status;
        if (!fs::exists(out_, status)) {
            move(staged_, out_);
            return files;
        }
        const auto old = besides(out_, "old");
        move(out_, old);
        try {
            move(staged_, out_);
        } catch (const Error&) {
            fs::rename(old, out_, status);
            throw;
        }
        fs::remove_all(old, status);
        return files;
    }

    fs::path out_;
    fs::path staged_;
    bool folder_;
};

const char* folderName(BackboneKind kind) {
    return kind == BackboneKind::Native        ? "backbone.safetensors"
           : kind == BackboneKind::TorchScript ? "backbone.pt"
                                               : "backbone.onnx";
}

class Exporter {
  public:
    Exporter(const ExportRequest& request, RunControl& control, const ProgressObserver& observer)
        : request_(request),
          control_(control),
          meter_({{Phase::Opening, 0, 1, 1, 1}, {Phase::Saving, 1, 1, 1, 1}, {Phase::Checking, 2, 1, 4, 0.3}},
                 observer),
          target_(request) {}

    ExportOutcome run() {
        report(Phase::Opening, "model");
        model_ = loadModel(request_.model, request_.overrides, at::kCPU);
        outcome_.notes = model_.warnings;
        facts_ = folderFacts(model_);
        // The folder must open on a machine without a GPU too.
        facts_.card.options.train.device = "auto";
        headOnly_ = request_.headOnly;
        if (!control_.waitWhilePaused()) {
            return {};
        }
        const auto batches = checkBatches(model_);
        report(Phase::Saving, target_.final().filename().string());
        const ExportedProgram program = request_.format == ExportFormat::Folder ? writeFolder()
                                        : request_.format == ExportFormat::TorchScript
                                            ? writeTorchScriptFile()
                                            : writeOnnxFile();
        // A folder always runs from images, wherever its backbone lies.
        const bool isFolder = request_.format == ExportFormat::Folder;
        const bool fromFeatures = headOnly_ && !isFolder;
        if (!headOnly_ && !isFolder) {
            outcome_.notes.push_back("Images go in as float32 [B, 3, H, W], prepared as " +
                                     model_.preprocessing + ".");
        }
        outcome_.largestDifference =
            largestDifference(batches, fromFeatures, program, control_, meter_.observer());
        if (control_.stopRequested()) {
            return {};
        }
        throwIf(outcome_.largestDifference > kExportTolerance, ErrorCode::Numeric,
                "the exported file differs from the model by " + formatNumber(outcome_.largestDifference) +
                    ", more than " + formatNumber(kExportTolerance) + "; nothing was kept",
                target_.final().string());
        outcome_.backboneIncluded = !headOnly_;
        outcome_.files = target_.publish();
        return std::move(outcome_);
    }

  private:
    void report(Phase phase, const std::string& detail) { meter_.report({.phase = phase, .detail = detail}); }

    void headAlone(const std::string& reason) {
        headOnly_ = true;
        outcome_.notes.push_back(reason);
    }

    ExportedProgram writeFolder() {
        const auto folder = target_.staged();
        auto& backbone = facts_.card.options.model.backbone;
        const auto source = resolveBuiltin(backbone.file);
        if (request_.headOnly) {
            if (!backbone.file.starts_with("builtin:")) {
                backbone.file = fs::absolute(source).string();
            }
            facts_.card.backboneFileHash.clear();
            outcome_.notes.push_back("The backbone stays where it is: " + backbone.file +
                                     "; elsewhere add --set model.backbone.file=FILE.");
        } else {
            backbone.file = folderName(model_.backbone->kind());
            facts_.card.backboneFileHash = copyWithSha256(source, folder / backbone.file);
        }
        writeModelWeights(folder, model_.head->namedTensors(), facts_.card, facts_.step);
        writeTextAtomically(folder / kModelCardName, folderCardText(facts_));
        const ModelFiles& files = model_.files;
        copyTrainingPictures(files.runDirectory.empty() ? files.folder : files.runDirectory, folder);
        const auto again = std::make_shared<LoadedModel>(
            loadModel(folder, std::vector<std::string>{}, at::Device(at::kCPU)));
        return [again](const at::Tensor& images) {
            const BackboneOutput output = again->backbone->forward(images);
            return std::vector<at::Tensor>{output.mu, again->head->forward(output.features).exp()};
        };
    }

    ExportedProgram writeTorchScriptFile() {
        const BackboneKind kind = model_.backbone->kind();
        FolderFacts alone = facts_;  // of a file without a folder
        alone.card.options.model.backbone.file =
            fs::path(facts_.card.options.model.backbone.file).filename().string();
        const Metadata extras{{kModelCardName, folderCardText(alone)}};
        const auto file = target_.staged();
        if (!headOnly_ && kind == BackboneKind::Onnx) {
            headAlone(
                "The backbone is an ONNX network, which TorchScript cannot hold: the file has the head alone "
                "(features -> sigma_sq). --format onnx joins both.");
        }
        if (!headOnly_ && kind == BackboneKind::TorchScript) {
            orHeadAlone([&] {
                writeTorchScript(file, resolveBuiltin(model_.options.model.backbone.file),
                                 dynamic_cast<const TorchScriptBackbone&>(*model_.backbone).call(),
                                 *model_.head, extras);
            });
        } else if (!headOnly_) {
            writeTorchScript(file, dynamic_cast<const ResFace&>(*model_.backbone), *model_.head, extras);
        }
        if (headOnly_) {
            writeHeadTorchScript(file, *model_.head, extras);
        }
        return openExportedTorchScript(file);
    }

    ExportedProgram writeOnnxFile() {
        const BackboneKind kind = model_.backbone->kind();
        OnnxLabels labels;
        labels.producerVersion = programVersion();
        labels.description = "Probabilistic face embedding: " + model_.backbone->description();
        for (const auto& [key, value] : cardMetadata(facts_.card)) {
            if (key != "config" && key != "kind") {
                labels.properties["probface." + key] = value;
            }
        }
        labels.properties["probface.preprocessing"] = model_.preprocessing;
        labels.properties["probface.step"] = std::to_string(model_.step);
        const auto file = target_.staged();
        if (!headOnly_ && kind == BackboneKind::TorchScript) {
            headAlone(
                "The backbone is a TorchScript program, which has no ONNX form here: the file has the head "
                "alone (features -> sigma_sq). Export the backbone with torch.onnx.export and join the two "
                "with onnx.compose.merge_models(backbone, head, [(its feature output, 'features')]).");
        }
        if (!headOnly_ && kind == BackboneKind::Onnx) {
            const auto& network = dynamic_cast<const OnnxBackbone&>(*model_.backbone);
            orHeadAlone([&] {
                writeOnnx(
                    file,
                    OnnxSource{resolveBuiltin(model_.options.model.backbone.file), network.embeddingOutput(),
                               network.featureOutput(), network.embeddingSize()},
                    *model_.head, labels);
            });
        } else if (!headOnly_) {
            writeOnnx(file, dynamic_cast<const ResFace&>(*model_.backbone), *model_.head, labels);
        }
        if (headOnly_) {
            writeHeadOnnx(file, *model_.head, labels);
        }
        return openExportedOnnx(file, headOnly_);
    }

    /// Writes both parts, or falls back to the head where the backbone's file cannot be joined with it.
    template <typename Write>
    void orHeadAlone(const Write& write) {
        try {
            write();
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Data) {
                throw;
            }
            headAlone(
                std::string("The file has the head alone (features -> sigma_sq), because the backbone ") +
                error.what());
        }
    }

    const ExportRequest& request_;
    RunControl& control_;
    JobMeter meter_;
    ExportTarget target_;
    LoadedModel model_;
    FolderFacts facts_;
    bool headOnly_ = false;
    ExportOutcome outcome_;
};

}  // namespace

const std::vector<std::string>& exportFormatNames() {
    static const std::vector<std::string> names{"folder", "torchscript", "onnx"};
    return names;
}

ExportFormat exportFormatFromName(const std::string& name) {
    return static_cast<ExportFormat>(choiceOf(
        name, exportFormatNames(), "there is no format '" + name + "'; choose folder, torchscript or onnx"));
}

ExportOutcome exportModel(const ExportRequest& request, RunControl& control,
                          const ProgressObserver& observer) {
    return Exporter(request, control, observer).run();
}

}  // namespace pf
