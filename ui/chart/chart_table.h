// The numbers of a chart as a table. Private to ui/chart.
#pragma once

#include "ui/chart/chart_impl.h"

namespace pf::ui {

/// See Chart::csv.
QString chartCsv(const Chart::Impl& chart);

}  // namespace pf::ui
