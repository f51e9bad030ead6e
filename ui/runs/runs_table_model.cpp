#include "ui/runs/runs_table_model.h"

#include <algorithm>

#include "core/base/text.h"
#include "ui/kit/paths/run_menu.h"
#include "ui/theme/theme.h"

namespace pf::ui {

RunsTableModel::RunsTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void RunsTableModel::setRuns(std::vector<RunListing> runs) {
    beginResetModel();
    runs_ = std::move(runs);
    const QStringList before = ticked_;
    const auto isListed = [this](const QString& directory) {
        return std::any_of(runs_.begin(), runs_.end(), [&](const RunListing& run) {
            return QString::fromStdString(run.directory.string()) == directory;
        });
    };
    ticked_.removeIf([&](const QString& directory) { return !isListed(directory); });
    wanted_.removeIf([&](const QString& directory) {
        if (isListed(directory) && !ticked_.contains(directory)) {
            ticked_ << directory;
        }
        return isListed(directory);
    });
    endResetModel();
    if (ticked_ != before) {
        Q_EMIT tickedChanged();
    }
}

void RunsTableModel::setTicked(const QString& directory, bool ticked) {
    if (ticked == ticked_.contains(directory)) {
        return;
    }
    if (ticked) {
        ticked_.append(directory);
    } else {
        ticked_.removeAll(directory);
    }
    for (int row = 0; row < rowCount(); ++row) {
        if (this->directory(row) == directory) {
            Q_EMIT dataChanged(index(row, Name), index(row, Name), {Qt::CheckStateRole});
        }
    }
    Q_EMIT tickedChanged();
}

QVariant RunsTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const RunListing& run = runs_[static_cast<std::size_t>(index.row())];
    const bool forSorting = role == kSortRole;
    if (role == Qt::CheckStateRole && index.column() == Name) {
        return ticked_.contains(directory(index.row())) ? Qt::Checked : Qt::Unchecked;
    }
    if (role == kDirectoryRole) {
        return directory(index.row());
    }
    if (role == Qt::ToolTipRole) {
        const QString detail = QString::fromStdString(run.detail);
        return detail.isEmpty() ? directory(index.row())
                                : directory(index.row()) + QLatin1Char('\n') + detail;
    }
    if (role == Qt::TextAlignmentRole && (index.column() == Steps || index.column() == Best)) {
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::FontRole && index.column() != Name && index.column() != State) {
        return Theme::instance().tabularFont();
    }
    if (role != Qt::DisplayRole && !forSorting) {
        return {};
    }
    switch (index.column()) {
        case Name:
            return QString::fromStdString(run.name);
        case Started:
            return QString::fromStdString(run.started);
        case State:
            return stateOfRun(run);
        case Steps:
            if (forSorting) {
                return static_cast<qlonglong>(run.step);
            }
            return QString::fromStdString(formatCount(run.step) +
                                          (run.totalSteps > 0 ? " / " + formatCount(run.totalSteps) : ""));
        case Best:
            if (forSorting) {
                return run.bestAccuracy;
            }
            return run.bestAccuracy > 0 ? QString::fromStdString(formatPercent(run.bestAccuracy))
                                        : QStringLiteral("–");
        case Folder:
            return directory(index.row());
        default:
            return {};
    }
}

bool RunsTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Name) {
        return false;
    }
    setTicked(directory(index.row()), value.toInt() == Qt::Checked);
    return true;
}

QVariant RunsTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    const QStringList titles = {tr("Name"),  tr("Started"),           tr("State"),
                                tr("Steps"), tr("Best MLS accuracy"), tr("Folder")};
    return titles.value(section);
}

Qt::ItemFlags RunsTableModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Name) {
        flags |= Qt::ItemIsUserCheckable;
    }
    return flags;
}

}  // namespace pf::ui
