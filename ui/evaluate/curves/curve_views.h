// The charts of the tabs: those that are read at a discard, and those that are read at a threshold.
#pragma once

#include <QComboBox>

#include "core/metrics/normal_deviate.h"
#include "ui/evaluate/curves/protocol_view.h"

class QCheckBox;

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

class DiscardView : public ProtocolView {
    Q_OBJECT
  public:
    DiscardView(const QString& name, QWidget* parent);

    QString readout(const PairCurves& curves, const ReadingPlace& place) const final {
        return curves.hasRisk() ? joinReadings(readings(curves, place.discard)) : noRiskWord();
    }
    bool readsDiscard() const final { return true; }
    double pinAt(const PairCurves&, const ReadingPlace& place) const final { return place.discard; }

  protected:
    /// The numbers at the discard, of embeddings that have a risk.
    virtual QStringList readings(const PairCurves& curves, double discard) const = 0;
};

class RiskView : public DiscardView {
    Q_OBJECT
  public:
    explicit RiskView(QWidget* parent) : DiscardView(QStringLiteral("riskChart"), parent) {}

    double listThreshold(const PairCurves& curves, const ReadingPlace& place) const override;

  protected:
    ChartDescription describe(const ChartSubjects& subjects, std::size_t active) const override;
    QStringList readings(const PairCurves& curves, double discard) const override;
};

/// EDC or ERC.
class EdcView : public DiscardView {
    Q_OBJECT
  public:
    explicit EdcView(QWidget* parent);

    double listThreshold(const PairCurves& curves, const ReadingPlace&) const override {
        return curves.edc().fixed().threshold;
    }

  protected:
    ChartDescription describe(const ChartSubjects& subjects, std::size_t active) const override;
    QStringList readings(const PairCurves& curves, double discard) const override;

  private:
    bool showsErc() const;

    QComboBox* kind_ = nullptr;
    QCheckBox* fmr_ = nullptr;
};

}  // namespace pf::ui
