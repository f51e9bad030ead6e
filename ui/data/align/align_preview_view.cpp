#include "ui/data/align/align_preview_view.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QVariant>

#include "core/session/alignment/alignment_preview.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/flow_layout.h"
#include "ui/kit/photo_view.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/theme/theme.h"

namespace pf::ui {

AlignPreviewView::AlignPreviewView(QWidget* parent) : QWidget(parent), stack_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("alignPreview"));
    message_ = new EmptyState(QStringLiteral("face"), {}, {}, {}, this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    rows_ = new QWidget(scroll);
    column_ = new QVBoxLayout(rows_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(Theme::spacing());
    column_->addStretch(1);
    scroll->setWidget(rows_);
    stack_->addWidget(message_);
    stack_->addWidget(scroll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
}

int AlignPreviewView::count() const {
    return stack_->currentIndex() == 1 ? count_ : 0;
}

void AlignPreviewView::setMessage(const QString& title, const QString& text) {
    message_->setTexts(title, text);
    stack_->setCurrentIndex(0);
}

void AlignPreviewView::setPreviews(const Previews& previews) {
    while (column_->count() > 1) {
        QLayoutItem* item = column_->takeAt(0);
        delete item->widget();
        delete item;
    }
    count_ = 0;
    for (const auto& [name, preview] : previews) {
        column_->insertWidget(count_++, makeRow(QString::fromStdString(name), preview));
    }
    if (previews.empty()) {
        setMessage(tr("No photos here"), tr("The source names no photo that could be opened."));
    } else {
        stack_->setCurrentIndex(1);
    }
}

QWidget* AlignPreviewView::makeRow(const QString& name, const AlignPreview& preview) {
    const int gap = Theme::spacing();
    auto* card = new QFrame(rows_);
    card->setObjectName(QStringLiteral("previewRow"));
    card->setProperty("card", true);
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(gap, gap, gap, gap);
    row->setSpacing(2 * gap);
    row->addWidget(new PhotoView(name, preview, card), 0, Qt::AlignTop);

    auto* column = new QVBoxLayout;
    auto* title = new QLabel(name, card);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(title);
    auto* crops = new QWidget(card);
    auto* flow = new FlowLayout(crops, gap);
    for (const AlignPreview::Face& face : preview.faces) {
        if (!face.kept || face.crop.empty()) {
            continue;
        }
        auto* crop = new QLabel(crops);
        crop->setObjectName(QStringLiteral("previewCrop"));
        crop->setPixmap(QPixmap::fromImage(toQImage(face.crop)));
        crop->setAccessibleName(tr("aligned crop of %1").arg(name));
        crop->setToolTip(tr("score %1").arg(face.score, 0, 'f', 2));
        flow->addWidget(crop);
    }
    column->addWidget(crops);
    if (!preview.remark.empty()) {
        auto* line = new QHBoxLayout;
        auto* icon = new QLabel(card);
        icon->setPixmap(Theme::instance().pixmap(QStringLiteral("warning"), 16, Theme::Role::Warning));
        auto* remark = new QLabel(QString::fromStdString(preview.remark), card);
        remark->setObjectName(QStringLiteral("previewRemark"));
        remark->setTextFormat(Qt::PlainText);
        remark->setWordWrap(true);
        line->addWidget(icon, 0, Qt::AlignTop);
        line->addWidget(remark, 1);
        column->addLayout(line);
    }
    column->addStretch(1);
    row->addLayout(column, 1);
    return card;
}

}  // namespace pf::ui
