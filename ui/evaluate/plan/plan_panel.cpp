#include "ui/evaluate/plan/plan_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>

#include "core/base/text.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/box.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/source_selector.h"
#include "ui/kit/tick_list.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// Chooses the item that has this value; without one what is chosen stays.
void choose(QComboBox* combo, const QVariant& value) {
    if (const int item = combo->findData(value); item >= 0) {
        combo->setCurrentIndex(item);
    }
}

}  // namespace

PlanPanel::PlanPanel(QWidget* parent) : QWidget(parent) {
    models_ = new TickListModel(this);
    sets_ = new TickListModel(this);
    modelSelector_ = named(new ModelSelector(this), "evaluateModel");
    auto* addModelButton = named(new QPushButton(tr("Add"), this), "addModel");
    modelList_ = makeList(models_, QStringLiteral("modelList"), tr("Models to evaluate"));
    setSelector_ = named(new SourceSelector(QStringLiteral("evaluateSets"), this), "evaluateSet");
    setName_ = named(new QLineEdit(this), "setName", tr("Name of the set"));
    setName_->setPlaceholderText(tr("Name (from the file)"));
    auto* addSetButton = named(new QPushButton(tr("Add"), this), "addSet");
    setList_ = makeList(sets_, QStringLiteral("setList"), tr("Sets to evaluate on"));
    fmr_ = makeCombo(
        QStringLiteral("fixedFmr"), tr("Fixed FMR of the EDC"), {}, this,
        tr("EDC, ERC and the calibrated threshold are set at this false match rate. Curves follow at once; "
           "the table and the EDC's confidence band keep the rate of their run"));
    for (const double rate : {1e-1, 1e-2, 1e-3, 1e-4}) {
        fmr_->addItem(QString::fromStdString(formatNumber(rate)), rate);
    }
    fmr_->setCurrentIndex(2);
    bands_ = makeCombo(
        QStringLiteral("confidenceBands"), tr("Confidence bands"), {}, this,
        tr("95 % intervals by bootstrap, over identities where the set names them, else over pairs. 1,000 "
           "replicates suit a paper, 200 a first look; both take a while"));
    bands_->addItem(tr("none"), 0);
    bands_->addItem(tr("200 replicates"), 200);
    bands_->addItem(tr("1,000 replicates"), 1000);
    pairList_ =
        makeFile("pairListFile", tr("Pair list"), tr("the set's own pairs"),
                 tr("A pair list to use instead of the sets' own pairs: LFW's pairs.txt, or a CSV with "
                    "columns a, b and same. Needed for embeddings that do not say which pairs to compare"));
    identities_ = makeFile(
        "identitiesFile", tr("Identities"), tr("as the set says"),
        tr("A pair list in the order of the set's pairs that says who is in them, e.g. pairs.txt for "
           "lfw.bin: the bootstrap of confidence bands is then over identities, not over pairs"));
    quality_ = makeFile(
        "qualityFile", tr("Quality file"), tr("σ² alone"),
        tr("A CSV with one number per image, e.g. of OFIQ: another risk to choose above the charts"));
    qualityOrder_ =
        makeCombo(QStringLiteral("qualityOrder"), tr("What the quality file's numbers mean"), {}, this);
    qualityOrder_->addItem(tr("high = good"), true);
    qualityOrder_->addItem(tr("high = risk"), false);
    qualityOrder_->setToolTip(tr("Qualities are high for good pictures; a risk is high for bad ones"));
    bar_ = new ActionBar(QStringLiteral("evaluate"), tr("Run"), this, false);

    const int gap = Theme::spacing();
    auto* inside = new QWidget(this);
    auto* fmrWord = new QLabel(tr("FMR of EDC and ERC"), this);
    fmrWord->setBuddy(fmr_);
    auto* bandsWord = new QLabel(tr("Confidence bands"), this);
    bandsWord->setBuddy(bands_);
    auto* files = new QFormLayout;
    files->setSpacing(gap / 2);
    files->addRow(tr("Pair list"), pairList_);
    files->addRow(tr("Identities"), identities_);
    files->addRow(tr("Quality"), makeRow(nullptr, gap / 2, {{quality_, 1}, qualityOrder_}));
    const auto row = [](QWidget* wide, QWidget* narrow) {
        return makeRow(nullptr, kUsualGap, {{wide, 1}, narrow});
    };
    makeColumn(inside, gap / 2,
               {makeHeading(tr("Models"), inside),
                row(modelSelector_, addModelButton),
                {modelList_, 1},
                Space{gap},
                makeHeading(tr("Sets of pairs"), inside),
                setSelector_,
                row(setName_, addSetButton),
                {setList_, 1},
                Space{gap},
                row(fmrWord, fmr_),
                row(bandsWord, bands_),
                files})
        ->setContentsMargins(gap, gap, gap, gap);
    // In a low window what is to be filled in scrolls; the buttons stay.
    QBoxLayout* foot = makeColumn(nullptr, 0, {bar_});
    foot->setContentsMargins(gap, gap / 2, gap, gap);
    makeColumn(this, 0, {{makeScroll(inside, this), 1}, foot});

    connect(addModelButton, &QPushButton::clicked, this, &PlanPanel::addModel);
    connect(modelSelector_, &ModelSelector::submitted, this, &PlanPanel::addModel);
    connect(addSetButton, &QPushButton::clicked, this, &PlanPanel::addSet);
    connect(setSelector_, &SourceSelector::submitted, this, &PlanPanel::addSet);
    connect(setName_, &QLineEdit::returnPressed, this, &PlanPanel::addSet);
    connect(models_, &TickListModel::entriesChanged, this, &PlanPanel::refreshRun);
    connect(sets_, &TickListModel::entriesChanged, this, &PlanPanel::refreshRun);
    connect(fmr_, &QComboBox::currentIndexChanged, this, [this] { Q_EMIT fixedFmrChanged(plan().fixedFmr); });
    refreshRun();
}

