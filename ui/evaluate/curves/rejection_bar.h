// The rejection slider: how many uncertain pairs are set aside, and what that does.
#pragma once

#include <QSlider>
#include <QWidget>

#include "ui/evaluate/curves/pair_curves.h"

class QLabel;

namespace pf::ui {

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

}  // namespace pf::ui
