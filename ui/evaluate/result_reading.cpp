#include "ui/evaluate/result_reading.h"

#include <optional>
#include <set>

#include <QLabel>

#include "ui/chart/chart.h"
#include "ui/evaluate/curves/curve_bar.h"
#include "ui/evaluate/curves/curve_store.h"
#include "ui/evaluate/pairs/pair_lists.h"
#include "ui/theme/theme.h"

namespace pf::ui {

ResultReading::ResultReading(QWidget* parent)
    : QObject(parent),
      store_(new CurveStore(this)),
      bar_(new CurveBar(parent)),
      readout_(new QLabel(parent)),
      rejection_(new RejectionBar(parent)),
      pairs_(new PairLists(parent)) {
    readout_->setObjectName(QStringLiteral("readout"));
    readout_->setWordWrap(true);
    readout_->setFont(Theme::instance().tabularFont());
    readout_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    connect(rejection_, &RejectionBar::discardChanged, this, &ResultReading::setDiscard);
    connect(bar_, &CurveBar::choiceChanged, this, [this] { setFixedFmr(fixedFmr_); });
    connect(bar_, &CurveBar::activeChanged, this, &ResultReading::curvesChanged);
    connect(store_, &CurveStore::changed, this, &ResultReading::curvesChanged);
    connect(&Theme::instance(), &Theme::changed, this, &ResultReading::draw);
}

void ResultReading::addView(ProtocolView* view) {
    views_.push_back(view);
    if (view->options() != nullptr) {
        bar_->addOptions(view->options());
    }
    connect(view, &ProtocolView::redrawRequested, this, &ResultReading::draw);
    Chart* chart = view->chart();
    connect(chart, &Chart::pinMoved, this, [this, view](double x) { readAt(view, x); });
    connect(chart, &Chart::clicked, this, [this, view, chart](double x) {
        chart->setSelectedRange(std::nullopt);
        if (read_ == nullptr) {
            return;
        }
        if (view->readsDiscard()) {
            pairs_->setList(PairLists::RejectedByRisk);
        } else {
            pairs_->show({PairQuery::Kind::Nearest, view->thresholdAt(*read_, x), 0});
        }
        Q_EMIT pairsAsked();
    });
    connect(chart, &Chart::rangeSelected, this, [this, view](double low, double high) {
        if (read_ != nullptr) {
            pairs_->show(view->queryBetween(*read_, low, high));
            Q_EMIT pairsAsked();
        }
    });
}

void ResultReading::setCurrent(ProtocolView* view) {
    current_ = view;
    bar_->setVisible(view != nullptr);
    readout_->setVisible(view != nullptr);
    rejection_->setVisible(view != nullptr);
    if (view != nullptr) {
        bar_->showOptions(view->options(), view->readsDiscard());
        placePins();
        refresh();
    }
}

void ResultReading::setResults(const std::vector<EvaluationResult>& results) {
    results_ = results;
    bar_->setResults(results_);
    store_->setResults(results_);
    setFixedFmr(fixedFmr_);
    curvesChanged();
}

void ResultReading::setFixedFmr(double fmr) {
    fixedFmr_ = fmr;
    CurveChoice choice = bar_->choice();
    choice.fmr = fmr;
    store_->setChoice(choice);
}

void ResultReading::clearSelection() {
    for (ProtocolView* view : views_) {
        view->chart()->setSelectedRange(std::nullopt);
    }
    pairs_->setList(PairLists::RejectedByRisk);
}

const EvaluationResult* ResultReading::active() const {
    return bar_->active() < results_.size() ? &results_[bar_->active()] : nullptr;
}

void ResultReading::curvesChanged() {
    const EvaluationResult* result = active();
    const PairCurvesPtr curves = result == nullptr ? nullptr : store_->curvesOf(*result);
    if (curves != nullptr && curves != read_) {
        // The same false match rate is another threshold among other scores.
        place_.threshold = curves->atFmr(readFmr_).threshold;
    }
    read_ = curves;
    draw();
}

void ResultReading::draw() {
    std::set<QString> models;
    for (const EvaluationResult& result : results_) {
        models.insert(result.model);
    }
    std::vector<DrawnResult> drawn;
    for (const EvaluationResult& result : results_) {
        drawn.emplace_back(result.name(), models.size() > 1 ? result.name() : result.set, drawn.size(),
                           store_->curvesOf(result), result.evaluation == nullptr ? &result.record : nullptr);
    }
    for (ProtocolView* view : views_) {
        view->draw(drawn, bar_->active());
        view->chart()->setFootnote(coincidence(*view));
    }
    placePins();
    refresh();
    Q_EMIT changed();
}

QString ResultReading::coincidence(const ProtocolView& view) const {
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
    const QString why =
        bar_->choice().score == PairScoreKind::Cosine
            ? tr(". The cosine depends on the embeddings alone, which heads on one backbone share")
            : QString();
    return tr("%1 curves, %2 different: %3%4.")
        .arg(curves)
        .arg(curves - hidden)
        .arg(groups.join(QStringLiteral("; ")), why);
}

void ResultReading::readAt(ProtocolView* view, double x) {
    if (read_ == nullptr) {
        return;
    }
    if (view->readsDiscard()) {
        setDiscard(x);
        return;
    }
    place_.threshold = view->thresholdAt(*read_, x);
    readFmr_ = read_->atThreshold(place_.threshold).fmr;
    refresh();
}

void ResultReading::setDiscard(double discard) {
    place_.discard = discard;
    rejection_->setDiscard(discard);
    pairs_->setList(PairLists::RejectedByRisk);
    placePins();
    refresh();
}

void ResultReading::placePins() {
    for (ProtocolView* view : views_) {
        std::optional<double> x;
        if (read_ != nullptr) {
            x = view->pinAt(*read_, place_);
        }
        view->chart()->setPin(x);
    }
}

void ResultReading::refresh() {
    const EvaluationResult* result = active();
    rejection_->setDiscard(place_.discard);
    if (read_ == nullptr || current_ == nullptr || result == nullptr) {
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
    QString text = current_->readout(*read_, place_);
    if (results_.size() > 1) {
        text.prepend(result->name().toHtmlEscaped() + QStringLiteral(":&nbsp; "));
    }
    readout_->setText(text);
    rejection_->showReading(read_->hasRisk() ? read_.get() : nullptr);
    ReadingPlace place = place_;
    place.threshold = current_->listThreshold(*read_, place_);
    pairs_->setPlace(read_, isEmbeddingFile(result->setPath) ? QString() : result->setPath, place);
}

}  // namespace pf::ui
