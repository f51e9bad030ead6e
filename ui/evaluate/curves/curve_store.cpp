#include "ui/evaluate/curves/curve_store.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "ui/kit/background_task.h"

namespace pf::ui {

/// Choices that were looked at lately come back at once; each costs 17 bytes per pair.
constexpr std::size_t kKeptEntries = 24;

CurveStore::CurveStore(QObject* parent) : QObject(parent) {}

const CurveStore::Entry* CurveStore::find(const PairEvaluationPtr& evaluation) const {
    const auto at = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.evaluation == evaluation && entry.choice == choice_;
    });
    return evaluation == nullptr || at == entries_.end() ? nullptr : &*at;
}

PairCurvesPtr CurveStore::curvesOf(const EvaluationResult& result) const {
    const Entry* entry = find(result.evaluation);
    return entry == nullptr ? nullptr : entry->curves;
}

QString CurveStore::problemOf(const EvaluationResult& result) const {
    const Entry* entry = find(result.evaluation);
    return entry == nullptr ? QString() : entry->problem;
}

void CurveStore::setResults(const std::vector<EvaluationResult>& results) {
    evaluations_.clear();
    for (const EvaluationResult& result : results) {
        if (result.evaluation != nullptr) {
            evaluations_.push_back(result.evaluation);
        }
    }
    std::erase_if(entries_, [this](const Entry& entry) {
        return std::find(evaluations_.begin(), evaluations_.end(), entry.evaluation) == evaluations_.end();
    });
    makeMissing();
}

void CurveStore::setChoice(const CurveChoice& choice) {
    if (choice == choice_) {
        return;
    }
    choice_ = choice;
    makeMissing();
    if (!task_) {
        Q_EMIT changed();
    }
}

void CurveStore::makeMissing() {
    if (task_) {
        return;  // looks again when it has ended
    }
    std::vector<Entry> missing;
    for (const PairEvaluationPtr& evaluation : evaluations_) {
        if (find(evaluation) == nullptr) {
            missing.push_back({evaluation, choice_, nullptr, {}});
        }
    }
    if (missing.empty()) {
        return;
    }
    task_ = runInBackground(
        this, {tr("Drawing curves"), false},
        [missing = std::move(missing)](RunControl& control, const ProgressObserver&) mutable {
            for (Entry& entry : missing) {
                if (control.stopRequested()) {
                    break;
                }
                try {
                    entry.curves = std::make_shared<const PairCurves>(entry.evaluation, entry.choice);
                } catch (const std::exception& error) {
                    entry.problem = QString::fromUtf8(error.what());
                }
            }
            return std::move(missing);
        },
        [this](std::vector<Entry> made) {
            task_.clear();
            for (Entry& entry : made) {
                entries_.push_front(std::move(entry));
            }
            const std::size_t kept = std::max(kKeptEntries, evaluations_.size());
            entries_.resize(std::min(entries_.size(), kept));
            makeMissing();
            if (!task_) {
                Q_EMIT changed();
            }
        },
        [this](const QString&) { task_.clear(); });
}

}  // namespace pf::ui
