// The cells of the method table: of pairs, and of the other protocols.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/results/method_table.h"
#include "core/results/open_set_report.h"
#include "core/results/pair_report.h"
#include "core/results/template_report.h"

namespace pf {

/// The cell of one report. `score` names the score that the method compares faces by.
MethodCell methodCell(const PairReport& report, const std::string& score, const TableMetric& metric);

/// A sentence with the FARs that were reached; nothing for a metric without one.
std::optional<std::string> rateNote(const MethodTable& table);

/// The fusions that templateCell reads.
inline const std::vector<TemplateFusion> kTableFusions = {{FusionKind::Mean, 1.0},
                                                          {FusionKind::PfeFuse, 1.0}};

/// TAR of templates at a FAR, mean and deviation over the splits: of the mean embedding for a method compared
/// by cosine, of PFE_fuse with temperature 1 for one compared by MLS. Source: Shi & Jain, ICCV 2019,
/// section 4.
MethodCell templateCell(const TemplateReport& report, const std::string& score, double far);

/// Detection and identification rate at a FAR, mean and deviation over the trials of the open set, else of
/// the published BLUFR.
MethodCell identificationCell(const OpenSetReport& report, const std::string& score, double far);

/// "IJB-A TAR at FAR 0.1 %".
ProtocolColumn templateColumn(const std::string& protocol, double far);
/// "BLUFR DIR at FAR 1 %".
ProtocolColumn identificationColumn(double far);

}  // namespace pf
