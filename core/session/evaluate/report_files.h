// One report file over everything that was evaluated together.
#pragma once

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

}  // namespace pf
