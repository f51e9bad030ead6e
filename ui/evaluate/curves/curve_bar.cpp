#include "ui/evaluate/curves/curve_bar.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/evaluate/curves/protocol_view.h"
#include "ui/kit/box.h"
#include "ui/kit/flow_layout.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

RejectionBar::RejectionBar(QWidget* parent) : QWidget(parent) {
    auto* word = new QLabel(tr("&Reject"), this);
    slider_ = named(new QSlider(Qt::Horizontal, this), "rejectionSlider", tr("Rejected pairs"));
    slider_->setToolTip(tr("Sets aside the pairs of highest risk. Arrow keys: half a per cent; Page: five"));
    slider_->setRange(0, static_cast<int>(std::lround(kHighestDiscard / kDiscardStep)));
    slider_->setPageStep(10);
    word->setBuddy(slider_);
    value_ = named(new QLabel(this), "rejectionValue");
    value_->setFont(Theme::instance().tabularFont());
    value_->setMinimumWidth(value_->fontMetrics().horizontalAdvance(QStringLiteral("60.0 % ")));
    value_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    text_ = named(new QLabel(this), "rejectionReading");
    text_->setFont(Theme::instance().tabularFont());
    text_->setWordWrap(true);
    makeColumn(this, 0, {makeRow(nullptr, Theme::spacing(), {word, {slider_, 1}, value_}), text_});
    connect(slider_, &QSlider::valueChanged, this, [this] { Q_EMIT discardChanged(discard()); });
    showReading(nullptr);
}

void RejectionBar::setDiscard(double discard) {
    const QSignalBlocker quiet(slider_);
    slider_->setValue(static_cast<int>(std::lround(discard / kDiscardStep)));
}

void RejectionBar::showReading(const PairCurves* curves, const QString& reason) {
    slider_->setEnabled(curves != nullptr);
    value_->setText(QString::number(100 * discard(), 'f', 1) + QStringLiteral(" %"));
    if (curves == nullptr) {
        text_->setText(reason);
        return;
    }
    const DiscardReading reading = curves->atDiscard(discard());
    text_->setText(joinReadings(
        {tr("<b>%1</b> of %2 pairs kept")
             .arg(countText(reading.refitted.kept), countText(reading.refitted.total)),
         tr("accuracy <b>%1</b> re-fitted, <b>%2</b> at the fixed threshold")
             .arg(percentWord(reading.refitted.accuracy), percentWord(reading.fixedAccuracy)),
         tr("FNMR <b>%1</b> at FMR %2").arg(rateWord(reading.edc.fnmr), fmrWord(curves->choice().fmr))}));
}

namespace {

/// What can be chosen: its words and its value.
using Choices = QList<std::pair<QString, QVariant>>;

/// Offers these; the one of the value is chosen, else the first.
void refill(QComboBox* combo, const Choices& choices, const QVariant& chosen) {
    const QSignalBlocker quiet(combo);
    combo->clear();
    for (const auto& [text, value] : choices) {
        combo->addItem(text, value);
        combo->setItemData(combo->count() - 1, text, Qt::ToolTipRole);
    }
    combo->setCurrentIndex(std::max(0, combo->findData(chosen)));
}

}  // namespace

