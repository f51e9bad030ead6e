// The tensors of a weight file in a table to sort and to search.
#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

#include "core/base/weight_listing.h"
#include "core/session/exchange/weight_import.h"

class QLabel;
class QLineEdit;
class QTableView;

namespace pf::ui {

class TensorTableModel;

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
