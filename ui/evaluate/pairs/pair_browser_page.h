// A list of pairs as a page to read.
#pragma once

#include <QString>

#include "ui/evaluate/pairs/pair_browser_export.h"

namespace pf::ui {

/// Writes one self-contained HTML page with the faces and numbers of the pairs (kContactSheetPairs at most,
/// and the page says so). False when stopped before the end; nothing is written then. Throws: Error(Io).
bool writePairPage(const QString& path, const PairExport& list, RunControl& control,
                   const ProgressObserver& observer);

}  // namespace pf::ui