CurveBar::CurveBar(QWidget* parent) : QWidget(parent) {
    score_ = makeCombo(QStringLiteral("curveScore"), tr("Score"), {}, this,
                       tr("Which similarity decides. Cosine looks at the embeddings alone; MLS weighs them "
                          "by their uncertainty; distance term is its first part alone."));
    risk_ = makeCombo(QStringLiteral("curveRisk"), tr("Risk"), {}, this,
                      tr("What makes a pair uncertain: the model's σ², or a quality score of its images"));
    rule_ = makeCombo(QStringLiteral("curveRule"), tr("Rule of the pair"), {}, this,
                      tr("How two faces make the risk of their pair. max: the less certain face decides; "
                         "this is the same rule as “min-quality” of a quality score. add: their sum."));
    for (const RiskKind kind : {RiskKind::Max, RiskKind::Add}) {
        rule_->addItem(QString::fromUtf8(riskKindName(kind).data()), static_cast<int>(kind));
    }
    active_ = makeCombo(QStringLiteral("activeCurve"), tr("Curve that is read"), {}, this,
                        tr("The read-out, the rejection and the pairs at the right are of this curve"));
    active_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    active_->setMinimumContentsLength(26);
    layout_ = new FlowLayout(this);
    activePart_ = addLabelled(tr("Read"), active_);
    addLabelled(tr("Score"), score_);
    riskPart_ = addLabelled(tr("Risk"), risk_);
    rulePart_ = addLabelled(tr("of the pair"), rule_);
    for (QComboBox* combo : {score_, risk_, rule_}) {
        connect(combo, &QComboBox::currentIndexChanged, this, &CurveBar::choiceChanged);
    }
    connect(score_, &QComboBox::currentIndexChanged, this,
            [this] { wantedScore_ = static_cast<PairScoreKind>(score_->currentData().toInt()); });
    connect(active_, &QComboBox::currentIndexChanged, this, &CurveBar::activeChanged);
    setResults({});
}

QWidget* CurveBar::addLabelled(const QString& word, QComboBox* combo) {
    auto* part = new QWidget(this);
    makeRow(part, Theme::spacing() / 2, {makeMuted(word, part, combo), combo})
        ->setContentsMargins(0, 0, Theme::spacing() / 2, 0);
    layout_->addWidget(part);
    return part;
}

void CurveBar::setResults(const std::vector<EvaluationResult>& results) {
    Choices names;
    std::vector<const PairEvaluation*> all;
    for (const EvaluationResult& result : results) {
        if (result.error.isEmpty()) {
            names.emplace_back(result.name(), result.name());
            if (result.evaluation != nullptr) {
                all.push_back(result.evaluation.get());
            }
        }
    }
    refill(active_, names, active_->currentData());
    activePart_->setVisible(names.size() > 1);
    Choices scores;
    Choices risks;
    if (!all.empty()) {
        for (const PairScores& score : all.front()->pairs.scores) {
            const bool everywhere = std::all_of(all.begin(), all.end(), [&](const PairEvaluation* one) {
                return std::any_of(one->pairs.scores.begin(), one->pairs.scores.end(),
                                   [&](const PairScores& other) { return other.kind == score.kind; });
            });
            if (everywhere) {
                scores.emplace_back(scoreWord(score.kind), static_cast<int>(score.kind));
            }
        }
        for (const PairRisks& risk : all.front()->pairs.risks) {
            const QString name = QString::fromStdString(risk.faces.name);
            risks.emplace_back(name == QLatin1String("sigma_sq") ? QStringLiteral("σ²") : name, name);
        }
    }
    refill(score_, scores, static_cast<int>(wantedScore_));
    refill(risk_, risks, risk_->currentData());
    score_->setEnabled(!scores.isEmpty());
    risk_->setEnabled(!risks.isEmpty());
    rule_->setEnabled(!risks.isEmpty());
}

CurveChoice CurveBar::choice() const {
    CurveChoice choice;
    if (score_->count() > 0) {
        choice.score = static_cast<PairScoreKind>(score_->currentData().toInt());
    }
    if (risk_->count() > 0) {
        choice.risk = risk_->currentData().toString().toStdString();
    }
    choice.rule = static_cast<RiskKind>(rule_->currentData().toInt());
    return choice;
}

std::size_t CurveBar::active() const {
    return static_cast<std::size_t>(std::max(0, active_->currentIndex()));
}

void CurveBar::setActive(const QString& name) {
    if (const int index = active_->findData(name); index >= 0) {
        active_->setCurrentIndex(index);
    }
}

void CurveBar::addOptions(QWidget* options) {
    options_.push_back(options);
    layout_->addWidget(options);
    options->hide();
}

void CurveBar::showOptions(QWidget* options, bool withRisk) {
    for (QWidget* one : options_) {
        one->setVisible(one == options);
    }
    riskPart_->setVisible(withRisk);
    rulePart_->setVisible(withRisk);
    updateGeometry();
}

}  // namespace pf::ui
