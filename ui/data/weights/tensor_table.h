// The tensors of a weight file in a table to sort and to search.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QWidget>

#include "core/base/weight_listing.h"
#include "core/session/exchange/weight_import.h"

class QLabel;
class QLineEdit;
class QTableView;

namespace pf::ui {

/// The tensors of a weight file: name, type, shape, size.
class TensorTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Type, Shape, Bytes, ColumnCount };
    /// What a column is sorted by: texts, or numbers (a shape by its elements).
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void setTensors(std::vector<TensorListing> tensors);

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(tensors_.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<TensorListing> tensors_;
};

/// "64 × 3 × 3 × 3", "scalar" without dimensions.
QString shapeText(const std::vector<std::int64_t>& shape);

class TensorTable : public QWidget {
    Q_OBJECT
  public:
    explicit TensorTable(QWidget* parent = nullptr);

    /// `withNotes`: the file's notes and its own key-value pairs stand above the table.
    void setListing(const WeightListing& listing, bool withNotes);
    /// Shows a reason instead of the list ("reading", an error).
    void setMessage(const QString& text);
    /// The rows that are shown now.
    int shownCount() const { return shown_->rowCount(); }

  private:
    void refreshCount();

    TensorTableModel* model_ = nullptr;
    QSortFilterProxyModel* shown_ = nullptr;
    QLabel* count_ = nullptr;
    QLabel* notes_ = nullptr;
    QLineEdit* filter_ = nullptr;
    QTableView* view_ = nullptr;
    QString format_;
    std::int64_t parameters_ = 0;
};

}  // namespace pf::ui
