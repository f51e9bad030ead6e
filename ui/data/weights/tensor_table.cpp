#include "ui/data/weights/tensor_table.h"

#include <utility>

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QStringList>
#include <QTableView>
#include <QVariant>

#include "core/base/text.h"
#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
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
    return QStringList{tr("Name"), tr("Type"), tr("Shape"), tr("Bytes")}.value(section);
}

constexpr qsizetype kMostNotes = 6;

TensorTable::TensorTable(QWidget* parent)
    : QWidget(parent), model_(new TensorTableModel(this)), shown_(new QSortFilterProxyModel(this)) {
    shown_->setSourceModel(model_);
    shown_->setSortRole(TensorTableModel::kSortRole);
    shown_->setSortCaseSensitivity(Qt::CaseInsensitive);
    shown_->setFilterKeyColumn(-1);  // every column
    shown_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    count_ = named(new QLabel(this), "tensorCount");
    count_->setWordWrap(true);
    filter_ = named(new QLineEdit(this), "tensorFilter", tr("Search the tensors"));
    filter_->setPlaceholderText(tr("Search name, type or shape"));
    filter_->setClearButtonEnabled(true);
    filter_->setMinimumWidth(180);
    notes_ = makeText(QStringLiteral("tensorNotes"), this);
    notes_->setProperty("muted", true);
    view_ = makeTableView(QStringLiteral("tensorView"), tr("Tensors"), this);
    view_->setModel(shown_);
    // The file's own order until a title is clicked.
    view_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    view_->setSortingEnabled(true);
    view_->setMinimumHeight(160);

    makeColumn(this, Theme::spacing() / 2,
               {makeRow(nullptr, Theme::spacing(), {{count_, 1}, filter_}), notes_, {view_, 1}});
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString& text) {
        // "64x3" as one types a shape.
        static const QRegularExpression kTimes(QStringLiteral("(?<=\\d)\\s*[x×]\\s*(?=\\d)"));
        shown_->setFilterFixedString(text.trimmed().replace(kTimes, QStringLiteral(" × ")));
        refreshCount();
    });
    setMessage({});
}

void TensorTable::setListing(const WeightListing& listing, bool withNotes) {
    model_->setTensors(listing.tensors);
    format_ = QString::fromStdString(listing.format);
    parameters_ = listing.parameters;
    QStringList notes = textList(listing.notes);
    for (const auto& [key, value] : listing.metadata) {
        notes << QStringLiteral("%1: %2").arg(QString::fromStdString(key), QString::fromStdString(value));
    }
    notes_->setToolTip(notes.join(QLatin1Char('\n')));
    if (notes.size() > kMostNotes) {
        const qsizetype rest = notes.size() - kMostNotes;
        notes = notes.mid(0, kMostNotes);
        notes << tr("… and %1 more (in the tool tip)").arg(rest);
    }
    notes_->setText(notes.join(QLatin1Char('\n')));
    notes_->setVisible(withNotes && !notes.isEmpty());
    view_->show();
    filter_->show();
    view_->setColumnWidth(TensorTableModel::Name, 380);
    view_->setColumnWidth(TensorTableModel::Type, 90);
    view_->setColumnWidth(TensorTableModel::Shape, 180);
    refreshCount();
}

void TensorTable::setMessage(const QString& text) {
    model_->setTensors({});
    count_->setText(text);
    notes_->hide();
    view_->hide();
    filter_->hide();
}

void TensorTable::refreshCount() {
    const int all = model_->rowCount();
    const int shown = shown_->rowCount();
    const QString total = QString::fromStdString(formatCount(all));
    const QString tensors =
        shown == all ? tr("%1 tensors").arg(total)
                     : tr("%1 of %2 tensors").arg(QString::fromStdString(formatCount(shown)), total);
    count_->setText(tr("%1 · %2 · %3 parameters")
                        .arg(format_, tensors, QString::fromStdString(formatCount(parameters_))));
}

}  // namespace pf::ui
