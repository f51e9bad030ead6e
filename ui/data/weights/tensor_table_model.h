// The tensors of a weight file: name, type, shape, size.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/base/weight_listing.h"
#include "core/session/exchange/weight_import.h"

namespace pf::ui {

class TensorTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Type, Shape, Bytes, ColumnCount };
    /// What a column is sorted by: texts, or numbers (a shape by its elements).
    static constexpr int kSortRole = Qt::UserRole;

    explicit TensorTableModel(QObject* parent = nullptr);

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

}  // namespace pf::ui
