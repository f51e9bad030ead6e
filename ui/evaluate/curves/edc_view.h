// Error over discard: FNMR at a threshold that stays (EDC), or computed anew (ERC).
#pragma once

#include "ui/evaluate/curves/protocol_view.h"

class QCheckBox;
class QComboBox;

namespace pf::ui {

class EdcView : public ProtocolView {
    Q_OBJECT
  public:
    explicit EdcView(QWidget* parent = nullptr);

    void draw(const std::vector<DrawnResult>& results, std::size_t active) override;
    QString sentence() const override;
    QString readout(const PairCurves& curves, const ReadingPlace& place) const override;
    bool readsDiscard() const override { return true; }
    double listThreshold(const PairCurves& curves, const ReadingPlace& place) const override;
    double pinAt(const PairCurves& curves, const ReadingPlace& place) const override;

  private:
    bool showsErc() const;
    void drawEdc(const DrawnResult& result, bool alone);
    void drawErc(const DrawnResult& result);
    void drawRecord(const DrawnResult& result);

    QComboBox* kind_ = nullptr;
    QCheckBox* fmr_ = nullptr;
    double recordFmr_ = 0;
};

}  // namespace pf::ui
