#include "ui/kit/tick_list.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

namespace pf::ui {

QString shortSetName(const QString& path) {
    if (path.startsWith(QLatin1String("synthetic"))) {
        return QStringLiteral("synthetic");
    }
    const QFileInfo info(QDir::cleanPath(path));
    return info.completeBaseName().isEmpty() ? info.fileName() : info.completeBaseName();
}

QString shortModelName(const QString& path) {
    QStringList parts = QDir::cleanPath(path).split(QLatin1Char('/'), Qt::SkipEmptyParts);
    QString step;
    if (parts.size() >= 3 && parts.last().endsWith(QLatin1String(".safetensors"))) {
        // RUN/NAME/checkpoints/step-500.safetensors: the run and the step say which.
        step = QLatin1Char(' ') + QFileInfo(parts.takeLast()).completeBaseName();
        if (parts.last() == QLatin1String("checkpoints")) {
            parts.removeLast();
        }
    }
    return QStringList(parts.mid(std::max<qsizetype>(0, parts.size() - 2))).join(QLatin1Char('/')) + step;
}

bool TickListModel::isNameFree(const QString& name, int exceptRow) const {
    for (int row = 0; row < static_cast<int>(entries_.size()); ++row) {
        if (row != exceptRow && entries_[static_cast<std::size_t>(row)].name == name) {
            return false;
        }
    }
    return true;
}

void TickListModel::add(const QString& name, const QString& path) {
    if (path.isEmpty()) {
        return;
    }
    const auto same = std::ranges::find(entries_, path, &TickEntry::path);
    if (same != entries_.end()) {
        setData(index(static_cast<int>(same - entries_.begin())), Qt::Checked, Qt::CheckStateRole);
        return;
    }
    const QString base = name.isEmpty() ? QFileInfo(path).fileName() : name;
    QString unique = base;
    for (int number = 2; !isNameFree(unique, -1); ++number) {
        unique = QStringLiteral("%1 %2").arg(base).arg(number);
    }
    const int row = static_cast<int>(entries_.size());
    beginInsertRows({}, row, row);
    entries_.push_back({unique, path, true});
    endInsertRows();
    Q_EMIT entriesChanged();
}

void TickListModel::remove(int row) {
    if (row < 0 || row >= static_cast<int>(entries_.size())) {
        return;
    }
    beginRemoveRows({}, row, row);
    entries_.erase(entries_.begin() + row);
    endRemoveRows();
    Q_EMIT entriesChanged();
}

std::vector<TickEntry> TickListModel::ticked() const {
    std::vector<TickEntry> result = entries_;
    std::erase_if(result, [](const TickEntry& entry) { return !entry.ticked; });
    return result;
}

QStringList TickListModel::toText() const {
    QStringList lines;
    for (const TickEntry& entry : entries_) {
        lines << QStringList{entry.name, entry.path, entry.ticked ? QStringLiteral("1") : QStringLiteral("0")}
                     .join(QLatin1Char('\t'));
    }
    return lines;
}

void TickListModel::fromText(const QStringList& lines) {
    beginResetModel();
    entries_.clear();
    for (const QString& line : lines) {
        const QStringList parts = line.split(QLatin1Char('\t'));
        if (parts.size() == 3 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
            entries_.push_back({parts[0], parts[1], parts[2] == QLatin1String("1")});
        }
    }
    endResetModel();
    Q_EMIT entriesChanged();
}

QVariant TickListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const TickEntry& entry = entries_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return QString(entry.name + QLatin1Char('\n') + entry.path);
        case Qt::EditRole:
            return entry.name;
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole:
            return tr("%1: %2\nDouble click or F2 to rename, Delete to remove").arg(entry.name, entry.path);
        case Qt::CheckStateRole:
            return entry.ticked ? Qt::Checked : Qt::Unchecked;
        case PathRole:
            return entry.path;
        default:
            return {};
    }
}

bool TickListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return false;
    }
    TickEntry& entry = entries_[static_cast<std::size_t>(index.row())];
    if (role == Qt::CheckStateRole) {
        entry.ticked = value.toInt() == Qt::Checked;
    } else if (role == Qt::EditRole) {
        const QString name = value.toString().simplified();
        if (name.isEmpty() || !isNameFree(name, index.row())) {
            return false;
        }
        entry.name = name;
    } else {
        return false;
    }
    Q_EMIT dataChanged(index, index, {role, Qt::DisplayRole});
    Q_EMIT entriesChanged();
    return true;
}

Qt::ItemFlags TickListModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags common = QAbstractListModel::flags(index);
    return index.isValid() ? common | Qt::ItemIsUserCheckable | Qt::ItemIsEditable : common;
}

}  // namespace pf::ui
