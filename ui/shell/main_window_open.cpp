// Where opened and dropped files go, and what the Data page sends elsewhere.
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QUrl>

#include "ui/data/data_page.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/plan/plan_panel.h"
#include "ui/gallery/gallery_page.h"
#include "ui/kit/paths/path_history.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/pairs/pairs_page.h"
#include "ui/runs/runs_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/program_gate.h"
#include "ui/train/train_page.h"

namespace pf::ui {

namespace {

constexpr auto kRecentKey = "opened";
/// Units: pixels.
constexpr int kRecentWidth = 480;

/// Cards that this program writes beside models and crops: YAML, but no recipes.
bool isCard(const QFileInfo& file) {
    return file.fileName() == QLatin1String("model.yaml") ||
           file.fileName() == QLatin1String("alignment.yaml");
}

bool isRecordSet(const QFileInfo& file) {
    return file.suffix().compare(QLatin1String("rec"), Qt::CaseInsensitive) == 0;
}

/// The run that a checkpoint lies in, or the folder itself.
QString runOf(const QString& model) {
    QFileInfo info(model);
    if (info.isDir()) {
        return info.absoluteFilePath();
    }
    const QFileInfo folder(info.absolutePath());
    return folder.fileName() == QLatin1String("checkpoints") ? folder.absolutePath()
                                                             : folder.absoluteFilePath();
}

}  // namespace

bool MainWindow::openPath(const QString& path, Opening opening) {
    const QFileInfo info(path);
    if (!info.exists()) {
        showMessage(tr("There is no %1.").arg(path));
        return false;
    }
    const QString whole = QDir::cleanPath(info.absoluteFilePath());
    lastFolder_ = QFileInfo(whole).absolutePath();
    const bool opened = opening == Opening::InFront && place() == Data
                            ? static_cast<Page*>(data_)->openPath(whole)
                            : openByKind(whole, opening);
    if (opened) {
        addToPathHistory(QString::fromLatin1(kRecentKey), whole);
    }
    return opened;
}

bool MainWindow::openByKind(const QString& path, Opening opening) {
    const QFileInfo info(path);
    if (!isCard(info) && train_->openPath(path)) {
        showPlace(Train);
        return true;
    }
    if (info.isDir() && holdsRuns(path)) {
        showPlace(Runs);
        return static_cast<Page*>(runs_)->openPath(path);
    }
    if (opening == Opening::InFront && openInFront(path)) {
        return true;
    }
    if (isImageSource(path) && static_cast<Page*>(gallery_)->openPath(path)) {
        showPlace(Gallery);
        return true;
    }
    showPlace(Data);
    return static_cast<Page*>(data_)->openPath(path);
}

void MainWindow::fillRecentMenu(QMenu* menu) {
    menu->clear();
    const QStringList paths = pathHistory(QString::fromLatin1(kRecentKey));
    for (const QString& path : paths) {
        QAction* action = menu->addAction(
            menu->fontMetrics().elidedText(QDir::toNativeSeparators(path), Qt::ElideLeft, kRecentWidth));
        action->setToolTip(path);
        action->setData(path);
        action->setEnabled(QFileInfo::exists(path));
        connect(action, &QAction::triggered, this, [this, path] { openPath(path, Opening::ByKind); });
    }
    if (paths.isEmpty()) {
        menu->addAction(tr("Nothing was opened yet"))->setEnabled(false);
    }
}

/// Who is in front may have the best use for it: an image on Pairs, a set on Gallery or Evaluate.
bool MainWindow::openInFront(const QString& path) {
    const QFileInfo info(path);
    bool wanted = false;
    switch (place()) {
        case Gallery:
            wanted = isImageSource(path) || isRecordSet(info);
            break;
        case Evaluate:
            wanted = !isForeignFile(path) && !isCard(info);
            break;
        case Pairs:
            wanted = isImageFile(path);
            break;
        default:
            break;
    }
    return wanted && current().openPath(path);
}

void MainWindow::connectData() {
    connect(train_, &TrainPage::pathOpened, this,
            [](const QString& path) { addToPathHistory(QString::fromLatin1(kRecentKey), path); });
    connect(data_, &DataPage::useRequested, this, &MainWindow::useSource);
    connect(data_, &DataPage::recipeRequested, this, [this](const Options& options) {
        const auto change = [&options](Options& recipe) {
            recipe.model.backbone = options.model.backbone;
            recipe.model.input = options.model.input;
        };
        if (train_->changeRecipe(change)) {
            showPlace(Train);
            showMessage(tr("The recipe uses this backbone now. Choose the faces to train with."));
        }
    });
    connect(programGate_.get(), &WindowProgramGate::refused, this, &MainWindow::showMessage);
}

void MainWindow::useSource(SourceUse use, SourceKind kind, const QString& path) {
    const bool isModel = kind == SourceKind::Model;
    Page* const evaluate = evaluate_;
    switch (use) {
        case SourceUse::Train:
            if (kind == SourceKind::Config) {
                train_->openPath(path);
            } else if (!train_->changeRecipe(
                           [&path](Options& recipe) { recipe.data.train = {path.toStdString()}; })) {
                return;
            }
            return showPlace(Train);
        case SourceUse::Gallery:
            showPlace(Gallery);
            return static_cast<Page*>(gallery_)->openModel(isModel ? path : QString(),
                                                           isModel ? QStringList() : QStringList{path});
        case SourceUse::Evaluate:
            showPlace(Evaluate);
            if (kind == SourceKind::Embeddings) {
                evaluate->openPath(path);
            } else if (kind == SourceKind::PairList) {
                evaluate_->plan()->setPairList(path);
                showMessage(tr("The next evaluation compares these pairs instead of the sets' own."));
            } else {
                evaluate->openModel(isModel ? path : QString(), isModel ? QStringList() : QStringList{path});
            }
            return;
        case SourceUse::Compare:
            showPlace(Pairs);
            if (isModel) {
                static_cast<Page*>(pairs_)->openModel(path, {});
            } else {
                static_cast<Page*>(pairs_)->openPath(path);
            }
            return;
        case SourceUse::OpenRun:
            if (kind == SourceKind::Runs) {
                showPlace(Runs);
                static_cast<Page*>(runs_)->openPath(path);
            } else {
                showPlace(Train);
                train_->openRun(runOf(path));
            }
            return;
        case SourceUse::UseAsBackbone:
        case SourceUse::Import:
        case SourceUse::Align:
        case SourceUse::Convert:
        case SourceUse::Export:
            return;  // the Data page's own
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            return;
        }
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            openPath(url.toLocalFile());
        }
    }
    event->acceptProposedAction();
}

}  // namespace pf::ui
