#include "ui/pairs/drop_well.h"

#include <functional>
#include <utility>

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QUrl>

#include "core/session/images.h"
#include "ui/kit/background_task.h"
#include "ui/kit/box.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kLoadedSide = 512;

/// The picture itself, or the invitation to put one here; works as a button.
class WellImage : public QWidget {
  public:
    WellImage(const QString& name, std::function<void()> pressed, QWidget* parent)
        : QWidget(parent), pressed_(std::move(pressed)) {
        setObjectName(QStringLiteral("wellImage") + name);
        setAccessibleName(DropWell::tr("Image %1: press to browse").arg(name));
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setMinimumSize(160, 160);
        setMaximumHeight(480);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    void show(const QImage& image, bool loading) {
        image_ = image;
        loading_ = loading;
        update();
    }
    void setHovered(bool hovered) {
        hovered_ = hovered;
        update();
    }
    bool hasImage() const { return !image_.isNull(); }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        const Theme& theme = Theme::instance();
        const QRectF box = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
        const bool marked = hovered_ || hasFocus();
        painter.setPen(QPen(theme.colour(marked ? Theme::Role::Accent : Theme::Role::Border),
                            marked ? 2 : 1.5, image_.isNull() ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(theme.colour(hovered_ ? Theme::Role::Selection : Theme::Role::Surface));
        painter.drawRoundedRect(box, 6, 6);
        if (image_.isNull()) {
            painter.setPen(theme.colour(Theme::Role::MutedText));
            painter.drawText(
                box.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                loading_ ? DropWell::tr("Opening…") : DropWell::tr("Drop a face here\nor click to browse"));
            return;
        }
        QSizeF size = image_.size();
        size.scale(box.size() - QSizeF(8, 8), Qt::KeepAspectRatio);
        painter.drawImage(QRectF(box.center() - QPointF(size.width() / 2, size.height() / 2), size), image_);
    }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
            pressed_();
        }
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return ||
            event->key() == Qt::Key_Enter) {
            pressed_();
        } else {
            QWidget::keyPressEvent(event);
        }
    }

  private:
    std::function<void()> pressed_;
    QImage image_;
    bool loading_ = false;
    bool hovered_ = false;
};

DropWell::DropWell(const QString& name, QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("well") + name);
    setAcceptDrops(true);
    setMaximumHeight(600);
    image_ = new WellImage(
        name, [this] { browse(); }, this);
    edit_ = named(new PathEdit(this), QStringLiteral("wellPath") + name, tr("Path of image %1").arg(name));
    edit_->setPlaceholderText(tr("… or paste a path and press Enter"));
    edit_->setClearButtonEnabled(true);
    caption_ = named(new QLabel(this), QStringLiteral("wellCaption") + name);
    caption_->setFont(Theme::instance().tabularFont());
    caption_->setAlignment(Qt::AlignCenter);
    caption_->setWordWrap(true);
    caption_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    caption_->setMinimumHeight(2 * caption_->fontMetrics().height());
    problem_ = named(new QLabel(this), QStringLiteral("wellProblem") + name);
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->hide();
    makeColumn(this, Theme::spacing() / 2, {{image_, 1000}, edit_, problem_, caption_, Spring()});
    connect(edit_, &QLineEdit::editingFinished, this, [this] { setPath(edit_->path()); });
    connect(edit_, &PathEdit::dropped, this, [this] { setPath(edit_->path()); });
}

bool DropWell::hasImage() const {
    return image_->hasImage();
}

void DropWell::setPath(const QString& path) {
    if (path == path_) {
        return;
    }
    path_ = path;
    crop_.clear();
    edit_->setText(path);
    edit_->setToolTip(path);
    setCaption({});
    problem_->hide();
    image_->show({}, !path.isEmpty());
    Q_EMIT pathChanged(path);
    if (!path.isEmpty()) {
        load(path);
    }
}

void DropWell::setCrop(const QString& crop) {
    crop_ = crop;
    setCaption({});
    load(crop);
}

void DropWell::load(const QString& file) {
    const auto deliver = [this, file](const QImage& image, const QString& problem) {
        if (file == comparedPath()) {  // another one may have been chosen meanwhile
            image_->show(image, false);
            showText(problem_, problem);
        }
    };
    runInBackground(
        this, {tr("Opening an image"), false},
        [file](RunControl&, const ProgressObserver&) {
            const ImageCatalog images = openImages({file.toStdString()});
            return images.size() == 0 ? QImage() : toQImage(images.image(0, kLoadedSide));
        },
        [deliver](const QImage& image) {
            deliver(image,
                    image.isNull() ? tr("This is not an image. Choose a JPEG or PNG file.") : QString());
        },
        [deliver](const QString& error) { deliver({}, error); });
}

void DropWell::setCaption(const QString& text) {
    // The path above is that of the whole photo.
    const QString cut =
        crop_.isEmpty() ? QString() : tr("Aligned crop of %1").arg(QFileInfo(path_).fileName());
    caption_->setText(cut.isEmpty() || text.isEmpty() ? cut + text : cut + QLatin1Char('\n') + text);
}

void DropWell::browse() {
    PathQuestion question;
    question.title = tr("Image of a face");
    question.filters = {tr("Images (*.jpg *.jpeg *.png *.bmp *.webp)"), tr("All files (*)")};
    question.present = path_;
    askForPath(this, question, [this](const QString& path) { setPath(path); });
}

void DropWell::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile()) {
        image_->setHovered(true);
        event->acceptProposedAction();
    }
}

void DropWell::dragLeaveEvent(QDragLeaveEvent*) {
    image_->setHovered(false);
}

void DropWell::dropEvent(QDropEvent* event) {
    image_->setHovered(false);
    setPath(event->mimeData()->urls().first().toLocalFile());
    event->acceptProposedAction();
}

void DropWell::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("wellMenu"));
    menu.addAction(tr("Browse…"), this, &DropWell::browse);
    QAction* clear = menu.addAction(tr("Clear"), this, [this] { setPath({}); });
    clear->setEnabled(!path_.isEmpty());
    menu.addSeparator();
    addOpenAction(&menu, path_);
    addPathActions(&menu, path_);
    menu.exec(event->globalPos());
}

}  // namespace pf::ui
