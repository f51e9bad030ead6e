// The sentences of a report that say what was computed.
#pragma once

#include <string>

#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// How the confidence intervals of a set came about, or that there are none; per subject where they differ.
std::string intervalSentence(const ReportSet& set);
/// "The 2,000 impostor pairs resolve an FMR down to 5e-4 ...".
std::string resolutionSentence(std::size_t impostors);

/// The glossary at the end: protocols and words that are mixed up.
HtmlSection readingSection();

}  // namespace pf::detail
