#include "ui/evaluate/report_menu.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QToolButton>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/session/evaluate/report_files.h"
#include "ui/kit/background_task.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

struct Nothing {};

std::string reportText(const EvaluationReports& reports, const QString& suffix) {
    return suffix == QLatin1String("html") ? reportsHtml(reports) : reportsText(reports);
}

}  // namespace

ReportMenu::ReportMenu(QToolButton* button, QObject* parent) : QObject(parent), button_(button) {
    auto* menu = new QMenu(button);
    menu->setObjectName(QStringLiteral("reportMenu"));
    const auto add = [&](const char* name, const QString& text, bool ofResults, auto slot) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        connect(action, &QAction::triggered, this, slot);
        if (ofResults) {
            ofResults_.push_back(action);
        }
    };
    add("reportHtml", tr("Report as HTML…"), true,
        [this] { ask(QStringLiteral("html"), QStringLiteral("report")); });
    add("reportJson", tr("Report as JSON…"), true,
        [this] { ask(QStringLiteral("json"), QStringLiteral("report")); });
    menu->addSeparator();
    add("tableLatex", tr("Table as LaTeX…"), true,
        [this] { ask(QStringLiteral("tex"), QStringLiteral("table")); });
    add("tableMarkdown", tr("Table as Markdown…"), true,
        [this] { ask(QStringLiteral("md"), QStringLiteral("table")); });
    add("tableCsv", tr("Table as CSV…"), true,
        [this] { ask(QStringLiteral("csv"), QStringLiteral("table")); });
    add("copyLatex", tr("Copy table as LaTeX"), true, [this] { copyTables(QStringLiteral("tex")); });
    add("copyMarkdown", tr("Copy table as Markdown"), true, [this] { copyTables(QStringLiteral("md")); });
    menu->addSeparator();
    add("copyCommand", tr("Copy as command"), false, [this] { copyCommand(); });
    refreshIcon();
    button_->setMenu(menu);
    button_->setPopupMode(QToolButton::InstantPopup);
    setResults({});
}

bool ReportMenu::hasReports() const {
    return std::any_of(results_.begin(), results_.end(),
                       [](const EvaluationResult& result) { return result.evaluation != nullptr; });
}

void ReportMenu::setResults(const std::vector<EvaluationResult>& results) {
    results_ = results;
    for (QAction* action : ofResults_) {
        action->setEnabled(hasReports());
    }
}

void ReportMenu::refreshIcon() {
    button_->setIcon(Theme::instance().icon(QStringLiteral("export")));
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
    if (task_) {
        return;  // one after the other: the menu is there again in a moment
    }
    const QString suffix = QFileInfo(path).suffix().toLower();
    const bool isTable =
        suffix == QLatin1String("tex") || suffix == QLatin1String("md") || suffix == QLatin1String("csv");
    if (!isTable && suffix != QLatin1String("html") && suffix != QLatin1String("json")) {
        Q_EMIT failed(tr("a report is written as .html or .json, a table as .tex, .md or .csv, not as “%1”")
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
    TaskOptions options;
    options.name = tr("Writing %1").arg(QFileInfo(path).fileName());
    task_ = runInBackground(
        this, options,
        [reports = std::move(reports), table, isTable, suffix, file = path.toStdString()](
            RunControl&, const ProgressObserver&) {
            writeTextAtomically(file, isTable ? table : reportText(reports, suffix));
            return Nothing{};
        },
        [this, path](Nothing) {
            task_.clear();
            Q_EMIT exported(path);
        },
        [this](const QString& error) {
            task_.clear();
            Q_EMIT failed(error);
        });
}

void ReportMenu::ask(const QString& suffix, const QString& name) {
    auto* dialog = new QFileDialog(button_, tr("Write the report"));
    dialog->setObjectName(QStringLiteral("reportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(name + QLatin1Char('.') + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportMenu::write);
    dialog->open();
}

void ReportMenu::copyTables(const QString& suffix) {
    QApplication::clipboard()->setText(tables(suffix));
    Q_EMIT messageRequested(tr("The table is on the clipboard."));
}

void ReportMenu::copyCommand() {
    const QString text = command_ ? command_() : QString();
    if (text.isEmpty()) {
        Q_EMIT messageRequested(tr("Choose first what is to be evaluated: then its command can be copied."));
        return;
    }
    QApplication::clipboard()->setText(text);
    Q_EMIT messageRequested(tr("Copied: %1").arg(text.section(QLatin1Char('\n'), 0, 0)));
}

}  // namespace pf::ui
