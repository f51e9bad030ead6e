#include "ui/evaluate/protocols/templates_page.h"

#include <optional>
#include <utility>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QString countWord(std::size_t count) {
    return QString::fromStdString(formatCount(static_cast<std::int64_t>(count)));
}

}  // namespace

TemplatesPage::TemplatesPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : ProtocolPage(QStringLiteral("templatesPage"), tr("IJB-A splits, or the lists of IJB-B or IJB-C"),
                   std::move(models), parent) {
    table_ = new TemplateTableModel(this);
    auto* contents = new QWidget(this);
    view_ = new QTableView(contents);
    view_->setObjectName(QStringLiteral("templateTable"));
    view_->setAccessibleName(tr("TAR at FAR of templates"));
    view_->setModel(table_);
    view_->setAlternatingRowColors(true);
    view_->setShowGrid(false);
    view_->setWordWrap(false);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->verticalHeader()->hide();
    view_->horizontalHeader()->setHighlightSections(false);
    view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    export_ = new QToolButton(contents);
    export_->setText(tr("Export as CSV"));
    export_->setIcon(Theme::instance().icon(QStringLiteral("export")));
    export_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(export_);
    auto* column = new QVBoxLayout(contents);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(view_, 1);
    setContents(
        contents, tr("No templates compared yet"),
        tr("A template is a set of images of one person. Choose the folder with the lists of IJB-A, "
           "IJB-B or IJB-C and embeddings that name its images, or a model and the images, and press "
           "Run. The table shows the true accept rate of every way to fuse and to compare templates."));
    connect(export_, &QToolButton::clicked, this, &TemplatesPage::showExportMenu);
    connect(&Theme::instance(), &Theme::changed, this,
            [this] { export_->setIcon(Theme::instance().icon(QStringLiteral("export"))); });
    showContents();
}

BackgroundTask* TemplatesPage::start(const ProtocolRun& run, const std::shared_ptr<ModelService>& models) {
    using Result = std::optional<TemplateReport>;
    TaskOptions options;
    options.name = tr("Templates of %1").arg(run.name());
    return runInBackground(
        this, options,
        [run, models](RunControl& control, const ProgressObserver& observer) -> Result {
            const std::filesystem::path folder = run.folder.toStdString();
            const EmbeddingSet embeddings = embeddingsOf(
                run, models,
                [&](FaceModel& model, RunControl& stop, const ProgressObserver& progress) {
                    return embedTemplateImages(model, folder, run.imagesRoot.toStdString(), stop, progress);
                },
                control, observer);
            return control.stopRequested() ? Result() : evaluateTemplates(embeddings, folder, {});
        },
        [this, name = run.name()](const Result& report) {
            if (report) {
                addReport(name, *report);
            }
            ended({});
        },
        [this](const QString& error) { ended(error); });
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
            .arg(QString::fromStdString(report.protocol), name, countWord(comparisons),
                 countWord(report.missingImages), countWord(unusable))};
    for (const std::string& note : report.notes) {
        words << QString::fromStdString(note);
    }
    sentence_ = words.join(QLatin1Char(' '));
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
    auto* dialog = new QFileDialog(this, tr("Export the table"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("templates.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        try {
            writeTextAtomically(path.toStdString(), table_->csv().toStdString());
            Q_EMIT exported(path);
        } catch (const Error& error) {
            Q_EMIT exportFailed(QString::fromUtf8(error.what()));
        }
    });
    dialog->open();
}

}  // namespace pf::ui
