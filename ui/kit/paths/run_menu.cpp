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

void showMenuOfRun(QWidget* owner, const RunListing& run, const QPoint& globalPosition,
                   const RunActions& actions) {
    QMenu* menu = makePopup("runMenu", owner);
    menu->setDefaultAction(addEntry(menu, "openRunAction", tr("Open in Train"), menu, actions.open));
    addEntry(menu, "resumeRunAction", tr("Resume"), menu, actions.resume)->setEnabled(isStopped(run));
    const bool trained = run.step > 0;
    addEntry(menu, "galleryRunAction", tr("Gallery by σ²"), menu, actions.gallery)->setEnabled(trained);
    addEntry(menu, "evaluateRunAction", tr("Evaluate"), menu, actions.evaluate)->setEnabled(trained);
    menu->addSeparator();
    addPathActions(menu, QString::fromStdString(run.directory.string()));
    menu->popup(globalPosition);
}

}  // namespace pf::ui
