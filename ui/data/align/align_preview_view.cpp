#include "ui/data/align/align_preview_view.h"

#include <QFrame>
#include <QLabel>
#include <QScrollArea>
#include <QVariant>

#include "core/session/alignment/alignment_preview.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/flow_layout.h"
#include "ui/kit/photo_view.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

AlignPreviewView::AlignPreviewView(QWidget* parent) : QWidget(parent), stack_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("alignPreview"));
    message_ = new EmptyState(QStringLiteral("face"), {}, {}, {}, this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    rows_ = new QWidget(scroll);
    column_ = makeColumn(rows_, Theme::spacing(), {Spring{}});
    scroll->setWidget(rows_);
    stack_->addWidget(message_);
    stack_->addWidget(scroll);
    makeColumn(this, kUsualGap, {stack_});
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
        column_->insertWidget(count_++, makeCard(QString::fromStdString(name), preview));
    }
    if (previews.empty()) {
        setMessage(tr("No photos here"), tr("The source names no photo that could be opened."));
    } else {
        stack_->setCurrentIndex(1);
    }
}

QWidget* AlignPreviewView::makeCard(const QString& name, const AlignPreview& preview) {
    const int gap = Theme::spacing();
    auto* card = named(new QFrame(rows_), "previewRow");
    card->setProperty("card", true);
    auto* photo = new PhotoView(name, preview, card);
    QLabel* title = makeText({}, card);
    title->setText(name);
    auto* crops = new QWidget(card);
    auto* flow = new FlowLayout(crops, gap);
    for (const AlignPreview::Face& face : preview.faces) {
        if (!face.kept || face.crop.empty()) {
            continue;
        }
        auto* crop = named(new QLabel(crops), "previewCrop");
        crop->setPixmap(QPixmap::fromImage(toQImage(face.crop)));
        crop->setAccessibleName(tr("aligned crop of %1").arg(name));
        crop->setToolTip(tr("score %1").arg(face.score, 0, 'f', 2));
        flow->addWidget(crop);
    }
    QBoxLayout* column = makeColumn(nullptr, kUsualGap, {title, crops});
    if (!preview.remark.empty()) {
        auto* icon = new QLabel(card);
        icon->setPixmap(Theme::instance().pixmap(QStringLiteral("warning"), 16, Theme::Role::Warning));
        auto* remark = named(new QLabel(QString::fromStdString(preview.remark), card), "previewRemark");
        remark->setTextFormat(Qt::PlainText);
        remark->setWordWrap(true);
        column->addLayout(makeRow(nullptr, kUsualGap, {{icon, 0, Qt::AlignTop}, {remark, 1}}));
    }
    column->addStretch(1);
    makeRow(card, 2 * gap, {{photo, 0, Qt::AlignTop}, {column, 1}})->setContentsMargins(gap, gap, gap, gap);
    return card;
}

}  // namespace pf::ui
