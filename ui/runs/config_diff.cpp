#include "ui/runs/config_diff.h"

#include <algorithm>

#include <QHeaderView>
#include <QPainter>

#include "core/base/config/field_table.h"
#include "ui/chart/text_fitting.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kHeadPx = 160;
constexpr int kWidestPx = 240;

}  // namespace

std::vector<ConfigDifference> configDifferences(const std::vector<const Options*>& all) {
    std::vector<ConfigDifference> differences;
    for (const Field& field : fieldTable()) {
        if (field.key == "run.name" || field.key == "run.root") {
            continue;
        }
        QStringList values;
        for (const Options* options : all) {
            values << QString::fromStdString(fieldText(field, *options));
        }
        if (values.count(values.value(0)) < values.size()) {
            differences.push_back({QString::fromStdString(field.key), values});
        }
    }
    return differences;
}

ConfigDiff::ConfigDiff(QWidget* parent) : QTableWidget(parent) {
    setObjectName(QStringLiteral("configDiff"));
    setAccessibleName(tr("Options in which the ticked runs differ"));
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setFrameShape(QFrame::NoFrame);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    setRuns({});
}

void ConfigDiff::setRuns(const std::vector<std::pair<QString, const Options*>>& runs) {
    clear();
    setRowCount(0);
    setColumnCount(0);
    std::vector<const Options*> all;
    QStringList heads{tr("Option")};
    for (const auto& [name, options] : runs) {
        all.push_back(options);
        heads << name;
    }
    const auto differences = configDifferences(all);
    message_ = runs.size() < 2       ? tr("Tick two runs or more to see in which options they differ.")
               : differences.empty() ? tr("These runs have the same options.")
                                     : QString();
    if (!message_.isEmpty()) {
        viewport()->update();
        return;
    }
    setColumnCount(static_cast<int>(heads.size()));
    setRowCount(static_cast<int>(differences.size()));
    // Whatever the runs are called: the columns are as wide as their values.
    const QFontMetricsF metrics(horizontalHeader()->font());
    const NamesApart apart = shortNames(heads.mid(1), metrics, kHeadPx);
    setHorizontalHeaderLabels(QStringList{heads.first()} + apart.rest);
    for (int column = 1; column < columnCount(); ++column) {
        horizontalHeaderItem(column)->setToolTip(heads[column]);
    }
    for (int row = 0; row < rowCount(); ++row) {
        const ConfigDifference& one = differences[static_cast<std::size_t>(row)];
        setItem(row, 0, new QTableWidgetItem(one.key));
        for (int column = 0; column < one.values.size(); ++column) {
            auto* item =
                new QTableWidgetItem(one.values[column].isEmpty() ? tr("(empty)") : one.values[column]);
            item->setToolTip(one.values[column]);
            setItem(row, column + 1, item);
        }
    }
    resizeColumnsToContents();
    for (int column = 0; column < columnCount(); ++column) {
        setColumnWidth(column, std::min(columnWidth(column) + 16, kWidestPx));
    }
    horizontalHeader()->setStretchLastSection(true);
}

void ConfigDiff::paintEvent(QPaintEvent* event) {
    QTableWidget::paintEvent(event);
    if (!message_.isEmpty()) {
        QPainter painter(viewport());
        painter.setPen(Theme::instance().colour(Theme::Role::MutedText));
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         message_);
    }
}

}  // namespace pf::ui
