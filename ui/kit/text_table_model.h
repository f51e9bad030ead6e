// Rows of texts under fixed titles: remarks, skipped images.
#pragma once

#include <utility>
#include <vector>

#include <QAbstractTableModel>

namespace pf::ui {

class TextTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit TextTableModel(QStringList titles, QObject* parent = nullptr)
        : QAbstractTableModel(parent), titles_(std::move(titles)) {}

    /// Cells that a row lacks are empty.
    void setRows(std::vector<QStringList> rows) {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
    }
    /// Lines of cells with tabs between them, the titles first.
    QString text() const {
        QString text = titles_.join(QLatin1Char('\t')) + QLatin1Char('\n');
        for (const QStringList& row : rows_) {
            text += row.join(QLatin1Char('\t')) + QLatin1Char('\n');
        }
        return text;
    }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(titles_.size());
    }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override {
        const bool shown = index.isValid() && (role == Qt::DisplayRole || role == Qt::ToolTipRole);
        return shown ? rows_[static_cast<std::size_t>(index.row())].value(index.column()) : QVariant();
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        const bool shown = orientation == Qt::Horizontal && role == Qt::DisplayRole;
        return shown ? titles_.value(section) : QVariant();
    }

  private:
    QStringList titles_;
    std::vector<QStringList> rows_;
};

}  // namespace pf::ui
