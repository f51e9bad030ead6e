// Accuracy over discard: the threshold re-fitted at every step, and kept from discard 0.
#pragma once

#include "ui/evaluate/curves/protocol_view.h"

namespace pf::ui {

class RiskView : public ProtocolView {
    Q_OBJECT
  public:
    explicit RiskView(QWidget* parent = nullptr);

    void draw(const std::vector<DrawnResult>& results, std::size_t active) override;
    QString sentence() const override;
    QString readout(const PairCurves& curves, const ReadingPlace& place) const override;
    bool readsDiscard() const override { return true; }
    double listThreshold(const PairCurves& curves, const ReadingPlace& place) const override;
    double pinAt(const PairCurves& curves, const ReadingPlace& place) const override;

  private:
    void drawCurves(const DrawnResult& result, bool alone);
};

}  // namespace pf::ui
