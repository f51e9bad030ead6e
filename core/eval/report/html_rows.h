// Rows of a summary: one measure each, a column per subject.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// Adds rows to a table; a row nobody has a number for is left out.
class SummaryRows {
  public:
    SummaryRows(const ReportSet& set, HtmlTable& table) : set_(set), table_(table) {}

    /// A heading for the rows that follow, written once the first of them is.
    void group(const std::string& name) { group_ = name; }

    /// `cellOf` gives nothing where the subject was not measured.
    void add(const HtmlCell& name,
             const std::function<std::optional<HtmlCell>(const ReportSubject&)>& cellOf);
    /// The same of what `find` points to for a subject, nullptr where it was not measured.
    template <typename Find, typename CellOf>
    void addFound(const HtmlCell& name, const Find& find, const CellOf& cellOf) {
        add(name, [&](const ReportSubject& subject) -> std::optional<HtmlCell> {
            const auto* found = find(subject);
            return found == nullptr ? std::nullopt : std::optional<HtmlCell>(cellOf(*found));
        });
    }

    const ReportSet& set() const { return set_; }

  private:
    const ReportSet& set_;
    HtmlTable& table_;
    std::string group_;
};

/// Risk-controlled accuracies, EDC and ERC areas of a score, for the risks that are wanted.
void addDiscardRows(const std::string& score, const std::function<bool(const std::string&)>& isWanted,
                    SummaryRows& rows);
/// The risk-controlled accuracies that every evaluation has, where no curve says the same with intervals.
void addRecordRiskRows(SummaryRows& rows);

}  // namespace pf::detail
