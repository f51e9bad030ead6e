#include "ui/gallery/face_grid_model.h"
#include "ui/kit/number_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pf::ui {

void FaceGridModel::setFaces(GalleryDataPtr data, FaceIndices order) {
    beginResetModel();
    data_ = std::move(data);
    order_ = std::move(order);
    endResetModel();
}

void FaceGridModel::updateFaces(GalleryDataPtr data) {
    data_ = std::move(data);
    if (!order_.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int FaceGridModel::rowOf(FaceIndex index) const {
    const auto found = std::find(order_.begin(), order_.end(), index);
    return found == order_.end() ? -1 : static_cast<int>(found - order_.begin());
}

QVariant FaceGridModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const FaceIndex face = catalogIndex(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(data_->catalog.name(face));
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole: {
            const QString name = QString::fromStdString(data_->catalog.name(face));
            const double sigma = data_->sigmaOf(face);
            QString text = std::isfinite(sigma) ? tr("%1\nσ² %2").arg(name, sigmaText(sigma)) : name;
            if (const double norm = data_->normOf(face); std::isfinite(norm)) {
                text += tr(", norm %1").arg(normText(norm));
            }
            return text;
        }
        case CatalogIndexRole:
            return static_cast<uint>(face);
        case SigmaSqRole:
            return data_->sigmaOf(face);
        case PercentileRole:
            return data_->percentileOf(face).value_or(-1);
        case NormRole:
            return data_->normOf(face);
        default:
            return {};
    }
}

}  // namespace pf::ui
