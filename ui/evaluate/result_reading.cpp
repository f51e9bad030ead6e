// Reading the curves: one place on all of them, what it says, and the pairs there.
#include <optional>
#include <set>

#include <QLabel>

#include "ui/chart/chart.h"
#include "ui/evaluate/curves/curve_bar.h"
#include "ui/evaluate/curves/curve_store.h"
#include "ui/evaluate/curves/rejection_bar.h"
#include "ui/evaluate/pairs/pair_lists.h"
#include "ui/evaluate/result_views.h"
#include "ui/theme/series_colours.h"
#include "ui/theme/theme.h"

namespace pf::ui {

const EvaluationResult* ResultViews::activeResult() const {
    return bar_->active() < results_.size() ? &results_[bar_->active()] : nullptr;
}

PairCurvesPtr ResultViews::activeCurves() const {
    return read_;
}

void ResultViews::curvesChanged() {
    const EvaluationResult* result = activeResult();
    const PairCurvesPtr curves = result == nullptr ? nullptr : store_->curvesOf(*result);
    if (curves != nullptr && curves != read_) {
        // The same false match rate is another threshold among other scores.
        place_.threshold = curves->atFmr(readFmr_).threshold;
    }
    read_ = curves;
    draw();
    refreshReading();
}

void ResultViews::draw() {
    std::set<QString> models;
    for (const EvaluationResult& result : results_) {
        models.insert(result.model);
    }
    std::vector<DrawnResult> drawn;
    for (const EvaluationResult& result : results_) {
        drawn.push_back({result.name(), models.size() > 1 ? result.name() : result.set,
                         Theme::instance().seriesColour(static_cast<int>(drawn.size())),
                         static_cast<int>(drawn.size()) / kSeriesColours,
                         // The record stands in only where there will never be curves.
                         result.evaluation == nullptr ? result.record : EvaluationRecord(),
                         store_->curvesOf(result)});
    }
    for (ProtocolView* view : views_) {
        QStringList hidden;
        for (const QString& id : view->chart()->seriesIds()) {
            if (!view->chart()->isSeriesVisible(id)) {
                hidden << id;
            }
        }
        view->draw(drawn, bar_->active());
        view->chart()->setFootnote(coincidence(*view));
        for (const QString& id : hidden) {
            view->chart()->setSeriesVisible(id, false);
        }
    }
    placePins();
    refreshSentence();
    refreshReading();
}

QString ResultViews::coincidence(const ProtocolView& view) const {
    const QVector<QStringList> same = view.chart()->coinciding();
    if (same.isEmpty()) {
        return {};
    }
    qsizetype hidden = 0;
    QStringList groups;
    for (const QStringList& names : same) {
        hidden += names.size() - 1;
        groups << names.join(QStringLiteral(" = "));
    }
    qsizetype curves = 0;
    for (const EvaluationResult& result : results_) {
        curves += view.chart()->isSeriesVisible(result.name()) ? 1 : 0;
    }
    const QString why = score() == PairScoreKind::Cosine
                            ? tr(". The cosine looks at the embeddings alone: heads on one backbone share it")
                            : QString();
    return tr("%1 curves, %2 different: %3%4.")
        .arg(curves)
        .arg(curves - hidden)
        .arg(groups.join(QStringLiteral("; ")), why);
}

void ResultViews::readAt(ProtocolView* view, double x) {
    if (read_ == nullptr) {
        return;
    }
    if (view->readsDiscard()) {
        setDiscard(x);
        return;
    }
    place_.threshold = view->thresholdAt(*read_, x);
    readFmr_ = read_->atThreshold(place_.threshold).fmr;
    refreshReading();
}

void ResultViews::setDiscard(double discard) {
    place_.discard = discard;
    rejection_->setDiscard(discard);
    pairs_->setList(PairLists::RejectedByRisk);
    placePins();
    refreshReading();
}

void ResultViews::placePins() {
    for (ProtocolView* view : views_) {
        std::optional<double> x;
        if (read_ != nullptr) {
            x = view->pinAt(*read_, place_);
        }
        view->chart()->setPin(x);
    }
}

void ResultViews::refreshReading() {
    const EvaluationResult* result = activeResult();
    ProtocolView* view = current();
    rejection_->setDiscard(place_.discard);
    if (read_ == nullptr || view == nullptr || result == nullptr) {
        const QString problem = result == nullptr ? QString() : store_->problemOf(*result);
        readout_->setText(!problem.isEmpty()    ? problem
                          : store_->isWorking() ? tr("Reading the curves …")
                          : result != nullptr && result->evaluation == nullptr
                              ? tr("Run the evaluation again to read its curves and see its pairs.")
                              : QString());
        rejection_->showReading(nullptr);
        pairs_->setPlace(nullptr, {}, place_);
        return;
    }
    QString text = view->readout(*read_, place_);
    if (results_.size() > 1) {
        text.prepend(result->name().toHtmlEscaped() + QStringLiteral(":&nbsp; "));
    }
    readout_->setText(text);
    rejection_->showReading(read_->hasRisk() ? read_.get() : nullptr);
    ReadingPlace place = place_;
    place.threshold = view->listThreshold(*read_, place_);
    pairs_->setPlace(read_, isEmbeddingFile(result->setPath) ? QString() : result->setPath, place);
}

}  // namespace pf::ui
