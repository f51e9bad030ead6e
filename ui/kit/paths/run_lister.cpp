#include "ui/kit/paths/run_lists.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace pf::ui {

std::vector<RunListing> listRunsOf(const QStringList& roots, const RunControl& control) {
    std::vector<RunListing> all;
    std::set<std::filesystem::path> known;
    for (const QString& root : roots) {
        if (control.stopRequested()) {
            break;
        }
        for (RunListing& run : listRuns(root.toStdString())) {
            std::error_code unknown;
            const auto place = std::filesystem::weakly_canonical(run.directory, unknown);
            if (known.insert(unknown ? run.directory.lexically_normal() : place).second) {
                all.push_back(std::move(run));
            }
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const RunListing& a, const RunListing& b) { return a.started > b.started; });
    return all;
}

}  // namespace pf::ui
