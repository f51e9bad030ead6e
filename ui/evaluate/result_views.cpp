#include "ui/evaluate/result_views.h"

#include <array>
#include <set>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/chart/chart.h"
#include "ui/evaluate/result_table.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

struct Line {
    QVector<double> xs;
    QVector<double> ys;
};

Line riskLine(const std::vector<RiskPoint>& points) {
    Line line;
    for (const RiskPoint& point : points) {
        line.xs << point.riskFactor;
        line.ys << point.accuracy;
    }
    return line;
}

}  // namespace

ResultViews::ResultViews(QWidget* parent) : QWidget(parent) {
    tabs_ = new QTabBar(this);
    tabs_->setObjectName(QStringLiteral("protocolTabs"));
    tabs_->setAccessibleName(tr("Protocol"));
    tabs_->addTab(tr("Risk"));
    tabs_->addTab(tr("EDC"));
    tabs_->addTab(tr("Table"));
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);

    risk_ = new Chart(this);
    risk_->setObjectName(QStringLiteral("riskChart"));
    risk_->setTitle(tr("Accuracy after discarding uncertain pairs"));
    risk_->setAxisLabels(tr("discarded pairs (%)"), tr("accuracy, threshold re-fitted (%)"));
    risk_->setAxisFormats(AxisFormat::Percent, AxisFormat::Percent);
    risk_->setNoDataText(tr("No results yet"));
    edc_ = new Chart(this);
    edc_->setObjectName(QStringLiteral("edcChart"));
    edc_->setTitle(tr("Error versus discard (EDC)"));
    edc_->setAxisLabels(tr("discarded pairs (%)"), tr("FNMR at a fixed FMR (%)"));
    edc_->setAxisFormats(AxisFormat::Percent, AxisFormat::Percent);
    edc_->setNoDataText(tr("No results yet"));

    stack_ = new QStackedWidget(this);
    stack_->addWidget(risk_);
    stack_->addWidget(edc_);
    stack_->addWidget(makeTablePage());
    sentence_ = new QLabel(this);
    sentence_->setObjectName(QStringLiteral("protocolSentence"));
    sentence_->setWordWrap(true);
    sentence_->setProperty("muted", true);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spacing() / 2);
    column->addWidget(tabs_);
    column->addWidget(stack_, 1);
    column->addWidget(sentence_);
    connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
        stack_->setCurrentIndex(tab);
        refreshSentence();
    });
    for (Chart* chart : {risk_, edc_}) {
        connect(chart, &Chart::exported, this, &ResultViews::exported);
        connect(chart, &Chart::exportFailed, this, &ResultViews::exportFailed);
    }
    connect(&Theme::instance(), &Theme::changed, this, &ResultViews::drawCharts);
    refreshSentence();
}

QWidget* ResultViews::makeTablePage() {
    auto* page = new QWidget(this);
    table_ = new ResultTableModel(this);
    tableView_ = new QTableView(page);
    tableView_->setObjectName(QStringLiteral("resultTable"));
    tableView_->setAccessibleName(tr("Results"));
    tableView_->setModel(table_);
    tableView_->setAlternatingRowColors(true);
    tableView_->setShowGrid(false);
    tableView_->setWordWrap(false);
    tableView_->setTextElideMode(Qt::ElideMiddle);
    tableView_->setSelectionBehavior(QAbstractItemView::SelectRows);
    tableView_->verticalHeader()->hide();
    tableView_->horizontalHeader()->setHighlightSections(false);
    tableView_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* button = new QToolButton(page);
    button->setObjectName(QStringLiteral("tableExport"));
    button->setText(tr("Export"));
    button->setIcon(Theme::instance().icon(QStringLiteral("export")));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tableExport_ = button;
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(button);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(tableView_, 1);
    connect(button, &QToolButton::clicked, this, &ResultViews::showTableExportMenu);
    connect(&Theme::instance(), &Theme::changed, this,
            [button] { button->setIcon(Theme::instance().icon(QStringLiteral("export"))); });
    return page;
}

void ResultViews::setResults(const std::vector<EvaluationResult>& results) {
    results_ = results;
    table_->setResults(results);
    tableView_->resizeColumnsToContents();
    tableView_->setColumnWidth(0, std::min(tableView_->columnWidth(0), 260));
    tableView_->setColumnWidth(1, std::min(tableView_->columnWidth(1), 200));
    drawCharts();
    refreshSentence();
}

