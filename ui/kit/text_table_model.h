// Rows of texts under fixed titles: remarks, skipped images.
#pragma once

#include <vector>

#include <QAbstractTableModel>

namespace pf::ui {

class TextTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit TextTableModel(QStringList titles, QObject* parent = nullptr);

    /// Cells that a row lacks are empty.
    void setRows(std::vector<QStringList> rows);
    /// Lines of cells with tabs between them, the titles first.
    QString text() const;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(titles_.size());
    }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QStringList titles_;
    std::vector<QStringList> rows_;
};

}  // namespace pf::ui
