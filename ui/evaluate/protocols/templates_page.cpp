#include "ui/evaluate/protocols/templates_page.h"

#include <optional>
#include <set>

#include <QHeaderView>
#include <QTableView>
#include <QToolButton>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "ui/evaluate/curves/protocol_view.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// Run, protocol, fusion and match.
constexpr int kNameColumns = 4;

QString matchWord(PairScoreKind match) {
    return match == PairScoreKind::Mls ? QStringLiteral("MLS")
                                       : QString::fromUtf8(pairScoreKindName(match).data());
}

}  // namespace

void TemplateTableModel::addReport(const QString& name, const TemplateReport& report) {
    beginResetModel();
    const QString protocol = QString::fromStdString(report.protocol);
    std::erase_if(rows_, [&](const Row& row) { return row.run == name && row.protocol == protocol; });
    for (const TemplateResult& result : report.results) {
        rows_.push_back({name, protocol, result});
    }
    std::set<double> targets;
    for (const Row& row : rows_) {
        for (const TemplateTar& tar : row.result.tar) {
            targets.insert(tar.farTarget);
        }
    }
    targets_.assign(targets.begin(), targets.end());
    endResetModel();
}

int TemplateTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kNameColumns + static_cast<int>(targets_.size());
}

const TemplateTar* TemplateTableModel::tarOf(const Row& row, int column) const {
    const double target = targets_[static_cast<std::size_t>(column - kNameColumns)];
    for (const TemplateTar& tar : row.result.tar) {
        if (tar.farTarget == target) {
            return &tar;
        }
    }
    return nullptr;
}

QVariant TemplateTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const bool isNumber = index.column() >= kNameColumns;
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::FontRole) {
        return isNumber ? Theme::instance().tabularFont() : QVariant();
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    switch (index.column()) {
        case 0:
            return row.run;
        case 1:
            return row.protocol;
        case 2:
            return QString::fromStdString(templateFusionName(row.result.fusion));
        case 3:
            return matchWord(row.result.match);
        default:
            break;
    }
    const TemplateTar* tar = tarOf(row, index.column());
    if (tar == nullptr) {
        return {};
    }
    if (role == Qt::ToolTipRole) {
        return tar->reachable ? tr("mean ± deviation over %n split(s)", nullptr,
                                   static_cast<int>(row.result.bySplit.size())) +
                                    tr("; FAR reached %1").arg(QString::number(tar->far, 'g', 3))
                              : tr("too few different-person comparisons to measure this rate");
    }
    if (!tar->reachable) {
        return QStringLiteral("–");
    }
    return row.result.bySplit.size() > 1 ? percentWord(tar->mean) + QStringLiteral(" ± ") +
                                               QString::number(100 * tar->deviation, 'f', 2)
                                         : percentWord(tar->mean);
}

QVariant TemplateTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((section < kNameColumns ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    static const char* const kNames[] = {QT_TR_NOOP("Embeddings"), QT_TR_NOOP("Protocol"),
                                         QT_TR_NOOP("Fusion"), QT_TR_NOOP("Match")};
    return section < kNameColumns ? tr(kNames[section])
                                  : tr("TAR@%1").arg(QString::number(
                                        targets_[static_cast<std::size_t>(section - kNameColumns)]));
}

QString TemplateTableModel::csv() const {
    CsvWriter csv("\r\n");
    csv.columns("embeddings,protocol,fusion,match");
    for (const double target : targets_) {
        csv.add("tar@" + formatNumber(target), "deviation@" + formatNumber(target));
    }
    csv.endLine();
    for (const Row& row : rows_) {
        csv.add(row.run.toStdString(), row.protocol.toStdString(), templateFusionName(row.result.fusion),
                matchWord(row.result.match).toStdString());
        for (int column = kNameColumns; column < columnCount(); ++column) {
            const TemplateTar* tar = tarOf(row, column);
            const bool there = tar != nullptr && tar->reachable;
            csv.add(there ? std::optional(tar->mean) : std::nullopt,
                    there ? std::optional(tar->deviation) : std::nullopt);
        }
        csv.endLine();
    }
    return QString::fromStdString(csv.take());
}

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
