#include "ui/evaluate/plan/evaluation_job.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/base/error.h"
#include "core/session/job_meter.h"
#include "core/session/model/face_model.h"
#include "ui/kit/model_service.h"

namespace pf::ui {

namespace {

EvaluationRequest requestOf(const EvaluationPlan& plan, const EvaluationOptions& options,
                            const QString& model) {
    EvaluationRequest request = fullEvaluation();
    request.modelName = model.toStdString();
    request.evaluation = options;
    request.evaluation.discard = {0.0, 0.1, 0.2, 0.3};
    request.evaluation.fmrTarget = plan.fixedFmr;
    request.report.fmrTargets = {plan.fixedFmr};
    request.report.discards = reportedDiscards();
    request.report.bootstrap = plan.replicates;
    request.pairList = plan.pairList.toStdString();
    request.identities = plan.identities.toStdString();
    if (!plan.qualityFile.isEmpty()) {
        request.qualities = {qualityOf(plan)};
    }
    return request;
}

/// Runs one evaluation into the box; what it throws becomes the result's error. False: stopped.
template <typename Evaluate>
bool runOne(EvaluationResult result, ResultBox& box, RunControl& control, const Evaluate& evaluate) {
    try {
        result.evaluation = evaluate();
        if (!result.evaluation) {
            return false;
        }
        result.record = result.evaluation->report.record;
    } catch (const std::exception& error) {
        if (control.stopRequested()) {
            return false;
        }
        result.error = QString::fromUtf8(error.what());
    }
    box.put(std::move(result));
    return true;
}

}  // namespace

const std::vector<double>& reportedDiscards() {
    // The first four are the table's columns.
    static const std::vector<double> kDiscards = {0.0, 0.1, 0.2, 0.3, 0.4, 0.5};
    return kDiscards;
}

QualitySource qualityOf(const EvaluationPlan& plan) {
    QualitySource quality;
    quality.name = QFileInfo(plan.qualityFile).completeBaseName().toStdString();
    quality.file = plan.qualityFile.toStdString();
    quality.higherIsBetter = plan.qualityHigherIsBetter;
    return quality;
}

bool isEmbeddingFile(const QString& path) {
    static const QStringList kSuffixes = QStringLiteral("npz npy pkl pickle").split(QLatin1Char(' '));
    return kSuffixes.contains(QFileInfo(path).suffix().toLower());
}

std::size_t EvaluationPlan::embeddingFiles() const {
    return static_cast<std::size_t>(std::count_if(
        sets.begin(), sets.end(), [](const TickEntry& set) { return isEmbeddingFile(set.path); }));
}

void ResultBox::put(EvaluationResult result) {
    const std::lock_guard lock(mutex_);
    results_.push_back(std::move(result));
}

std::vector<EvaluationResult> ResultBox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(results_, {});
}

void runEvaluation(const EvaluationPlan& plan, const std::shared_ptr<ModelService>& models, ResultBox& box,
                   RunControl& control, const ProgressObserver& observer) {
    const auto all = static_cast<double>(plan.evaluations());
    double finished = 0;
    JobMeter meter({{Phase::Evaluating}}, observer);
    const auto report = [&](Progress progress, const std::string& who) {
        progress.detail = who + " · " + progress.detail;
        // Measuring follows embedding and does not count itself.
        if (progress.total > 0 && progress.done >= progress.total) {
            progress.detail +=
                QCoreApplication::translate("pf::ui::EvaluatePage", ", measuring").toStdString();
        }
        meter.report(progress, Phase::Evaluating, finished + 0.9 * std::max(0.0, jobFraction(progress)), all);
    };
    for (const TickEntry& set : plan.sets) {
        if (!isEmbeddingFile(set.path)) {
            continue;
        }
        const QString model = QCoreApplication::translate("pf::ui::EvaluatePage", "ready embeddings");
        Progress progress;
        progress.detail = set.name.toStdString();
        report(progress, model.toStdString());
        if (control.stopRequested() ||
            !runOne({model, {}, set.name, set.path, {}, {}, {}}, box, control, [&] {
                return evaluateEmbeddingFile(set.path.toStdString(), requestOf(plan, {}, {}),
                                             set.name.toStdString(), control);
            })) {
            return;
        }
        ++finished;
    }
    if (plan.embeddingFiles() == plan.sets.size()) {
        return;
    }
    for (const TickEntry& model : plan.models) {
        // Borrowed for all of its sets at once; a model that does not load fails each of them.
        std::optional<ModelService::Lease> lease;
        QString loadError;
        try {
            lease.emplace(models->borrow(model.path.toStdString(), control));
            if (!*lease) {
                return;
            }
        } catch (const std::exception& error) {
            loadError = QString::fromUtf8(error.what());
        }
        for (const TickEntry& set : plan.sets) {
            if (isEmbeddingFile(set.path)) {
                continue;
            }
            if (control.stopRequested()) {
                return;
            }
            EvaluationResult result{model.name, model.path, set.name, set.path, {}, loadError, {}};
            if (!loadError.isEmpty()) {
                box.put(std::move(result));
            } else if (!runOne(std::move(result), box, control, [&]() -> PairEvaluationPtr {
                           const auto evaluations = evaluateModel(
                               **lease, {{set.name.toStdString(), set.path.toStdString()}},
                               requestOf(plan, (*lease)->info().options.evaluation, model.name), {}, control,
                               [&](const Progress& progress) { report(progress, model.name.toStdString()); });
                           return evaluations.empty() ? nullptr : evaluations.front();
                       })) {
                return;
            }
            ++finished;
        }
    }
}

}  // namespace pf::ui
