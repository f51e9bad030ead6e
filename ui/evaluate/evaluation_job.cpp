#include "ui/evaluate/evaluation_job.h"

#include <exception>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/session/model.h"
#include "ui/evaluate/tick_list.h"
#include "ui/model_service.h"

namespace pf::ui {

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
    const double all = static_cast<double>(plan.models.size() * plan.sets.size());
    double finished = 0;
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
            if (control.stopRequested()) {
                return;
            }
            EvaluationResult result{model.name, model.path, set.name, set.path, {}, loadError};
            if (loadError.isEmpty()) {
                try {
                    EvaluationOptions options = (*lease)->info().options.evaluation;
                    options.discard = {0.0, 0.1, 0.2, 0.3};  // the table's columns
                    options.farTarget = plan.fixedFmr;
                    const auto whole = [&](Progress progress) {
                        const double part = progress.total > 0 ? static_cast<double>(progress.done) /
                                                                     static_cast<double>(progress.total)
                                                               : 0;
                        progress.fraction = (finished + part) / all;
                        progress.detail = model.name.toStdString() + " · " + progress.detail;
                        observer(progress);
                    };
                    const auto records =
                        evaluateModel(**lease, {{set.name.toStdString(), set.path.toStdString()}}, options,
                                      {}, control, whole);
                    if (records.empty()) {
                        return;  // stopped
                    }
                    result.record = records.front();
                } catch (const std::exception& error) {
                    if (control.stopRequested()) {
                        return;
                    }
                    result.error = QString::fromUtf8(error.what());
                }
            }
            box.put(std::move(result));
            ++finished;
        }
    }
}

}  // namespace pf::ui
