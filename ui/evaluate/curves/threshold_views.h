// The charts that are read at a threshold: ROC, DET, and how the scores are spread.
#pragma once

#include <QComboBox>

#include "core/metrics/normal_deviate.h"
#include "ui/evaluate/curves/protocol_view.h"

namespace pf::ui {

class RocView : public ProtocolView {
    Q_OBJECT
  public:
    explicit RocView(QWidget* parent) : ProtocolView(QStringLiteral("rocChart"), parent) {}

    QString readout(const PairCurves& curves, const ReadingPlace& place) const override;
    double thresholdAt(const PairCurves& curves, double x) const override {
        return curves.atFmr(x).threshold;
    }
    double pinAt(const PairCurves& curves, const ReadingPlace& place) const override;

  protected:
    RocView(const QString& name, QWidget* parent) : ProtocolView(name, parent) {}
    ChartDescription describe(const ChartSubjects& subjects, std::size_t active) const override;
};

/// Read as the ROC, on axes of normal deviates or logarithmic ones.
class DetView : public RocView {
    Q_OBJECT
  public:
    explicit DetView(QWidget* parent);

    double thresholdAt(const PairCurves& curves, double x) const override;
    double pinAt(const PairCurves& curves, const ReadingPlace& place) const override;

  protected:
    ChartDescription describe(const ChartSubjects& subjects, std::size_t active) const override;

  private:
    bool isLogarithmic() const { return scale_->currentIndex() == 1; }
    double place(double rate) const { return isLogarithmic() ? rate : normalDeviate(rate); }

    mutable double highest_ = 1;  ///< rate that is read: the end of the chart that was described last

    QComboBox* scale_ = nullptr;
};

class ScoresView : public ProtocolView {
    Q_OBJECT
  public:
    explicit ScoresView(QWidget* parent) : ProtocolView(QStringLiteral("scoresChart"), parent) {}

    QString readout(const PairCurves& curves, const ReadingPlace& place) const override;
    double pinAt(const PairCurves&, const ReadingPlace& place) const override { return place.threshold; }

  protected:
    ChartDescription describe(const ChartSubjects& subjects, std::size_t active) const override;
};

}  // namespace pf::ui
