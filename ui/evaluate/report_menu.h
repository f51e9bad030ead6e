// Reports, tables and the command line of everything that was evaluated.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <QString>

#include "core/session/evaluate/method_tables.h"
#include "ui/evaluate/plan/evaluation_job.h"
#include "ui/kit/export_job.h"

class QAction;
class QToolButton;

namespace pf::ui {

/// The menu of a button: one report over all results (HTML, JSON), the tables of methods (LaTeX, Markdown,
/// CSV) as files or on the clipboard, and the commands that do the same without the window.
class ReportMenu : public ExportJob {
    Q_OBJECT
  public:
    ReportMenu(QToolButton* button, QObject* parent);

    void setResults(const std::vector<EvaluationResult>& results);
    /// Columns of the first table, beside the sets of pairs: of models (or embeddings) named as in the
    /// results.
    void setTemplates(std::vector<MethodTemplates> templates) { templates_ = std::move(templates); }
    /// Asked when they are needed: what the page's plan and charts say then.
    void setSources(std::function<QString()> command, std::function<PairScoreKind()> score);

    /// Writes by the suffix html, json, tex, md or csv in a worker; messageRequested() or failed() follows.
    void write(const QString& path);
    /// The tables as `suffix` has them: tex, md or csv. Empty: there is nothing to compare.
    QString tables(const QString& suffix) const;
    void copyCommand();

  private:
    void copyTables(const QString& suffix);

    std::vector<EvaluationResult> results_;
    std::vector<MethodTemplates> templates_;
    std::function<QString()> command_;
    std::function<PairScoreKind()> score_;
    std::vector<QAction*> ofResults_;
};

}  // namespace pf::ui
