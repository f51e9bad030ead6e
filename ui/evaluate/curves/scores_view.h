// How the scores of same-person and different-person pairs are spread, and the accuracy of each threshold.
#pragma once

#include "ui/evaluate/curves/protocol_view.h"

namespace pf::ui {

class ScoresView : public ProtocolView {
    Q_OBJECT
  public:
    explicit ScoresView(QWidget* parent = nullptr);

    void draw(const std::vector<DrawnResult>& results, std::size_t active) override;
    QString sentence() const override;
    QString readout(const PairCurves& curves, const ReadingPlace& place) const override;
    double pinAt(const PairCurves& curves, const ReadingPlace& place) const override;

  private:
    void drawThresholds(const PairCurves& curves);

    QString activeName_;
    bool hasOutlines_ = false;
};

}  // namespace pf::ui
