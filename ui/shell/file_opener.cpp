#include "ui/shell/file_opener.h"

#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QMenu>

#include "ui/kit/page.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/path_history.h"
#include "ui/kit/paths/path_kinds.h"

namespace pf::ui {

namespace {

const QString kRecentKey = QStringLiteral("opened");
/// Units: pixels.
constexpr int kRecentWidth = 480;

/// Cards that this program writes beside models and crops: YAML, but no recipes.
bool isCard(const QFileInfo& file) {
    return file.fileName() == QLatin1String("model.yaml") ||
           file.fileName() == QLatin1String("alignment.yaml");
}

/// Whether a place in front has a better use for the path than the place of its kind.
bool wants(int place, const QString& path) {
    const QFileInfo info(path);
    switch (place) {
        case FileOpener::Gallery:
            return isImageSource(path) ||
                   info.suffix().compare(QLatin1String("rec"), Qt::CaseInsensitive) == 0;
        case FileOpener::Evaluate:
            return !isForeignFile(path) && !isCard(info);
        case FileOpener::Pairs:
            return isImageFile(path);
        default:
            return false;
    }
}

}  // namespace

FileOpener::FileOpener(std::vector<Page*> pages, std::function<int()> front, QWidget* window)
    : QObject(window), pages_(std::move(pages)), front_(std::move(front)), window_(window) {}

std::vector<FileOpener::Place> FileOpener::places(const QString& path, Opening opening) const {
    const bool inFront = opening == Opening::InFront;
    if (inFront && front_() == Data) {
        return {Data};
    }
    const QFileInfo info(path);
    std::vector<Place> places;
    if (!isCard(info)) {
        places.push_back(Train);
    }
    if (info.isDir() && holdsRuns(path)) {
        places.push_back(Runs);
    }
    if (inFront && wants(front_(), path)) {
        places.push_back(static_cast<Place>(front_()));
    }
    if (isImageSource(path)) {
        places.push_back(Gallery);
    }
    places.push_back(Data);
    return places;
}

bool FileOpener::open(const QString& path, Opening opening) {
    if (!QFileInfo::exists(path)) {
        Q_EMIT messageRequested(tr("There is nothing at %1.").arg(path));
        return false;
    }
    const QString whole = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    setLastFolder(QFileInfo(whole).absolutePath());
    for (const Place place : places(whole, opening)) {
        if (pages_[static_cast<std::size_t>(place)]->openPath(whole)) {
            Q_EMIT placeChosen(place);
            remember(whole);
            return true;
        }
    }
    return false;
}

void FileOpener::ask(bool folder) {
    PathQuestion question;
    question.name = QStringLiteral("openDialog");
    question.title = folder ? tr("Open a run, a folder of images or anything else") : tr("Open");
    question.mode = folder ? PathMode::OpenFolder : PathMode::OpenFile;
    question.filters = openFilters();
    askForPath(window_, question, [this](const QString& path) { open(path); });
}

void FileOpener::fillRecent(QMenu* menu) {
    menu->clear();
    const QStringList paths = pathHistory(kRecentKey);
    for (const QString& path : paths) {
        QAction* action = menu->addAction(
            menu->fontMetrics().elidedText(QDir::toNativeSeparators(path), Qt::ElideLeft, kRecentWidth));
        action->setToolTip(path);
        action->setData(path);
        action->setEnabled(QFileInfo::exists(path));
        connect(action, &QAction::triggered, this, [this, path] { open(path, Opening::ByKind); });
    }
    if (paths.isEmpty()) {
        menu->addAction(tr("Nothing has been opened yet"))->setEnabled(false);
    }
}

void FileOpener::remember(const QString& path) {
    addToPathHistory(kRecentKey, path);
}

}  // namespace pf::ui
