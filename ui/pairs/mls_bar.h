// The two terms of the negative MLS and their sum, against the threshold.
#pragma once

#include <optional>

#include <QWidget>

#include "core/session/model/face_model.h"

namespace pf::ui {

/// Three bars on one axis: the distance term, the log-variance term that starts where the first ends, and
/// -MLS.
class MlsBar : public QWidget {
    Q_OBJECT
  public:
    explicit MlsBar(QWidget* parent = nullptr);

    void setComparison(const std::optional<PairComparison>& comparison);

    QSize sizeHint() const override { return {520, 4 * rowHeight()}; }
    QSize minimumSizeHint() const override { return {360, 4 * rowHeight()}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    int rowHeight() const { return fontMetrics().height() + 10; }
    std::optional<PairComparison> pair_;
};

}  // namespace pf::ui
