// A list of pairs as a file: a table of its numbers, a page to read, or its faces on one sheet.
#pragma once

#include <cstddef>

#include <QString>

#include "core/session/control.h"
#include "ui/evaluate/pairs/pair_browser_model.h"
#include "ui/evaluate/pairs/pair_tables.h"

namespace pf::ui {

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
