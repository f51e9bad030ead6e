// The report that people read and hand on: one HTML file with every number, chart and where they come from.
#pragma once

#include <string>
#include <vector>

#include "core/eval/report/html_section.h"
#include "core/results/pair_report.h"
#include "core/results/score_report.h"
#include "core/results/template_report.h"

namespace pf {

/// A file of ready scores as one method on one set.
struct NamedScores {
    std::string name;  ///< of the method, as people see it; empty: the report's own name
    std::string set;   ///< methods of one set share tables and charts; empty: the report's own name
    const ScoreReport* report = nullptr;
    std::string source;    ///< path of the file
    std::string dataHash;  ///< SHA-256; may be empty
};

struct NamedTemplates {
    std::string name;  ///< of the embeddings, as people see it
    const TemplateReport* report = nullptr;
};

/// Whatever was measured; the reports must outlive it. Reports of one set (card.set) share tables and charts,
/// one colour for a model throughout.
struct ReportContents {
    std::string title;
    std::vector<const PairReport*> pairs;
    std::vector<NamedScores> scores;
    std::vector<NamedTemplates> templates;
    std::vector<HtmlSection> sections;  ///< written behind the sets, in this order
};

/// One self-contained HTML file: no scripts, nothing loaded, readable in print. Parts that were not measured
/// are left out, or said to be where a column has others. It also is well-formed XML but for its first line.
/// Throws: std::invalid_argument when a report is missing (nullptr). Determinism: the same bytes for the same
/// contents; no clock is read.
std::string htmlReport(const ReportContents& contents);

struct NamedChart {
    std::string name;  ///< for a file, without an ending: "lfw-risk-cosine"; no other chart has it
    ChartDescription chart;
};

/// Every chart of that page in its order. Throws: as htmlReport.
std::vector<NamedChart> reportCharts(const ReportContents& contents);

}  // namespace pf
