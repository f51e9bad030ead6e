// A list of pairs as a table for a paper.
#pragma once

#include <string>

#include "ui/evaluate/pairs/pair_browser_export.h"

namespace pf::ui {

/// The columns of pairTableCsv without the risks' as a Markdown or a LaTeX (booktabs) table, numbers with
/// four decimals.
std::string pairTableMarkdown(const PairExport& list);

std::string pairTableLatex(const PairExport& list);

}  // namespace pf::ui