void ResultViews::drawCharts() {
    risk_->clear();
    edc_->clear();
    std::set<QString> models;
    for (const EvaluationResult& result : results_) {
        models.insert(result.model);
    }
    int index = 0;
    for (const EvaluationResult& result : results_) {
        if (!result.error.isEmpty()) {
            continue;
        }
        const QString name = models.size() > 1 ? result.name() : result.set;
        const QString id = result.name();
        SeriesStyle style;
        style.colour = Theme::instance().seriesColour(index++);
        style.group = id;
        style.width = 2;
        const Line line = riskLine(result.record.riskCurve);
        risk_->setSeries(id, name, line.xs, line.ys, style);
        Line edc;
        for (const auto& [discard, fnmr] : result.record.fnmrCurve) {
            edc.xs << discard;
            edc.ys << fnmr;
        }
        SeriesStyle steps = style;
        steps.stepped = true;
        edc_->setSeries(id, name, edc.xs, edc.ys, steps);
        SeriesStyle random = style;
        random.dashed = true;
        random.inLegend = false;
        random.width = 1.2;
        const Line baseline = riskLine(result.record.randomCurve);
        risk_->setSeries(id + QStringLiteral(" random"), tr("%1, random discard").arg(name), baseline.xs,
                         baseline.ys, random);
    }
}

void ResultViews::refreshSentence() {
    std::set<double> rates;
    for (const EvaluationResult& result : results_) {
        if (result.error.isEmpty()) {
            rates.insert(result.record.fixedFmr);
        }
    }
    QStringList rateTexts;
    for (const double rate : rates) {
        rateTexts << QString::fromStdString(formatNumber(rate));
    }
    switch (tabs_->currentIndex()) {
        case 0:
            sentence_->setText(
                tr("Risk-controlled verification: pairs whose larger σ² is highest are discarded first; the "
                   "cosine accuracy of the rest is 10-fold with the threshold re-fitted at every step. "
                   "Dashed: as many pairs discarded at random."));
            break;
        case 1:
            sentence_->setText(
                tr("Error versus discard characteristic: the threshold is fixed once, before any discard, at "
                   "FMR %1; the curve is the FNMR of the pairs that remain. It ranks models differently from "
                   "the risk chart, which re-fits the threshold.")
                    .arg(rateTexts.isEmpty() ? QStringLiteral("0.001") : rateTexts.join(tr(" or "))));
            break;
        default:
            sentence_->setText(
                tr("Cosine, MLS, Attention: 10-fold verification accuracy of all pairs. At 0 to 30 %: cosine "
                   "accuracy after that discard, threshold re-fitted. TAR@FAR: of the MLS."));
    }
}

void ResultViews::exportCurrent() {
    if (tabs_->currentIndex() == 0) {
        risk_->showExportMenu();
    } else if (tabs_->currentIndex() == 1) {
        edc_->showExportMenu();
    } else {
        showTableExportMenu();
    }
}

void ResultViews::showTableExportMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const char* suffix : {"csv", "png", "pdf", "svg"}) {
        const QString text = QString::fromLatin1(suffix);
        menu->addAction(tr("Save as %1…").arg(text.toUpper()), this, [this, text] {
            auto* dialog = new QFileDialog(this, tr("Export the table"));
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setAcceptMode(QFileDialog::AcceptSave);
            dialog->setDefaultSuffix(text);
            dialog->selectFile(QStringLiteral("evaluation.") + text);
            connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
                try {
                    exportTable(*table_, path);
                    Q_EMIT exported(path);
                } catch (const Error& error) {
                    Q_EMIT exportFailed(QString::fromUtf8(error.what()));
                }
            });
            dialog->open();
        });
    }
    menu->popup(tableExport_->mapToGlobal(
        QPoint(tableExport_->width() - menu->sizeHint().width(), tableExport_->height())));
}

int ResultViews::currentTab() const {
    return tabs_->currentIndex();
}

void ResultViews::setCurrentTab(int tab) {
    tabs_->setCurrentIndex(tab);
}

}  // namespace pf::ui
