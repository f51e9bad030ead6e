// The menus of a chart: its Export button's, and the one under the mouse.
#pragma once

class QMenu;

namespace pf::ui {

class Chart;

/// Both belong to the chart and end with their closing.
QMenu* makeExportMenu(Chart& chart);
/// Export, copy, zoom, curves, and the widget's own actions.
QMenu* makeContextMenu(Chart& chart, bool isZoomed);

}  // namespace pf::ui
