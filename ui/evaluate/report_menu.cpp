#include "ui/evaluate/report_menu.h"

#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QMenu>
#include <QToolButton>

#include "core/base/atomic_file.h"
#include "core/session/evaluate/report_files.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

ReportMenu::ReportMenu(QToolButton* button, QObject* parent) : ExportJob(parent) {
    auto* menu = named(new QMenu(button), "reportMenu");
    const auto add = [&](const char* name, const QString& text, auto slot) {
        QAction* action = addEntry(menu, name, text);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    const auto file = [&](const char* name, const QString& text, const char* fileName) {
        ofResults_.push_back(add(name, text, [this, button, file = QString::fromLatin1(fileName)] {
            askWhereToSave(button, tr("Write the report"), file,
                           [this](const QString& path) { write(path); });
        }));
    };
    file("reportHtml", tr("Report as HTML…"), "report.html");
    file("reportJson", tr("Report as JSON…"), "report.json");
    menu->addSeparator();
    file("tableLatex", tr("Table as LaTeX…"), "table.tex");
    file("tableMarkdown", tr("Table as Markdown…"), "table.md");
    file("tableCsv", tr("Table as CSV…"), "table.csv");
    ofResults_.push_back(
        add("copyLatex", tr("Copy table as LaTeX"), [this] { copyTables(QStringLiteral("tex")); }));
    ofResults_.push_back(
        add("copyMarkdown", tr("Copy table as Markdown"), [this] { copyTables(QStringLiteral("md")); }));
    menu->addSeparator();
    add("copyCommand", tr("Copy as command"), [this] { copyCommand(); });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    setResults({});
}

void ReportMenu::setResults(const std::vector<EvaluationResult>& results) {
    results_ = results;
    const bool hasReports = std::any_of(results_.begin(), results_.end(), [](const EvaluationResult& result) {
        return result.evaluation != nullptr;
    });
    for (QAction* action : ofResults_) {
        action->setEnabled(hasReports);
    }
}

void ReportMenu::setSources(std::function<QString()> command, std::function<PairScoreKind()> score) {
    command_ = std::move(command);
    score_ = std::move(score);
}

QString ReportMenu::tables(const QString& suffix) const {
    std::vector<MethodResult> results;
    for (const EvaluationResult& result : results_) {
        results.push_back({result.model.toStdString(), result.set.toStdString(), result.evaluation});
    }
    const TableFormat format = suffix == QLatin1String("tex")  ? TableFormat::Latex
                               : suffix == QLatin1String("md") ? TableFormat::Markdown
                                                               : TableFormat::Csv;
    return QString::fromStdString(
        methodTablesText(methodTables(results, score_ ? score_() : PairScoreKind::Mls, templates_), format));
}

void ReportMenu::write(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    const bool isTable =
        suffix == QLatin1String("tex") || suffix == QLatin1String("md") || suffix == QLatin1String("csv");
    if (!isTable && suffix != QLatin1String("html") && suffix != QLatin1String("json")) {
        Q_EMIT failed(tr("A report is written as .html or .json, a table as .tex, .md or .csv, not as “%1”.")
                          .arg(QFileInfo(path).fileName()));
        return;
    }
    const std::string table = isTable ? tables(suffix).toStdString() : std::string();
    EvaluationReports reports;
    reports.title = tr("Evaluation").toStdString();
    for (const EvaluationResult& result : results_) {
        if (!isTable && result.evaluation != nullptr) {
            reports.pairs.push_back(result.evaluation);
        }
    }
    if (reports.pairs.size() == 1) {
        reports.title = reports.pairs.front()->report.card.set;
    }
    start({tr("Writing %1").arg(QFileInfo(path).fileName())}, tr("Exported %1").arg(path),
          [reports = std::move(reports), table, isTable, suffix, file = path.toStdString()](
              RunControl&, const ProgressObserver&) {
              writeTextAtomically(file, isTable                           ? table
                                        : suffix == QLatin1String("html") ? reportsHtml(reports)
                                                                          : reportsText(reports));
              return true;
          });
}

void ReportMenu::copyTables(const QString& suffix) {
    QApplication::clipboard()->setText(tables(suffix));
    Q_EMIT messageRequested(tr("The table is on the clipboard."));
}

void ReportMenu::copyCommand() {
    const QString text = command_ ? command_() : QString();
    if (text.isEmpty()) {
        Q_EMIT messageRequested(tr("Choose what to evaluate first; its command can then be copied."));
        return;
    }
    QApplication::clipboard()->setText(text);
    Q_EMIT messageRequested(tr("Copied: %1").arg(text.section(QLatin1Char('\n'), 0, 0)));
}

}  // namespace pf::ui
