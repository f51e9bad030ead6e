#include "core/session/exchange/model_export.h"
#include "core/session/model/internal/training_pictures.h"

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/names/choice.h"
#include "core/base/text.h"
#include "core/nn/backbones/resface.h"
#include "core/nn/backbones/torchscript_backbone.h"
#include "core/nn/export/onnx_writer.h"
#include "core/nn/export/torchscript_writer.h"
#include "core/session/exchange/export_target.h"
#include "core/session/exchange/internal/export_check.h"
#include "core/session/job_meter.h"
#include "core/session/model/internal/loaded_model.h"
#include "core/session/model/internal/onnx_backbone.h"
#include "core/session/version.h"

namespace pf {
namespace {

const char* folderName(BackboneKind kind) {
    switch (kind) {
        case BackboneKind::Native:
            return "backbone.safetensors";
        case BackboneKind::TorchScript:
            return "backbone.pt";
        default:
            return "backbone.onnx";
    }
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
        const ExportedProgram program = write();
        // A folder always runs from images, wherever its backbone lies.
        const bool fromFeatures = headOnly_ && request_.format != ExportFormat::Folder;
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

    ExportedProgram write() {
        switch (request_.format) {
            case ExportFormat::Folder:
                return writeFolder();
            case ExportFormat::TorchScript:
                return writeTorchScriptFile();
            default:
                return writeOnnxFile();
        }
    }

    ExportedProgram writeFolder() {
        const auto folder = target_.staged();
        auto& backbone = facts_.card.options.model.backbone;
        const auto source = resolveBuiltin(backbone.file);
        if (request_.headOnly) {
            if (!backbone.file.starts_with("builtin:")) {
                backbone.file = std::filesystem::absolute(source).string();
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

    /// The card's text for a file that stands alone.
    std::string cardText() const {
        FolderFacts facts = facts_;
        auto& file = facts.card.options.model.backbone.file;
        file = std::filesystem::path(file).filename().string();
        return folderCardText(facts);
    }

    ExportedProgram writeTorchScriptFile() {
        const BackboneKind kind = model_.backbone->kind();
        const Metadata extras{{kModelCardName, cardText()}};
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
        sayInput();
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
            orHeadAlone([&] { writeOnnx(file, onnxSource(), *model_.head, labels); });
        } else if (!headOnly_) {
            writeOnnx(file, dynamic_cast<const ResFace&>(*model_.backbone), *model_.head, labels);
        }
        if (headOnly_) {
            writeHeadOnnx(file, *model_.head, labels);
        }
        sayInput();
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

    OnnxSource onnxSource() const {
        const auto& network = dynamic_cast<const OnnxBackbone&>(*model_.backbone);
        return {resolveBuiltin(model_.options.model.backbone.file), network.embeddingOutput(),
                network.featureOutput(), network.embeddingSize()};
    }

    void sayInput() {
        if (!headOnly_) {
            outcome_.notes.push_back("Images go in as float32 [B, 3, H, W], prepared as " +
                                     model_.preprocessing + ".");
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
