// One report file over everything that was evaluated together.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/results/open_set_report.h"
#include "core/results/score_report.h"
#include "core/results/template_report.h"
#include "core/session/evaluate/evaluation.h"

namespace pf {

struct EvaluationReports {
    std::string title;                     ///< e.g. the set's name
    std::string source;                    ///< path of the scores or embeddings
    std::vector<PairEvaluationPtr> pairs;  ///< models and sets
    std::optional<ScoreReport> scores;     ///< of a file of ready scores
    std::optional<OpenSetReport> openSet;
    std::optional<TemplateReport> templates;
};

/// JSON of all of it. One pair set or file of scores: its keys stand at the top; several pair sets: an array
/// `sets`. Open-set identification adds `openset` (DIR by score) and `identification` (all else of it),
/// templates add `templates`.
std::string reportsText(const EvaluationReports& reports);

/// The self-contained HTML page of all of it.
std::string reportsHtml(const EvaluationReports& reports);

/// The folder for writeCharts, made if it is not there yet. Throws: Error(Config) when the path is a file or
/// the folder of a run; Error(Io).
void makeChartFolder(const std::filesystem::path& folder);

/// Writes every chart of that page into the folder, each as an SVG file whose name says what it shows and
/// stays the same: "lfw-edc-fmr-1e-3-cosine.svg". Charts of earlier reports are replaced. Returns how many
/// there are. Throws: Error(Config), before anything is written, when a file of such a name is no chart of
/// this program; Error(Io).
std::size_t writeCharts(const EvaluationReports& reports, const std::filesystem::path& folder);

}  // namespace pf