PathChooser* PlanPanel::makeFile(const char* name, const QString& accessible, const QString& hint,
                                 const QString& tip) {
    auto* field = new PathChooser(QString::fromLatin1(name), PathMode::OpenFile, accessible, hint, this);
    field->edit()->setHelp(tip);
    return field;
}

QListView* PlanPanel::makeList(TickListModel* model, const QString& name, const QString& accessible) {
    auto* list = named(new QListView(this), name, accessible);
    list->setModel(model);
    list->setUniformItemSizes(true);
    list->setTextElideMode(Qt::ElideMiddle);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    list->setSpacing(2);
    list->setMinimumHeight(70);
    list->installEventFilter(this);
    list->setContextMenuPolicy(Qt::ActionsContextMenu);
    const auto add = [list](const QString& text, auto act) {
        auto* action = new QAction(text, list);
        connect(action, &QAction::triggered, list, act);
        list->addAction(action);
    };
    add(tr("Rename"), [list] { list->edit(list->currentIndex()); });
    add(tr("Remove"), [list, model] { model->remove(list->currentIndex().row()); });
    add(tr("Copy path"), [list] {
        QApplication::clipboard()->setText(list->currentIndex().data(TickListModel::PathRole).toString());
    });
    return list;
}

void PlanPanel::addModel() {
    const QString path = modelSelector_->model();
    if (!path.isEmpty()) {
        models_->add(shortModelName(path), path);
        modelSelector_->remember();
        modelSelector_->setModel({});
    }
}

void PlanPanel::addSet() {
    const QStringList sources = setSelector_->sources();
    if (sources.isEmpty()) {
        return;
    }
    for (const QString& source : sources) {
        const QString name = setName_->text().simplified();
        sets_->add(name.isEmpty() ? shortSetName(source) : name, source);
    }
    setSelector_->remember();
    setSelector_->setSources({});
    setName_->clear();
}

EvaluationPlan PlanPanel::plan() const {
    EvaluationPlan plan;
    plan.models = models_->ticked();
    plan.sets = sets_->ticked();
    plan.fixedFmr = fmr_->currentData().toDouble();
    plan.replicates = bands_->currentData().value<std::size_t>();
    plan.pairList = pairList_->path();
    plan.identities = identities_->path();
    plan.qualityFile = quality_->path();
    plan.qualityHigherIsBetter = qualityOrder_->currentData().toBool();
    return plan;
}

void PlanPanel::setOptions(const EvaluationPlan& plan) {
    choose(fmr_, plan.fixedFmr);
    choose(bands_, static_cast<int>(plan.replicates));
    pairList_->setPath(plan.pairList);
    identities_->setPath(plan.identities);
    quality_->setPath(plan.qualityFile);
    choose(qualityOrder_, plan.qualityHigherIsBetter);
}

void PlanPanel::setPairList(const QString& path) {
    pairList_->setPath(path);
}

void PlanPanel::saveState(QSettings& settings) const {
    const EvaluationPlan now = plan();
    settings.setValue("models", models_->toText());
    settings.setValue("sets", sets_->toText());
    settings.setValue("fixedFmr", now.fixedFmr);
    settings.setValue("replicates", bands_->currentData());
    settings.setValue("pairList", now.pairList);
    settings.setValue("identities", now.identities);
    settings.setValue("qualityFile", now.qualityFile);
    settings.setValue("qualityHigherIsBetter", now.qualityHigherIsBetter);
}

void PlanPanel::restoreState(QSettings& settings) {
    models_->fromText(settings.value("models").toStringList());
    sets_->fromText(settings.value("sets").toStringList());
    EvaluationPlan saved;
    saved.fixedFmr = settings.value("fixedFmr", saved.fixedFmr).toDouble();
    saved.replicates = settings.value("replicates", 0).value<std::size_t>();
    saved.pairList = settings.value("pairList").toString();
    saved.identities = settings.value("identities").toString();
    saved.qualityFile = settings.value("qualityFile").toString();
    saved.qualityHigherIsBetter = settings.value("qualityHigherIsBetter", true).toBool();
    setOptions(saved);
}

void PlanPanel::setBusy(bool busy) {
    bar_->setBusy(busy);
    refreshRun();
}

void PlanPanel::refreshRun() {
    const EvaluationPlan now = plan();
    const std::size_t count = now.evaluations();
    bar_->setMissing(count > 0           ? QString()
                     : !now.sets.empty() ? tr("Add or tick a model to evaluate.")
                     : now.models.empty()
                         ? tr("Add or tick a model to evaluate, or a file of ready embeddings.")
                         : tr("Add or tick a set of pairs, e.g. lfw.bin."));
    bar_->showState(count == 1 ? tr("1 evaluation") : tr("%1 evaluations").arg(count));
}

bool PlanPanel::eventFilter(QObject* watched, QEvent* event) {
    auto* list = qobject_cast<QListView*>(watched);
    if (list != nullptr && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        (list == modelList_ ? models_ : sets_)->remove(list->currentIndex().row());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace pf::ui
