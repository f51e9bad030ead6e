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

class TaskRun {
  public:
    TaskRun(const FaceSource& source, const EvaluationTask& task, RunControl& control,
            const ProgressObserver& observer)
        : source_(source), task_(task), control_(control), observer_(observer) {}

    EvaluationReports run() {
        EvaluationReports reports;
        if (task_.pairs) {
            reports.pairs = pairs();
        }
        if (!task_.blufr.empty() && !control_.stopRequested()) {
            const BlufrProtocol protocol = readBlufr(task_.blufr);
            if (const auto* embeddings = faces(protocol.images, true, "openset-embeddings.npz")) {
                reports.openSet = reportOpenSet(*embeddings, protocol, task_.openSet, control_.token());
            }
        }
        if (!task_.ijb.empty() && !control_.stopRequested()) {
            const IjbProtocol protocol = readIjbProtocol(task_.ijb);
            const auto names = source_.model != nullptr ? imagesOf(protocol) : std::vector<std::string>();
            if (const auto* embeddings = faces(names, false, "templates-embeddings.npz")) {
                reports.templates = reportTemplates(*embeddings, protocol, task_.templates);
            }
        }
        return reports;
    }

  private:
    std::vector<PairEvaluationPtr> pairs() {
        if (source_.model != nullptr) {
            return evaluateModel(*source_.model, task_.sets, *task_.pairs, task_.out, control_, observer_);
        }
        const std::string name = source_.file.stem().string();
        ProtocolCard card;
        card.source = source_.file.string();
        auto evaluation =
            evaluateUnlessStopped(*source_.ready, *task_.pairs, name, std::move(card), control_);
        if (!evaluation) {
            return {};
        }
        if (!task_.out.empty()) {
            writeEvaluation(task_.out / name, *evaluation);
        }
        return {std::move(evaluation)};
    }

    /// The embeddings that a protocol is measured on; nullptr when stopped.
    const EmbeddingSet* faces(const std::vector<std::string>& names, bool needsEvery, const char* file) {
        if (source_.model == nullptr) {
            return source_.ready;
        }
        embedded_ = embed(names, needsEvery);
        if (control_.stopRequested()) {
            return nullptr;
        }
        if (!task_.out.empty()) {
            writeEmbeddings(task_.out / file, embedded_);
        }
        return &embedded_;
    }

    EmbeddingSet embed(const std::vector<std::string>& names, bool needsEvery) {
        const ImageCatalog images = openNamedImages(task_.imagesRoot, names);
        const auto refuse = [&](const std::vector<std::string>& skipped) {
            if (needsEvery && !skipped.empty()) {
                failData(task_.imagesRoot.string(), skipped.size(), " of the protocol's ", names.size(),
                         " images cannot be used; searches need every one. First: ", skipped.front());
            }
        };
        const auto missing = images.skipped();
        refuse(missing);
        EmbeddingSet embeddings = source_.model->embed(images, control_, observer_);
        const ModelInfo& info = source_.model->info();
        if (const OverlapNote overlap = overlapWithTraining(
                images, info.picturesFolder(), control_, static_cast<int>(info.options.data.loaderThreads));
            !overlap.text.empty()) {
            embeddings.notes.push_back("seen in training: " + overlap.text);
        }
        if (!control_.stopRequested()) {
            refuse(embeddings.skipped);
        }
        embeddings.skipped.insert(embeddings.skipped.begin(), missing.begin(), missing.end());
        return embeddings;
    }

    const FaceSource& source_;
    const EvaluationTask& task_;
    RunControl& control_;
    const ProgressObserver& observer_;
    EmbeddingSet embedded_;
};

}  // namespace

EvaluationReports evaluateTask(const FaceSource& source, const EvaluationTask& task, RunControl& control,
                               const ProgressObserver& observer) {
    return TaskRun(source, task, control, observer).run();
}

}  // namespace pf
