// What the curves are of: which score, which risk, which of the results is read, and how much is rejected.
#pragma once

#include <vector>

#include <QSlider>
#include <QWidget>

#include "ui/evaluate/curves/pair_curves.h"
#include "ui/evaluate/plan/evaluation_job.h"

class QComboBox;
class QLabel;

namespace pf::ui {

class FlowLayout;

/// The rejection slider: how many uncertain pairs are set aside, and what that does.
class RejectionBar : public QWidget {
    Q_OBJECT
  public:
    explicit RejectionBar(QWidget* parent = nullptr);

    /// Fraction of the pairs, in steps of kDiscardStep.
    double discard() const { return slider_->value() * kDiscardStep; }
    /// Moves the slider without a signal.
    void setDiscard(double discard);
    /// Says what the discard gives; null: nothing to read, with the reason.
    void showReading(const PairCurves* curves, const QString& reason = {});

  Q_SIGNALS:
    /// The user moved the slider.
    void discardChanged(double discard);

  private:
    QSlider* slider_ = nullptr;
    QLabel* value_ = nullptr;
    QLabel* text_ = nullptr;
};

class CurveBar : public QWidget {
    Q_OBJECT
  public:
    explicit CurveBar(QWidget* parent = nullptr);

    /// Offers the scores and risks that every result has; what was chosen stays when it can.
    void setResults(const std::vector<EvaluationResult>& results);
    /// Score, risk and rule as chosen; the FMR is the page's.
    CurveChoice choice() const;
    /// Index into the results that have no error.
    std::size_t active() const;
    /// Reads the result of this name; nothing when there is none.
    void setActive(const QString& name);
    /// A control of one chart, shown with showOptions.
    void addOptions(QWidget* options);
    /// Shows this chart's controls (null: none has) and hides those of the others; the risk only where the
    /// chart has to do with it.
    void showOptions(QWidget* options, bool withRisk);

  Q_SIGNALS:
    void choiceChanged();
    void activeChanged();

  private:
    QWidget* addLabelled(const QString& word, QComboBox* combo);

    QComboBox* score_ = nullptr;
    QComboBox* risk_ = nullptr;
    QComboBox* rule_ = nullptr;
    QComboBox* active_ = nullptr;
    QWidget* riskPart_ = nullptr;
    QWidget* rulePart_ = nullptr;
    QWidget* activePart_ = nullptr;
    FlowLayout* layout_ = nullptr;
    /// As the user chose it, or the MLS, which the method is about; kept while results lack it.
    PairScoreKind wantedScore_ = PairScoreKind::Mls;
    std::vector<QWidget*> options_;
};

}  // namespace pf::ui
