// Error trade-offs over all thresholds: TMR over FMR (ROC), FNMR over FMR (DET).
#pragma once

#include "ui/evaluate/curves/protocol_view.h"

class QComboBox;

namespace pf::ui {

class RocView : public ProtocolView {
    Q_OBJECT
  public:
    explicit RocView(QWidget* parent = nullptr);

    void draw(const std::vector<DrawnResult>& results, std::size_t active) override;
    QString sentence() const override;
    QString readout(const PairCurves& curves, const ReadingPlace& place) const override;
    double thresholdAt(const PairCurves& curves, double x) const override;
    double pinAt(const PairCurves& curves, const ReadingPlace& place) const override;
};

class DetView : public ProtocolView {
    Q_OBJECT
  public:
    explicit DetView(QWidget* parent = nullptr);

    void draw(const std::vector<DrawnResult>& results, std::size_t active) override;
    QString sentence() const override;
    QString readout(const PairCurves& curves, const ReadingPlace& place) const override;
    double thresholdAt(const PairCurves& curves, double x) const override;
    double pinAt(const PairCurves& curves, const ReadingPlace& place) const override;

  private:
    bool isLogarithmic() const;
    double place(double rate) const;

    QComboBox* scale_ = nullptr;
};

/// "threshold · FMR · FNMR · accuracy", and of the ROC as a whole EER, AUC and d'.
QString thresholdReadout(const PairCurves& curves, double threshold, bool withSummary);

}  // namespace pf::ui
