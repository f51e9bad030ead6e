#include "ui/kit/paths/path_chooser.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "ui/kit/paths/path_edit.h"
#include "ui/theme/theme.h"

namespace pf::ui {

PathChooser::PathChooser(const QString& name, Kind kind, const QString& accessible, const QString& hint,
                         QWidget* parent)
    : QWidget(parent), kind_(kind) {
    edit_ = new PathEdit(this);
    edit_->setObjectName(name);
    edit_->setAccessibleName(accessible);
    edit_->setPlaceholderText(hint);
    auto* button = new QToolButton(this);
    button->setObjectName(name + QStringLiteral("Browse"));
    button->setAccessibleName(tr("Browse: %1").arg(accessible));
    button->setToolTip(tr("Browse …"));
    button->setIcon(Theme::instance().icon(QStringLiteral("open")));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spacing() / 2);
    row->addWidget(edit_, 1);
    row->addWidget(button);
    setFocusProxy(edit_);
    if (kind == Kind::OpenAny) {
        auto* menu = new QMenu(button);
        menu->addAction(tr("File…"), this, [this] { browse(false); });
        menu->addAction(tr("Folder…"), this, [this] { browse(true); });
        button->setPopupMode(QToolButton::InstantPopup);
        button->setMenu(menu);
    } else {
        connect(button, &QToolButton::clicked, this,
                [this] { browse(kind_ == Kind::OpenFolder || kind_ == Kind::SaveFolder); });
    }
    connect(edit_, &QLineEdit::textChanged, this, &PathChooser::pathChanged);
    connect(edit_, &QLineEdit::returnPressed, this, &PathChooser::submitted);
    connect(edit_, &PathEdit::dropped, this, &PathChooser::submitted);
    connect(&Theme::instance(), &Theme::changed, button,
            [button] { button->setIcon(Theme::instance().icon(QStringLiteral("open"))); });
}

QString PathChooser::path() const {
    return edit_->path();
}

void PathChooser::setPath(const QString& path) {
    edit_->setText(path);
}

void PathChooser::setHint(const QString& hint) {
    edit_->setPlaceholderText(hint);
}

void PathChooser::choose(const QString& path) {
    setPath(path);
    Q_EMIT submitted();
}

void PathChooser::browse(bool folder) {
    auto* dialog = new QFileDialog(this, edit_->accessibleName());
    dialog->setObjectName(QStringLiteral("pathDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (folder) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
    } else if (kind_ == Kind::SaveFile) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        // Whether something may be replaced is the form's matter: a yes here would promise too much.
        dialog->setOption(QFileDialog::DontConfirmOverwrite);
    } else {
        dialog->setFileMode(QFileDialog::ExistingFile);
    }
    if (!folder && !filters_.isEmpty()) {
        dialog->setNameFilters(filters_);
    }
    if (const QString present = path();
        !present.isEmpty() && !present.startsWith(QLatin1String("synthetic:"))) {
        dialog->setDirectory(QFileInfo(present).absolutePath());
    }
    connect(dialog, &QFileDialog::fileSelected, this, &PathChooser::choose);
    dialog->open();
}

}  // namespace pf::ui
