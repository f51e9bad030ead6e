// What the demonstration proves: sigma² follows the known degradation of faces never seen in training.
#pragma once

#include <filesystem>

#include "core/session/control.h"

namespace pf {

struct DemoReport {
    double spearman = 0;  ///< rank correlation of sigma² and degradation on the evaluation set's images
    double accuracyAll = 0;
    double accuracyAtDiscard = 0;        ///< the 30 % of pairs with the highest sigma² left out
    double accuracyAtRandomDiscard = 0;  ///< 30 % left out at random
    std::filesystem::path reportFile;    ///< demo-report.json
    std::filesystem::path sheetFile;     ///< demo-gallery.png
};

/// Embeds the run's first synthetic evaluation set with its best checkpoint and writes report and contact
/// sheet into the run directory. Throws: Error(Data) when the run has no synthetic evaluation set.
DemoReport makeDemoReport(const std::filesystem::path& runDirectory, RunControl& control,
                          const ProgressObserver& observer);

}  // namespace pf
