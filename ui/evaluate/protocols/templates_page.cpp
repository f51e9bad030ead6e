#include "ui/evaluate/protocols/templates_page.h"

#include <optional>

#include <QHeaderView>
#include <QTableView>
#include <QToolButton>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

TemplatesPage::TemplatesPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : ProtocolPage(QStringLiteral("templatesPage"), tr("IJB-A splits, or the lists of IJB-B or IJB-C"),
                   tr("Templates of %1"), &EvaluationTask::ijb, std::move(models), parent) {
    table_ = new TemplateTableModel(this);
    auto* contents = new QWidget(this);
    view_ = makeTableView(QStringLiteral("templateTable"), tr("TAR at FAR of templates"), contents);
    view_->setModel(table_);
    view_->horizontalHeader()->setStretchLastSection(false);
    auto* button = makeToolButton({}, QStringLiteral("export"), tr("Export as CSV"), contents);
    makeColumn(contents, kUsualGap, {makeRow(nullptr, 0, {Spring(), button}), {view_, 1}});
    setContents(
        contents, tr("No templates compared yet"),
        tr("A template is a set of images of one person. Choose the folder with the lists of IJB-A, IJB-B or "
           "IJB-C and embeddings that name its images, or a model and the images, and press Run. The table "
           "shows the true accept rate of every way to fuse and to compare templates."));
    connect(button, &QToolButton::clicked, this, &TemplatesPage::showExportMenu);
    showContents();
}

void TemplatesPage::take(const QString& name, const EvaluationReports& reports) {
    if (reports.templates) {
        addReport(name, *reports.templates);
    }
}

void TemplatesPage::addReport(const QString& name, const TemplateReport& report) {
    reports_[{name, QString::fromStdString(report.protocol)}] =
        std::make_shared<const TemplateReport>(report);
    table_->addReport(name, report);
    view_->resizeColumnsToContents();
    view_->setColumnWidth(0, std::min(view_->columnWidth(0), 260));
    std::size_t comparisons = 0;
    std::size_t unusable = 0;
    for (const TemplateSplitCounts& split : report.splits) {
        comparisons += split.genuine + split.impostor;
        unusable += split.unusableComparisons;
    }
    QStringList words{
        tr("%1 of %2: %3 comparisons; %4 images missing, %5 comparisons without a usable template.")
            .arg(QString::fromStdString(report.protocol), name, countText(comparisons),
                 countText(report.missingImages), countText(unusable))};
    sentence_ = (words << textList(report.notes)).join(QLatin1Char(' '));
    showContents();
    Q_EMIT reportsChanged();
}

std::vector<MethodTemplates> TemplatesPage::reports() const {
    std::vector<MethodTemplates> reports;
    for (const auto& [key, report] : reports_) {
        reports.push_back({key.first.toStdString(), report});
    }
    return reports;
}

void TemplatesPage::showExportMenu() {
    askWhereToSave(this, tr("Export the table"), QStringLiteral("templates.csv"),
                   [this](const QString& path) {
                       try {
                           writeTextAtomically(path.toStdString(), table_->csv().toStdString());
                           Q_EMIT exported(path);
                       } catch (const Error& error) {
                           Q_EMIT exportFailed(QString::fromUtf8(error.what()));
                       }
                   });
}

}  // namespace pf::ui
