// The pairs page's result as a command, a table or a page.
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QToolButton>

#include "core/base/atomic_file.h"
#include "ui/kit/background_task.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/pairs/drop_well.h"
#include "ui/pairs/pair_report.h"
#include "ui/pairs/pairs_page.h"
#include "ui/theme/theme.h"

namespace pf::ui {

PairReport PairsPage::report() const {
    const auto crop = [](const DropWell* well) {
        return well->comparedPath() == well->path() ? QString() : well->comparedPath();
    };
    return {left_->path(), right_->path(), model_->model(), comparison_.value_or(PairComparison{}),
            crop(left_),   crop(right_)};
}

QToolButton* PairsPage::makeExportButton(QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QStringLiteral("pairsExport"));
    button->setText(tr("Export"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setIcon(Theme::instance().icon(QStringLiteral("export")));
    connect(&Theme::instance(), &Theme::changed, button,
            [button] { button->setIcon(Theme::instance().icon(QStringLiteral("export"))); });
    auto* menu = new QMenu(button);
    const auto copy = [this, menu](const char* name, const QString& text,
                                   QString (PairsPage::*make)() const) {
        menu->addAction(text, this,
                        [this, make] {
                            QGuiApplication::clipboard()->setText((this->*make)());
                            Q_EMIT messageRequested(tr("Copied"));
                        })
            ->setObjectName(QString::fromLatin1(name));
    };
    menu->addAction(tr("Report as HTML…"), this, &PairsPage::exportCurrent);
    copy("copyPairMarkdown", tr("Copy as Markdown"), &PairsPage::markdown);
    copy("copyPairLatex", tr("Copy as LaTeX"), &PairsPage::latex);
    menu->addSeparator();
    copy("copyPairCommand", tr("Copy as command"), &PairsPage::command);
    button->setMenu(menu);
    return button;
}

QString PairsPage::command() const {
    return compareCommand(left_->path(), right_->path(), model_->model(),
                          left_->comparedPath() != left_->path() || right_->comparedPath() != right_->path());
}

QString PairsPage::markdown() const {
    return pairMarkdown(report());
}

QString PairsPage::latex() const {
    return pairLatex(report());
}

void PairsPage::exportCurrent() {
    if (!comparison_) {
        Q_EMIT messageRequested(tr("There is nothing to export yet: compare two faces first."));
        return;
    }
    auto* dialog = new QFileDialog(this, tr("Export the comparison"));
    dialog->setObjectName(QStringLiteral("pairsExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->setNameFilter(QStringLiteral("HTML (*.html)"));
    dialog->selectFile(QStringLiteral("comparison.html"));
    connect(dialog, &QFileDialog::fileSelected, this, &PairsPage::exportTo);
    dialog->open();
}

void PairsPage::exportTo(const QString& path) {
    TaskOptions options;
    options.name = tr("Exporting the comparison");
    options.showInRail = false;
    runInBackground(
        this, options,
        [path, report = report()](RunControl&, const ProgressObserver&) {
            writeTextAtomically(path.toStdString(), pairHtml(report).toStdString());
            return true;
        },
        [this, path](bool) { Q_EMIT messageRequested(tr("Exported %1").arg(path)); },
        [this](const QString& error) { Q_EMIT messageRequested(error); });
}

}  // namespace pf::ui
