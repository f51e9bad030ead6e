#include "ui/evaluate/curves/curve_bar.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/evaluate/curves/protocol_view.h"
#include "ui/kit/flow_layout.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QComboBox* makeCombo(QWidget* parent, const char* name, const QString& accessible, const QString& tip) {
    auto* combo = new QComboBox(parent);
    combo->setObjectName(QString::fromLatin1(name));
    combo->setAccessibleName(accessible);
    combo->setToolTip(tip);
    return combo;
}

}  // namespace

CurveBar::CurveBar(QWidget* parent) : QWidget(parent) {
    score_ = makeCombo(this, "curveScore", tr("Score"),
                       tr("Which similarity decides. Cosine looks at the embeddings alone; MLS weighs them "
                          "by their uncertainty; distance term is its first part alone."));
    risk_ = makeCombo(this, "curveRisk", tr("Risk"),
                      tr("What makes a pair uncertain: the model's σ², or a quality score of its images"));
    rule_ = makeCombo(this, "curveRule", tr("Rule of the pair"),
                      tr("How two faces make the risk of their pair. max: the less certain face decides; "
                         "this is the same rule as “min-quality” of a quality score. add: their sum."));
    for (const RiskKind kind : {RiskKind::Max, RiskKind::Add}) {
        rule_->addItem(QString::fromUtf8(riskKindName(kind).data()), static_cast<int>(kind));
    }
    active_ = makeCombo(this, "activeCurve", tr("Curve that is read"),
                        tr("The read-out, the rejection and the pairs at the right are of this curve"));
    active_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    active_->setMinimumContentsLength(26);
    layout_ = new FlowLayout(this);
    const auto add = [this](QWidget* part) {
        layout_->addWidget(part);
        return part;
    };
    activePart_ = add(labelled(tr("Read"), active_));
    add(labelled(tr("Score"), score_));
    riskPart_ = add(labelled(tr("Risk"), risk_));
    rulePart_ = add(labelled(tr("of the pair"), rule_));
    for (QComboBox* combo : {score_, risk_, rule_}) {
        connect(combo, &QComboBox::currentIndexChanged, this, &CurveBar::choiceChanged);
    }
    connect(score_, &QComboBox::currentIndexChanged, this,
            [this] { wantedScore_ = static_cast<PairScoreKind>(score_->currentData().toInt()); });
    connect(active_, &QComboBox::currentIndexChanged, this, &CurveBar::activeChanged);
    setResults({});
}

QWidget* CurveBar::labelled(const QString& word, QComboBox* combo) {
    auto* part = new QWidget(this);
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, Theme::spacing() / 2, 0);
    row->setSpacing(Theme::spacing() / 2);
    auto* label = new QLabel(word, part);
    label->setBuddy(combo);
    label->setProperty("muted", true);
    row->addWidget(label);
    row->addWidget(combo);
    return part;
}

void CurveBar::refill(QComboBox* combo, const QStringList& texts, const QList<QVariant>& values) {
    const QVariant chosen = combo->currentData();
    const QSignalBlocker quiet(combo);
    combo->clear();
    for (qsizetype i = 0; i < texts.size(); ++i) {
        combo->addItem(texts[i], values[i]);
        combo->setItemData(static_cast<int>(i), texts[i], Qt::ToolTipRole);
    }
    combo->setCurrentIndex(std::max(0, combo->findData(chosen)));
}

void CurveBar::setResults(const std::vector<EvaluationResult>& results) {
    QStringList names;
    QList<QVariant> ids;
    const PairEvaluation* first = nullptr;
    std::vector<const PairEvaluation*> all;
    for (const EvaluationResult& result : results) {
        if (result.error.isEmpty()) {
            names << result.name();
            ids << result.name();
            if (result.evaluation != nullptr) {
                all.push_back(result.evaluation.get());
                first = all.front();
            }
        }
    }
    refill(active_, names, ids);
    activePart_->setVisible(names.size() > 1);
    QStringList scores;
    QList<QVariant> kinds;
    QStringList risks;
    QList<QVariant> riskNames;
    if (first != nullptr) {
        for (const PairScores& score : first->pairs.scores) {
            const bool everywhere = std::all_of(all.begin(), all.end(), [&](const PairEvaluation* one) {
                return std::any_of(one->pairs.scores.begin(), one->pairs.scores.end(),
                                   [&](const PairScores& other) { return other.kind == score.kind; });
            });
            if (everywhere) {
                scores << scoreWord(score.kind);
                kinds << static_cast<int>(score.kind);
            }
        }
        for (const PairRisks& risk : first->pairs.risks) {
            const QString name = QString::fromStdString(risk.faces.name);
            risks << (name == QLatin1String("sigma_sq") ? QStringLiteral("σ²") : name);
            riskNames << name;
        }
    }
    refill(score_, scores, kinds);
    {
        const QSignalBlocker quiet(score_);
        score_->setCurrentIndex(std::max(0, score_->findData(static_cast<int>(wantedScore_))));
    }
    refill(risk_, risks, riskNames);
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
