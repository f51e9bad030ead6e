#include "ui/kit/paths/path_edit.h"

#include <memory>

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>

#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_actions.h"

namespace pf::ui {

PathEdit::PathEdit(QWidget* parent) : QLineEdit(parent) {
    setClearButtonEnabled(true);
    connect(this, &QLineEdit::textChanged, this, &PathEdit::refreshToolTip);
}

QString PathEdit::path() const {
    return typedPath(text());
}

void PathEdit::setHelp(const QString& help) {
    help_ = help;
    refreshToolTip();
}

void PathEdit::refreshToolTip() {
    const QString whole = path();
    setToolTip(whole.isEmpty() || help_.isEmpty() ? whole + help_ : whole + QStringLiteral("\n\n") + help_);
}

void PathEdit::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) {
        end(false);
    }
}

void PathEdit::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    if (!hasFocus()) {
        end(false);
    }
}

void PathEdit::contextMenuEvent(QContextMenuEvent* event) {
    const std::unique_ptr<QMenu> menu(createStandardContextMenu());
    menu->setObjectName(QStringLiteral("pathMenu"));
    menu->addSeparator();
    addOpenAction(menu.get(), path());
    addPathActions(menu.get(), path());
    menu->exec(event->globalPos());
}

void PathEdit::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
        return;
    }
    QLineEdit::dragEnterEvent(event);
}

void PathEdit::dropEvent(QDropEvent* event) {
    const QStringList paths = localPaths(*event->mimeData());
    if (paths.isEmpty()) {
        QLineEdit::dropEvent(event);
        return;
    }
    setText(paths.join(QStringLiteral("; ")));
    event->acceptProposedAction();
    Q_EMIT dropped(paths);
}

}  // namespace pf::ui
