// Charts of identification and of templates.
#pragma once

#include <string>
#include <vector>

#include "core/results/charts/chart_description.h"
#include "core/results/open_set_report.h"
#include "core/results/template_report.h"

namespace pf {

/// A set of trials, with whose it is.
struct NamedTrials {
    std::string name;
    const IdentificationResult* result = nullptr;
};

/// Detection and identification rate over the false alarm rate.
ChartDescription dirChart(const std::vector<NamedTrials>& trials);

/// Share of the probes whose mate is found within a rank.
ChartDescription cmcChart(const std::vector<NamedTrials>& trials);

/// TAR at the FAR targets, of every fusion and match.
ChartDescription templateChart(const TemplateReport& report);

}  // namespace pf
