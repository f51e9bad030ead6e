#include "ui/kit/paths/path_field.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/kit/paths/path_edit.h"
#include "ui/theme/theme.h"

namespace pf::ui {

PathField::PathField(Kind kind, const QString& accessible, const QString& hint, QWidget* parent)
    : QWidget(parent), kind_(kind) {
    edit_ = new PathEdit(this);
    edit_->setAccessibleName(accessible);
    edit_->setPlaceholderText(hint);
    auto* button = new QToolButton(this);
    button->setAccessibleName(tr("Browse: %1").arg(accessible));
    button->setToolTip(tr("Browse …"));
    button->setIcon(Theme::instance().icon(QStringLiteral("open")));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spacing() / 2);
    row->addWidget(edit_, 1);
    row->addWidget(button);
    setFocusProxy(edit_);
    connect(edit_, &QLineEdit::textChanged, this, &PathField::pathChanged);
    connect(button, &QToolButton::clicked, this, &PathField::browse);
    connect(&Theme::instance(), &Theme::changed, button,
            [button] { button->setIcon(Theme::instance().icon(QStringLiteral("open"))); });
}

QString PathField::path() const {
    return edit_->path();
}

void PathField::setPath(const QString& path) {
    edit_->setText(path);
}

void PathField::browse() {
    auto* dialog = new QFileDialog(this, edit_->accessibleName());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(kind_ == Kind::Folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    if (!path().isEmpty()) {
        dialog->setDirectory(QFileInfo(path()).absolutePath());
    }
    connect(dialog, &QFileDialog::fileSelected, this, &PathField::setPath);
    dialog->open();
}

}  // namespace pf::ui
