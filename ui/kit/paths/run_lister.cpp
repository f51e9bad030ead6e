#include "ui/kit/paths/run_lister.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <QSettings>

#include "core/base/config/options.h"
#include "ui/kit/background_task.h"
#include "ui/kit/paths/absolute_path.h"

namespace pf::ui {

namespace {

const QString kRootsKey = QStringLiteral("history/runRoots");
constexpr int kMostRoots = 20;

QStringList keptRoots() {
    const QSettings settings;
    // Earlier versions kept them page by page.
    const QStringList ofPages =
        settings.value("trainPage/roots").toStringList() + settings.value("runsPage/roots").toStringList();
    return settings.value(kRootsKey, ofPages).toStringList();
}

}  // namespace

QStringList runRoots() {
    QStringList roots = keptRoots();
    roots << absolutePath(QString::fromStdString(Options().run.root));
    roots.removeDuplicates();
    return roots;
}

void addRunRoot(const QString& directory) {
    QStringList roots = keptRoots();
    const QString path = absolutePath(directory);
    roots.removeAll(path);
    roots.prepend(path);
    QSettings().setValue(kRootsKey, QStringList(roots.mid(0, kMostRoots)));
}

std::vector<RunListing> listRunsOf(const QStringList& roots, const RunControl& control) {
    std::vector<RunListing> all;
    std::set<std::filesystem::path> known;
    for (const QString& root : roots) {
        if (control.stopRequested()) {
            break;
        }
        for (RunListing& run : listRuns(root.toStdString())) {
            std::error_code unknown;
            const auto place = std::filesystem::weakly_canonical(run.directory, unknown);
            if (known.insert(unknown ? run.directory.lexically_normal() : place).second) {
                all.push_back(std::move(run));
            }
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const RunListing& a, const RunListing& b) { return a.started > b.started; });
    return all;
}

void RunLister::refresh() {
    again_ = listing_;
    if (std::exchange(listing_, true)) {
        return;
    }
    runInBackground(
        this, {tr("Listing runs"), false, 500},
        [roots = runRoots()](RunControl& control, const ProgressObserver&) {
            return listRunsOf(roots, control);
        },
        [this](const std::vector<RunListing>& runs) {
            Q_EMIT listed(runs);
            ended();
        },
        [this](const QString& error) {
            Q_EMIT failed(error);
            ended();
        });
}

void RunLister::ended() {
    listing_ = false;
    if (std::exchange(again_, false)) {
        refresh();
    }
}

}  // namespace pf::ui
