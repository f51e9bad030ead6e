// The charts that are read at a discard: accuracy, and error at a threshold that stays or is set again.
#pragma once

#include "ui/evaluate/curves/protocol_view.h"

class QCheckBox;
class QComboBox;

namespace pf::ui {

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
