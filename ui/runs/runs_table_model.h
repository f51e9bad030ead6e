// The table of runs with ticks.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include "core/session/run/run_reader.h"

namespace pf::ui {

class RunsTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Started, State, Steps, Best, Folder, ColumnCount };
    /// Sorts by the number behind a shown text.
    static constexpr int kSortRole = Qt::UserRole + 1;
    static constexpr int kDirectoryRole = Qt::UserRole + 2;

    explicit RunsTableModel(QObject* parent = nullptr);

    /// Ticks of runs that are still there are kept.
    void setRuns(std::vector<RunListing> runs);
    /// Ticked directories in the order of the ticking.
    const QStringList& ticked() const { return ticked_; }
    void setTicked(const QString& directory, bool ticked);
    QString directory(int row) const {
        return QString::fromStdString(runs_[static_cast<std::size_t>(row)].directory.string());
    }
    const RunListing& run(int row) const { return runs_[static_cast<std::size_t>(row)]; }
    /// Ticks these; those that are not listed yet are ticked once they are.
    void tickWhenListed(const QStringList& directories) { wanted_ = directories; }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(runs_.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

  Q_SIGNALS:
    void tickedChanged();

  private:
    std::vector<RunListing> runs_;
    QStringList ticked_;
    QStringList wanted_;
};

}  // namespace pf::ui
