// A list of named paths with ticks: the models, and the sets, of an evaluation.
#pragma once

#include <vector>

#include <QAbstractListModel>

namespace pf::ui {

struct TickEntry {
    QString name;
    QString path;
    bool ticked = true;
};

class TickListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { PathRole = Qt::UserRole + 1 };
    using QAbstractListModel::QAbstractListModel;

    /// Adds an entry, or ticks the one that has this path already. An empty or used name gets a number.
    void add(const QString& name, const QString& path);
    void remove(int row);
    const std::vector<TickEntry>& entries() const { return entries_; }
    std::vector<TickEntry> ticked() const;

    /// "name\tpath\t1", for the settings.
    QStringList toText() const;
    void fromText(const QStringList& lines);

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(entries_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override;
    /// Ticks and, where it stays unique and not empty, the name.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

  Q_SIGNALS:
    void entriesChanged();

  private:
    bool isNameFree(const QString& name, int exceptRow) const;
    std::vector<TickEntry> entries_;
};

/// A short name for a set or a model's path: "lfw" for ".../lfw.bin", "demo/20260101-120000" for a run.
QString shortSetName(const QString& path);
QString shortModelName(const QString& path);

}  // namespace pf::ui
