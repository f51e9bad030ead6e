#include "core/results/charts/chart_description.h"

namespace pf {

std::string ChartAxis::title() const {
    if (name.empty() || scale == AxisScale::Linear) {
        return name;
    }
    const std::string words = scale == AxisScale::Log10 ? "logarithmic" : "normal deviates";
    return name.ends_with(')') ? name.substr(0, name.size() - 1) + ", " + words + ")"
                               : name + " (" + words + ")";
}

ChartAxis percentAxis(const std::string& name, AxisScale scale) {
    return {name, scale, AxisFormat::Percent, {}, {}};
}

}  // namespace pf
