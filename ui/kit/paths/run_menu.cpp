#include "ui/kit/paths/run_menu.h"

#include <QCoreApplication>
#include <QMenu>

#include "ui/kit/paths/path_actions.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("runMenu", text);
}

}  // namespace

QString stateOfRun(const RunListing& run) {
    const QString state = QString::fromStdString(runStateText(run.state));
    return run.state == RunState::Paused && !run.detail.empty()
               ? tr("%1: %2").arg(state, QString::fromStdString(run.detail))
               : state;
}

bool isStopped(const RunListing& run) {
    return run.state == RunState::Interrupted || run.state == RunState::Failed;
}

void showMenuOfRun(QWidget* owner, const RunListing& run, const QPoint& globalPosition, RunActions actions) {
    auto* menu = new QMenu(owner);
    menu->setObjectName(QStringLiteral("runMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [menu](const char* name, const QString& text, std::function<void()> handler) {
        QAction* action = addEntry(menu, name, text);
        QObject::connect(action, &QAction::triggered, menu, std::move(handler));
        return action;
    };
    menu->setDefaultAction(add("openRunAction", tr("Open in Train"), std::move(actions.open)));
    add("resumeRunAction", tr("Resume"), std::move(actions.resume))->setEnabled(isStopped(run));
    const bool trained = run.step > 0;
    add("galleryRunAction", tr("Gallery by σ²"), std::move(actions.gallery))->setEnabled(trained);
    add("evaluateRunAction", tr("Evaluate"), std::move(actions.evaluate))->setEnabled(trained);
    menu->addSeparator();
    addPathActions(menu, QString::fromStdString(run.directory.string()));
    menu->popup(globalPosition);
}

}  // namespace pf::ui
