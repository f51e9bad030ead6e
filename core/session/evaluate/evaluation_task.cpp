#include "core/session/evaluate/evaluation_task.h"

#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "core/eval/search/blufr.h"
#include "core/eval/search/open_set_report.h"
#include "core/eval/templates/ijb.h"
#include "core/eval/templates/template_report.h"
#include "core/session/evaluate/training_overlap.h"

namespace pf {
namespace {

std::vector<std::string> imagesOf(const IjbProtocol& protocol) {
    std::vector<std::string> names;
    std::unordered_set<std::string> seen;
    for (const auto& split : protocol.splits) {
        for (const auto& one : split.templates) {
            for (const auto& image : one.images) {
                if (seen.insert(image).second) {
                    names.push_back(image);
                }
            }
        }
    }
    return names;
}

struct TaskRun {
    const FaceSource& source;
    const EvaluationTask& task;
    RunControl& control;
    const ProgressObserver& observer;
    EmbeddingSet embedded;

    EvaluationReports run() {
        EvaluationReports reports;
        if (task.pairs) {
            reports.pairs = pairs();
        }
        if (!task.blufr.empty() && !control.stopRequested()) {
            const BlufrProtocol protocol = readBlufr(task.blufr);
            if (const auto* embeddings = faces(protocol.images, true, "openset-embeddings.npz")) {
                reports.openSet = reportOpenSet(*embeddings, protocol, task.openSet, control.token());
            }
        }
        if (!task.ijb.empty() && !control.stopRequested()) {
            const IjbProtocol protocol = readIjbProtocol(task.ijb);
            const auto names = source.model != nullptr ? imagesOf(protocol) : std::vector<std::string>();
            if (const auto* embeddings = faces(names, false, "templates-embeddings.npz")) {
                reports.templates = reportTemplates(*embeddings, protocol, task.templates);
            }
        }
        return reports;
    }

    std::vector<PairEvaluationPtr> pairs() {
        if (source.model != nullptr) {
            return evaluateModel(*source.model, task.sets, *task.pairs, task.out, control, observer);
        }
        const std::string name = source.file.stem().string();
        ProtocolCard card;
        card.source = source.file.string();
        auto evaluation = evaluateUnlessStopped(*source.ready, *task.pairs, name, std::move(card), control);
        if (!evaluation) {
            return {};
        }
        if (!task.out.empty()) {
            writeEvaluation(task.out / name, *evaluation);
        }
        return {std::move(evaluation)};
    }

    /// The embeddings that a protocol is measured on; nullptr when stopped.
    const EmbeddingSet* faces(const std::vector<std::string>& names, bool needsEvery, const char* file) {
        if (source.model == nullptr) {
            return source.ready;
        }
        embedded = embed(names, needsEvery);
        if (control.stopRequested()) {
            return nullptr;
        }
        if (!task.out.empty()) {
            writeEmbeddings(task.out / file, embedded);
        }
        return &embedded;
    }

    EmbeddingSet embed(const std::vector<std::string>& names, bool needsEvery) {
        const ImageCatalog images = openNamedImages(task.imagesRoot, names);
        const auto refuse = [&](const std::vector<std::string>& skipped) {
            if (needsEvery && !skipped.empty()) {
                failData(task.imagesRoot.string(), skipped.size(), " of the protocol's ", names.size(),
                         " images cannot be used; searches need every one. First: ", skipped.front());
            }
        };
        const auto missing = images.skipped();
        refuse(missing);
        EmbeddingSet embeddings = source.model->embed(images, control, observer);
        const ModelInfo& info = source.model->info();
        if (const OverlapNote overlap = overlapWithTraining(
                images, info.picturesFolder(), control, static_cast<int>(info.options.data.loaderThreads));
            !overlap.text.empty()) {
            embeddings.notes.push_back("seen in training: " + overlap.text);
        }
        if (!control.stopRequested()) {
            refuse(embeddings.skipped);
        }
        embeddings.skipped.insert(embeddings.skipped.begin(), missing.begin(), missing.end());
        return embeddings;
    }
};

}  // namespace

EvaluationReports evaluateTask(const FaceSource& source, const EvaluationTask& task, RunControl& control,
                               const ProgressObserver& observer) {
    return TaskRun{source, task, control, observer, {}}.run();
}

}  // namespace pf
