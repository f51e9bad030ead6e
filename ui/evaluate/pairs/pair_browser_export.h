// A list of pairs as a file: a table of its numbers, or its faces on one sheet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <QString>

#include "core/session/control.h"
#include "ui/evaluate/pairs/pair_browser_model.h"

namespace pf::ui {

/// What a list of pairs is exported from; cheap to copy into a worker.
struct PairExport {
    PairEvaluationPtr evaluation;
    std::vector<std::uint32_t> pairs;
    PairImages images;
    QString caption;
};

/// Pairs that one contact sheet holds; of a longer list the first ones, and the sheet says so.
inline constexpr std::size_t kContactSheetPairs = 300;

/// name_a, name_b, same (1 or 0), cosine, mls, distance_term, log_variance_term, sigma_sq_a, sigma_sq_b and a
/// column per risk (risk_sigma_sq_max ...). A number that is not known is left empty.
std::string pairTableCsv(const PairExport& list);

/// Writes the list by the suffix csv, md, tex, html or png. `ink` is made on the UI thread; the rest may run
/// in a worker. False when stopped before the end (nothing is written then). Throws: Error(Config) for
/// another suffix or an empty list, Error(Io).
bool exportPairs(const QString& path, const PairExport& list, const FaceInk& ink, RunControl& control,
                 const ProgressObserver& observer);

}  // namespace pf::ui
