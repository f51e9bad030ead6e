// Charts as SVG text: no fonts, no scripts, nothing from outside.
#pragma once

#include <string>

#include "core/results/charts/chart_description.h"

namespace pf {

/// The chart as one <svg> element of 640 px width, plus legend rows as they are needed; it scales to the
/// width CSS gives it. Colours are attributes, so that the text also is a file of its own, and carry classes
/// (pf-s0 ... lines, pf-f0 ... areas, pf-ink, pf-muted, pf-grid, pf-halo) by which a style sheet can exchange
/// them. Names are escaped, and shortened where they do not fit, with the full name as a tooltip.
/// Throws: std::invalid_argument when the columns of a series differ in length. Determinism: the same bytes
/// for the same chart.
std::string svgChart(const ChartDescription& chart);

}  // namespace pf
