#include "ui/train/start_view.h"

#include <algorithm>

#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/run_menu.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr std::size_t kMaxRecent = 30;

QListWidget* makeList(QWidget* parent, const char* name, const QString& accessibleName) {
    auto* list = new QListWidget(parent);
    list->setObjectName(QString::fromLatin1(name));
    list->setAccessibleName(accessibleName);
    list->setFrameShape(QFrame::NoFrame);
    list->setWordWrap(true);
    list->setSpacing(4);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return list;
}

QFrame* makeTitledCard(QWidget* parent, const QString& title) {
    auto* label = new QLabel(title, parent);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    QFrame* card = makeCard(label, parent);
    card->layout()->setContentsMargins(12, 10, 12, 12);
    return card;
}

/// A recipe that pretrains a backbone is for the command line. One that cannot be read is offered: opening it
/// says why.
bool trainsHead(const Preset& preset) {
    try {
        return loadConfig(preset.file).pretrain.output.empty();
    } catch (const Error&) {
        return true;
    }
}

QString runText(const RunListing& run) {
    QStringList parts;
    parts << QString::fromStdString(run.started);
    parts << stateOfRun(run);
    if (run.totalSteps > 0) {
        parts << StartView::tr("step %1/%2").arg(countText(run.step), countText(run.totalSteps));
    }
    if (run.bestAccuracy > 0) {
        parts
            << StartView::tr("best accuracy %1").arg(QString::fromStdString(formatPercent(run.bestAccuracy)));
    }
    return QString::fromStdString(run.name) + QLatin1Char('\n') + parts.join(QStringLiteral("  ·  "));
}

}  // namespace

StartView::StartView(QWidget* parent) : QWidget(parent), lister_(new RunLister(this)) {
    auto* title = new QLabel(tr("Train an uncertainty for each face"), this);
    title->setFont(Theme::instance().titleFont());
    auto* text = new QLabel(
        tr("A small head learns, on top of a face network that stays as it is, how sure each embedding is: "
           "σ². The demo trains one on synthetic faces in about a minute and needs nothing else."),
        this);
    text->setWordWrap(true);
    text->setProperty("muted", true);
    auto* buttons = new QWidget(this);
    QPushButton* demo = makeButton(QStringLiteral("demoButton"), tr("Start the demo"), buttons);
    demo->setProperty("primary", true);
    QPushButton* own =
        makeButton(QStringLiteral("ownButton"), tr("Your own backbone and faces"), buttons,
                   tr("The recipe for a network and pictures of your own; it asks for what it needs"));
    own->setProperty("primary", true);
    QPushButton* open = makeButton(QStringLiteral("openConfigButton"), tr("Open a recipe…"), buttons);
    makeRow(buttons, Theme::spacing(), {demo, own, open, Spring{}});
    connect(demo, &QPushButton::clicked, this, &StartView::demoRequested);
    connect(own, &QPushButton::clicked, this, &StartView::ownRequested);
    connect(open, &QPushButton::clicked, this, &StartView::configRequested);
    QFrame* left = makeTitledCard(this, tr("Recipes"));
    recipes_ = makeList(left, "recipeList", tr("Recipes"));
    left->layout()->addWidget(recipes_);
    QFrame* right = makeTitledCard(this, tr("Recent runs"));
    runs_ = makeList(right, "recentRunList", tr("Recent runs"));
    noRuns_ = named(new QLabel(tr("Reading runs…"), right), "noRuns");
    noRuns_->setWordWrap(true);
    noRuns_->setProperty("muted", true);
    noRuns_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    noRuns_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto* inside = static_cast<QBoxLayout*>(right->layout());
    inside->addWidget(noRuns_, 1);
    inside->addWidget(runs_, 1);
    const int gap = Theme::spacing();
    makeColumn(
        this, gap,
        {title, text, Space{4}, buttons, Space{gap}, {makeRow(nullptr, 2 * gap, {{left, 1}, {right, 1}}), 1}})
        ->setContentsMargins(32, 24, 32, 16);

    for (const Preset& preset : presets()) {
        if (!trainsHead(preset)) {
            continue;
        }
        auto* item = new QListWidgetItem(
            QString::fromStdString(preset.title.empty() ? preset.name : preset.title), recipes_);
        const QString file = QString::fromStdString(preset.file.string());
        item->setData(Qt::UserRole, file);
        item->setToolTip(file);
    }
    // One click (or Enter) opens: nothing is lost by looking at a recipe.
    for (const auto& opened : {&QListWidget::itemClicked, &QListWidget::itemActivated}) {
        connect(recipes_, opened, this, [this](const QListWidgetItem* item) {
            Q_EMIT recipeChosen(item->data(Qt::UserRole).toString());
        });
        connect(runs_, opened, this, [this](const QListWidgetItem* item) {
            Q_EMIT runChosen(item->data(Qt::UserRole).toString());
        });
    }
    runs_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(runs_, &QWidget::customContextMenuRequested, this, &StartView::showRunMenu);
    connect(lister_, &RunLister::listed, this, [this](const std::vector<RunListing>& runs) {
        noRuns_->setText(
            tr("Runs appear here once one has been started. To see a run of another program or machine, drop "
               "its folder on the window."));
        showRuns(runs);
    });
    showRuns({});
}

void StartView::showRuns(const std::vector<RunListing>& runs) {
    listed_ = runs;
    runs_->clear();
    for (std::size_t i = 0; i < std::min(runs.size(), kMaxRecent); ++i) {
        auto* item = new QListWidgetItem(runText(runs[i]), runs_);
        item->setData(Qt::UserRole, QString::fromStdString(runs[i].directory.string()));
        item->setToolTip(QString::fromStdString(runs[i].directory.string()));
    }
    runs_->setVisible(!runs.empty());
    runs_->scrollToTop();
    noRuns_->setVisible(runs.empty());
}

void StartView::showRunMenu(const QPoint& position) {
    const QListWidgetItem* item = runs_->itemAt(position);
    if (item == nullptr) {
        return;
    }
    const RunListing& run = listed_[static_cast<std::size_t>(runs_->row(item))];
    const QString directory = QString::fromStdString(run.directory.string());
    showMenuOfRun(this, run, runs_->viewport()->mapToGlobal(position),
                  {[this, directory] { Q_EMIT runChosen(directory); },
                   [this, directory] { Q_EMIT resumeRequested(directory); },
                   [this, directory] { Q_EMIT galleryRequested(directory); },
                   [this, directory] { Q_EMIT evaluateRequested(directory); }});
}

}  // namespace pf::ui
