#include "ui/data/weights/tensor_table_model.h"

#include <utility>

#include <QStringList>

#include "core/base/text.h"
#include "core/base/weight_listing.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

double elements(const std::vector<std::int64_t>& shape) {
    double count = 1;
    for (const std::int64_t size : shape) {
        count *= static_cast<double>(size);
    }
    return count;
}

}  // namespace

QString shapeText(const std::vector<std::int64_t>& shape) {
    if (shape.empty()) {
        return TensorTableModel::tr("scalar");
    }
    QStringList sizes;
    for (const std::int64_t size : shape) {
        sizes << QString::number(size);
    }
    return sizes.join(QStringLiteral(" × "));
}

TensorTableModel::TensorTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void TensorTableModel::setTensors(std::vector<TensorListing> tensors) {
    beginResetModel();
    tensors_ = std::move(tensors);
    endResetModel();
}

QVariant TensorTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const TensorListing& tensor = tensors_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() == Bytes) {
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::FontRole && index.column() >= Shape) {
        return Theme::instance().tabularFont();
    }
    const bool forSorting = role == kSortRole;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && !forSorting) {
        return {};
    }
    switch (index.column()) {
        case Name:
            return QString::fromStdString(tensor.name);
        case Type:
            return QString::fromStdString(tensor.type);
        case Shape:
            return forSorting ? QVariant(elements(tensor.shape)) : QVariant(shapeText(tensor.shape));
        case Bytes:
            return forSorting
                       ? QVariant(static_cast<qulonglong>(tensor.bytes))
                       : QVariant(QString::fromStdString(formatCount(static_cast<long long>(tensor.bytes))));
        default:
            return {};
    }
}

QVariant TensorTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    const QStringList titles = {tr("Name"), tr("Type"), tr("Shape"), tr("Bytes")};
    return titles.value(section);
}

}  // namespace pf::ui
