// The numbers of an axis: where they lie, where it has labels, how they are written. Private to ui/chart.
#pragma once

#include <QSharedPointer>
#include <QString>

#include "core/results/charts/chart_description.h"
#include "ui/chart/plot_library.h"

namespace pf::ui {

/// The coordinate that the plot draws a value at: itself, or its normal deviate. NaN for a value without a
/// place on the axis.
double plotCoordinate(const ChartAxis& axis, double value);

/// What the axis says at a coordinate: per cent where its numbers are percentages.
double axisNumber(const ChartAxis& axis, double coordinate);
/// The same as people read it: "12.50 %"; "–" when it is not finite.
QString axisText(const ChartAxis& axis, double coordinate);

QSharedPointer<QCPAxisTicker> makeTicker(const ChartAxis& axis);

}  // namespace pf::ui
