// Where an axis has its labels and how they are written. Private to ui/chart: brings in QCustomPlot.
#pragma once

#include <QSharedPointer>

#include "ui/chart/chart_impl.h"

namespace pf::ui {

/// The ticker of an axis of this format.
QSharedPointer<QCPAxisTicker> makeTicker(AxisFormat format, bool logarithmic);

}  // namespace pf::ui
