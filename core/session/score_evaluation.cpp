#include "core/session/score_evaluation.h"

#include "core/base/atomic_file.h"

namespace pf {

ScoreReport evaluateScoreFile(const std::filesystem::path& file, const ScoreReportOptions& options,
                              const std::filesystem::path& json) {
    ScoreReport report = evaluateScores(readScores(file), options);
    if (!json.empty()) {
        writeTextAtomically(json, scoreReportText(report));
    }
    return report;
}

}  // namespace pf
