// A list of pairs as a file: a table of its numbers, a page to read, or its faces on one sheet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <QString>

#include "core/session/control.h"
#include "core/session/evaluate/evaluation.h"
#include "ui/evaluate/pairs/pair_browser_list.h"

namespace pf::ui {

using PairIndices = std::vector<std::uint32_t>;

/// name_a, name_b, same (1 or 0), cosine, mls, distance_term, log_variance_term, sigma_sq_a, sigma_sq_b and a
/// column per risk (risk_sigma_sq_max ...). A number that is not known is left empty.
std::string pairTableCsv(const ScoredPairs& scored, const PairIndices& pairs);

/// The columns of pairTableCsv without the terms and the risks as a Markdown or a LaTeX (booktabs) table,
/// numbers with four decimals.
std::string pairTableMarkdown(const ScoredPairs& scored, const PairIndices& pairs);
std::string pairTableLatex(const ScoredPairs& scored, const PairIndices& pairs);

/// What a list of pairs is exported from; cheap to copy into a worker. The ink is made on the UI thread.
struct PairExport {
    PairEvaluationPtr evaluation;
    PairIndices pairs;
    PairImages images;
    QString caption;
    FaceInk ink = FaceInk::onPaper();
};

/// Pairs that one page or contact sheet holds; of a longer list the first ones, and it says so.
inline constexpr std::size_t kPrintedPairs = 300;

/// Writes the list by the suffix csv, md, tex, html or png. May run in a worker. False when stopped before
/// the end (nothing is written then). Throws: Error(Config) for another suffix or an empty list, Error(Io).
bool exportPairs(const QString& path, const PairExport& list, RunControl& control,
                 const ProgressObserver& observer);

}  // namespace pf::ui
