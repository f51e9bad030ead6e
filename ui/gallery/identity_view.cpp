#include "ui/gallery/identity_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QListView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

void IdentityModel::setRows(GalleryDataPtr data, std::vector<IdentityRow> rows) {
    beginResetModel();
    data_ = std::move(data);
    rows_ = std::move(rows);
    endResetModel();
}

QVariant IdentityModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const IdentityRow& entry = row(index.row());
    const QString name = QString::fromStdString(data_->identities[static_cast<std::size_t>(entry.label)]);
    switch (role) {
        case Qt::DisplayRole:
            return name;
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return tr("%1, median σ² %2 of %3 faces")
                .arg(name, sigmaText(entry.medianSigmaSq))
                .arg(entry.total);
        default:
            return {};
    }
}

/// The words above the groups; stays while the rows scroll.
class FigureHeader : public QWidget {
  public:
    FigureHeader(const FigureLayout& layout, QWidget* parent) : QWidget(parent), layout_(layout) {
        refresh();
    }

    void refresh() {
        setFixedHeight(static_cast<int>(std::ceil(layout_.headerHeight(FaceInk::ofTheme()))));
        update();
    }
    void setOffset(int offset) {
        offset_ = offset;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintFigureHeader(painter, QPointF(1 - offset_, 0), layout_, FaceInk::ofTheme());
    }

  private:
    const FigureLayout& layout_;
    int offset_ = 0;
};

class FigureRowDelegate : public QStyledItemDelegate {
  public:
    explicit FigureRowDelegate(IdentityView* view) : QStyledItemDelegate(view), view_(view) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        const FigureLayout& layout = view_->layout_;
        return {static_cast<int>(std::ceil(layout.width())),
                static_cast<int>(std::ceil(layout.rowHeight(FaceInk::ofTheme())))};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->fillRect(option.rect, Theme::instance().colour(Theme::Role::Selection));
        }
        const double ratio = painter->device()->devicePixelRatioF();
        paintFigureRow(
            *painter, QPointF(option.rect.topLeft()), *view_->model_->faces(),
            view_->model_->row(index.row()), view_->layout_, FaceInk::ofTheme(),
            [this, ratio](FaceIndex face) { return view_->tileOf(face, ratio); }, view_->selected_);
        painter->restore();
    }

  private:
    IdentityView* view_;
};

IdentityView::IdentityView(IdentityModel* model, ThumbnailLoader* loader, QWidget* parent)
    : QWidget(parent), model_(model), loader_(loader) {
    header_ = new FigureHeader(layout_, this);
    list_ =
        named(new QListView(this), "identityRows", tr("Identities with faces of low, medium and high σ²"));
    list_->setUniformItemSizes(true);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setItemDelegate(new FigureRowDelegate(this));
    list_->setModel(model);
    list_->viewport()->installEventFilter(this);
    list_->installEventFilter(this);
    makeColumn(this, 0, {header_, {list_, 1}});
    connect(loader, &ThumbnailLoader::loaded, list_->viewport(), qOverload<>(&QWidget::update));
    connect(model, &QAbstractItemModel::modelReset, this, [this] { select(-1); });
    connect(list_->horizontalScrollBar(), &QScrollBar::valueChanged, this,
            [this](int x) { header_->setOffset(x); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { header_->refresh(); });
}

void IdentityView::setFaceSide(int side) {
    wantedSide_ = side;
    fitWidth();
}

void IdentityView::fitWidth() {
    FigureLayout probe = layout_;
    probe.faceSide = 0;
    const double room = list_->viewport()->width() - probe.width();
    const double side =
        std::clamp(std::floor(room / (3.0 * layout_.perGroup)), 48.0, std::max(48.0, 1.0 * wantedSide_));
    if (side != layout_.faceSide) {
        layout_.faceSide = side;
        header_->refresh();
        list_->doItemsLayout();
        list_->viewport()->update();
    }
}

FaceTile IdentityView::tileOf(FaceIndex face, double devicePixelRatio) const {
    FaceTile tile = loader_->tile(face, layout_.faceSide, devicePixelRatio);
    addNumbers(tile, *model_->faces(), face);
    return tile;
}

std::optional<FaceIndex> IdentityView::faceAt(const QPoint& position) const {
    const QModelIndex index = list_->indexAt(position);
    return index.isValid()
               ? layout_.faceAt(model_->row(index.row()), position - list_->visualRect(index).topLeft())
               : std::nullopt;
}

void IdentityView::select(int catalogIndex) {
    if (catalogIndex != selected_) {
        selected_ = catalogIndex;
        list_->viewport()->update();
        Q_EMIT faceSelected(catalogIndex);
    }
}

void IdentityView::clearSelection() {
    list_->clearSelection();
    list_->setCurrentIndex({});
    select(-1);
}

void IdentityView::moveSelection(int columns) {
    const QModelIndex current = list_->currentIndex();
    if (!current.isValid()) {
        return;
    }
    FaceIndices faces;
    for (const FaceIndices& group : model_->row(current.row()).groups) {
        faces.insert(faces.end(), group.begin(), group.end());
    }
    const auto found = std::find(faces.begin(), faces.end(), static_cast<FaceIndex>(selected_));
    const std::ptrdiff_t place = found == faces.end()
                                     ? (columns > 0 ? 0 : static_cast<std::ptrdiff_t>(faces.size()) - 1)
                                     : found - faces.begin() + columns;
    if (place >= 0 && place < static_cast<std::ptrdiff_t>(faces.size())) {
        select(static_cast<int>(faces[static_cast<std::size_t>(place)]));
    }
}

bool IdentityView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == list_->viewport() && event->type() == QEvent::Resize) {
        fitWidth();
    } else if (watched == list_->viewport() && event->type() == QEvent::MouseButtonPress) {
        const auto face = faceAt(static_cast<QMouseEvent*>(event)->position().toPoint());
        select(face ? static_cast<int>(*face) : -1);
    } else if (watched == list_->viewport() && event->type() == QEvent::MouseButtonDblClick) {
        if (const auto face = faceAt(static_cast<QMouseEvent*>(event)->position().toPoint())) {
            Q_EMIT faceActivated(static_cast<int>(*face));
        }
    } else if (watched == list_->viewport() && event->type() == QEvent::ContextMenu) {
        auto* menu = static_cast<QContextMenuEvent*>(event);
        const auto face = faceAt(menu->pos());
        if (menu->reason() == QContextMenuEvent::Mouse && face) {
            select(static_cast<int>(*face));
        }
        if (selected_ >= 0) {
            Q_EMIT faceMenuRequested(selected_, menu->globalPos());
        }
        return true;
    } else if (watched == list_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape) {
            clearSelection();
            return true;
        }
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && selected_ >= 0) {
            Q_EMIT faceActivated(selected_);
            return true;
        }
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            moveSelection(key == Qt::Key_Right ? 1 : -1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace pf::ui
