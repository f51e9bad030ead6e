#include "ui/data/sets/open_tab.h"

#include <utility>

#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/base/weight_listing.h"
#include "core/session/commands/file_commands.h"
#include "core/session/exchange/weight_import.h"
#include "core/session/exchange/weight_listing.h"
#include "ui/data/sets/source_card_view.h"
#include "ui/data/weights/tensor_table.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

OpenTab::OpenTab(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("openTab"));
    setAcceptDrops(true);
    const int gap = Theme::spacing();
    path_ = new PathChooser(QStringLiteral("openPath"), PathChooser::Kind::OpenAny, tr("File or folder"),
                            tr("File, folder or synthetic:…"), this);
    path_->setNameFilters(openFilters());
    look_ = makeButton(QStringLiteral("openLook"), tr("Look"), this,
                       tr("Reads names, headers and a sample; nothing is loaded or run"));
    copy_ = makeButton(QStringLiteral("openCopy"), tr("Copy as command"), this,
                       tr("The probface command that does the same without the window"));
    error_ = makeErrorText(QStringLiteral("openError"), this);
    error_->setContentsMargins(gap, gap / 2, gap, gap / 2);
    area_ =
        new DropArea(QStringLiteral("data"), tr("What is this?"),
                     tr("Drop a file or folder here: a set of faces (folder, list, .rec, .bin), a network "
                        "(.pt, .onnx, .safetensors), weights of another program, embeddings, landmarks, a "
                        "run. You see what it is and what it can be used for before anything heavy starts."),
                     tr("Choose a file…"), this);
    stack_ = new QStackedWidget(this);
    looking_ = makeLooking();
    cardPage_ = makeCard();
    for (QWidget* page : {static_cast<QWidget*>(area_), looking_, cardPage_}) {
        stack_->addWidget(page);
    }
    makeColumn(this, gap, {makeRow(nullptr, gap, {{path_, 1}, look_, copy_}), error_, {stack_, 1}})
        ->setContentsMargins(0, gap, 0, 0);

    const auto refresh = [this] {
        look_->setEnabled(!path_->path().isEmpty());
        copy_->setEnabled(!path_->path().isEmpty());
    };
    const auto lookAtField = [this] { look(path_->path()); };
    connect(path_, &PathChooser::pathChanged, this, refresh);
    connect(path_, &PathChooser::submitted, this, lookAtField);
    connect(look_, &QPushButton::clicked, this, lookAtField);
    connect(area_->invitation(), &EmptyState::actionRequested, path_, [this] { path_->browse(false); });
    connect(copy_, &QPushButton::clicked, this, [this] {
        const auto text = QString::fromStdString(commandOf(InspectRequest{{path_->path().toStdString()}}));
        QGuiApplication::clipboard()->setText(text);
        Q_EMIT messageRequested(tr("Copied: %1").arg(text));
    });
    connect(view_, &SourceCardView::useRequested, this, &OpenTab::useRequested);
    refresh();
}

QWidget* OpenTab::makeLooking() {
    auto* page = new QWidget(this);
    lookingText_ = new QLabel(page);
    lookingText_->setAlignment(Qt::AlignCenter);
    lookingText_->setWordWrap(true);
    auto* bar = new QProgressBar(page);
    bar->setAccessibleName(tr("Looking"));
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setFixedHeight(8);
    bar->setMaximumWidth(320);
    QPushButton* stop = makeButton(QStringLiteral("openStop"), tr("Stop"), page);
    connect(stop, &QPushButton::clicked, this, [this] {
        if (task_) {
            task_->requestStop();
        }
    });
    auto* column = new QVBoxLayout(page);
    column->setSpacing(Theme::spacing());
    column->addStretch(1);
    column->addWidget(lookingText_);
    column->addWidget(bar, 0, Qt::AlignHCenter);
    column->addWidget(stop, 0, Qt::AlignHCenter);
    column->addStretch(2);
    return page;
}

QWidget* OpenTab::makeCard() {
    auto* inside = new QWidget(this);
    view_ = new SourceCardView(inside);
    tensors_ = new TensorTable(inside);
    tensors_->setMinimumHeight(60);
    makeColumn(inside, Theme::spacing(), {view_, {tensors_, 1}})->addStretch(0);
    return makeScroll(inside, this);
}

void OpenTab::stop() {
    ++generation_;
    for (QPointer<BackgroundTask>* task : {&task_, &listing_}) {
        if (*task) {
            (*task)->requestStop();
            task->clear();
        }
    }
}

void OpenTab::look(const QString& path) {
    stop();
    card_.reset();
    showText(error_, {});
    if (path != path_->path()) {
        path_->setPath(path);
    }
    if (path.isEmpty()) {
        stack_->setCurrentWidget(area_);
        return;
    }
    lookingText_->setText(tr("Looking at %1").arg(path));
    stack_->setCurrentWidget(looking_);
    struct Looked {
        SourceCard card;
        bool stopped = false;
    };
    task_ = runInBackground(
        this, {tr("Looking at %1").arg(QFileInfo(path).fileName())},
        [path = path.toStdString()](RunControl& control, const ProgressObserver&) {
            SourceCard card = describeSource(path, control);
            return Looked{std::move(card), control.stopRequested()};
        },
        [this, generation = generation_](const Looked& looked) {
            if (generation == generation_) {
                task_.clear();
                showCard(looked.card, looked.stopped);
            }
        },
        [this, generation = generation_](const QString& error) {
            if (generation == generation_) {
                task_.clear();
                stack_->setCurrentWidget(area_);
                showText(error_, error);
            }
        });
}

void OpenTab::showCard(const SourceCard& card, bool stopped) {
    card_ = card;
    view_->setCard(card, stopped ? tr("The look was stopped: this is what was known by then.") : QString());
    stack_->setCurrentWidget(cardPage_);
    const bool hasTensors =
        card.kind == SourceKind::Weights || card.kind == SourceKind::Backbone ||
        card.kind == SourceKind::Detector ||
        (card.kind == SourceKind::Model && QFileInfo(QString::fromStdString(card.path)).isFile());
    tensors_->setVisible(hasTensors);
    if (hasTensors) {
        listTensors(card);
    }
}

void OpenTab::listTensors(const SourceCard& card) {
    tensors_->setMessage(tr("Reading the list of tensors…"));
    listing_ = runInBackground(
        this, {tr("Listing tensors")},
        [path = card.path](RunControl&, const ProgressObserver&) { return listWeights(path); },
        [this, generation = generation_](const WeightListing& listing) {
            if (generation == generation_) {
                listing_.clear();
                tensors_->setListing(listing, false);  // the card has the notes
            }
        },
        [this, generation = generation_](const QString& error) {
            if (generation == generation_) {
                listing_.clear();
                tensors_->setMessage(tr("The tensors cannot be listed: %1").arg(error));
            }
        });
}

void OpenTab::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(*event->mimeData()).isEmpty()) {
        area_->setHovered(true);
        event->acceptProposedAction();
    }
}

void OpenTab::dropEvent(QDropEvent* event) {
    area_->setHovered(false);
    const QStringList paths = localPaths(*event->mimeData());
    event->acceptProposedAction();
    look(paths.first());
    if (paths.size() > 1) {
        Q_EMIT messageRequested(
            tr("One at a time: this is the first of the %1 that were dropped.").arg(paths.size()));
    }
}

void OpenTab::saveState(QSettings& settings) const {
    settings.setValue("path", path_->path());
}

void OpenTab::restoreState(QSettings& settings) {
    // The path only: what lies there may have changed, and looking at start was not asked for.
    path_->setPath(settings.value("path").toString());
}

}  // namespace pf::ui
