#include "ui/chart/chart_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/base/csv.h"
#include "ui/chart/axis_numbers.h"

namespace pf::ui {

namespace {

/// "accuracy (%): demo", so that a column says of what it is, in which unit, and which curve.
QString columnName(const QString& quantity, const QString& series) {
    if (quantity.isEmpty() || series.isEmpty()) {
        return quantity + series;
    }
    return quantity == series || quantity.startsWith(series + QStringLiteral(" ("))
               ? quantity
               : quantity + QStringLiteral(": ") + series;
}

}  // namespace

QString chartCsv(const Chart::Impl& chart) {
    struct Column {
        QString name;
        std::multimap<double, double> values;
    };
    std::vector<Column> columns;
    const auto add = [&](const QString& name, const PlottedSeries& one, auto& data) {
        const ChartAxis& axis = one.style.rightAxis ? chart.right : chart.y;
        Column column{columnName(QString::fromStdString(axis.name), name), {}};
        for (const auto& point : data) {
            column.values.emplace(axisNumber(chart.x, point.key), axisNumber(axis, point.value));
        }
        columns.push_back(std::move(column));
    };
    for (const PlottedSeries* one : chart.ordered()) {
        if (!one->visible) {
            continue;
        }
        if (one->bars != nullptr) {
            add(one->name, *one, *one->bars->data());
        } else if (one->low != nullptr) {
            add(one->name + Chart::tr(" (low)"), *one, *one->low->data());
            add(one->name + Chart::tr(" (high)"), *one, *one->graph->data());
        } else {
            add(one->style.faint && !one->style.group.isEmpty() ? one->name + Chart::tr(" (raw)") : one->name,
                *one, *one->graph->data());
        }
    }
    CsvWriter csv;
    csv.add(chart.x.name.empty() ? "x" : chart.x.name);
    std::set<double> keys;
    for (const Column& column : columns) {
        csv.add(column.name.toStdString());
        for (const auto& [key, value] : column.values) {
            keys.insert(key);
        }
    }
    csv.endLine();
    for (const double key : keys) {
        // A curve may have several values at one x (a vertical step): then it takes several rows.
        std::size_t rows = 1;
        for (const Column& column : columns) {
            rows = std::max(rows, column.values.count(key));
        }
        for (std::size_t row = 0; row < rows; ++row) {
            csv.add(key);
            for (const Column& column : columns) {
                const auto first = column.values.lower_bound(key);
                csv.add(row < column.values.count(key)
                            ? std::optional(std::next(first, static_cast<std::ptrdiff_t>(row))->second)
                            : std::nullopt);
            }
            csv.endLine();
        }
    }
    return QString::fromStdString(csv.take());
}

}  // namespace pf::ui
