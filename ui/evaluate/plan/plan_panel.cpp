#include "ui/evaluate/plan/plan_panel.h"

#include <array>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/path_field.h"
#include "ui/kit/paths/source_selector.h"
#include "ui/kit/progress_text.h"
#include "ui/kit/run_stop.h"
#include "ui/kit/tick_list.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

}  // namespace

PlanPanel::PlanPanel(QWidget* parent) : QWidget(parent) {
    models_ = new TickListModel(this);
    sets_ = new TickListModel(this);
    modelSelector_ = new ModelSelector(this);
    modelSelector_->setObjectName(QStringLiteral("evaluateModel"));
    auto* addModelButton = new QPushButton(tr("Add"), this);
    addModelButton->setObjectName(QStringLiteral("addModel"));
    modelList_ = makeList(models_, QStringLiteral("modelList"), tr("Models to evaluate"));
    setSelector_ = new SourceSelector(QStringLiteral("evaluateSets"), this);
    setSelector_->setObjectName(QStringLiteral("evaluateSet"));
    setName_ = new QLineEdit(this);
    setName_->setObjectName(QStringLiteral("setName"));
    setName_->setAccessibleName(tr("Name of the set"));
    setName_->setPlaceholderText(tr("Name (from the file)"));
    auto* addSetButton = new QPushButton(tr("Add"), this);
    addSetButton->setObjectName(QStringLiteral("addSet"));
    setList_ = makeList(sets_, QStringLiteral("setList"), tr("Sets to evaluate on"));
    fmr_ = new QComboBox(this);
    fmr_->setObjectName(QStringLiteral("fixedFmr"));
    fmr_->setAccessibleName(tr("Fixed FMR of the EDC"));
    fmr_->setToolTip(tr(
        "EDC, ERC and the calibrated threshold are set at this false match rate. Curves follow at once; the "
        "table and the EDC's confidence band keep the rate of their run"));
    for (const double rate : {1e-1, 1e-2, 1e-3, 1e-4}) {
        fmr_->addItem(QString::fromStdString(formatNumber(rate)), rate);
    }
    fmr_->setCurrentIndex(2);
    bands_ = new QComboBox(this);
    bands_->setObjectName(QStringLiteral("confidenceBands"));
    bands_->setAccessibleName(tr("Confidence bands"));
    bands_->setToolTip(
        tr("95 % intervals by bootstrap, over identities where the set names them, else over pairs. 1,000 "
           "replicates are for a paper, 200 for a look; both take a while"));
    bands_->addItem(tr("none"), 0);
    bands_->addItem(tr("200 replicates"), 200);
    bands_->addItem(tr("1,000 replicates"), 1000);
    pairList_ = makeFile(
        "pairListFile", tr("Pair list"), tr("the set's own pairs"),
        tr("A pair list to use instead of the sets' own pairs: LFW's pairs.txt, or a CSV with columns a, b "
           "and same. Needed for embeddings that do not say which pairs to compare"));
    identities_ = makeFile(
        "identitiesFile", tr("Identities"), tr("as the set says"),
        tr("A pair list in the order of the set's pairs that says who is in them, e.g. pairs.txt for "
           "lfw.bin: confidence bands are then drawn over people, not over pairs"));
    quality_ = makeFile("qualityFile", tr("Quality file"), tr("σ² alone"),
                        tr("A CSV with one number per image, e.g. of OFIQ: another risk to choose above the "
                           "charts"));
    qualityOrder_ = new QComboBox(this);
    qualityOrder_->setObjectName(QStringLiteral("qualityOrder"));
    qualityOrder_->setAccessibleName(tr("What the quality file's numbers mean"));
    qualityOrder_->addItem(tr("high = good"), true);
    qualityOrder_->addItem(tr("high = risk"), false);
    qualityOrder_->setToolTip(tr("Qualities are high for good pictures; a risk is high for bad ones"));
    buttons_ = new RunStop(QStringLiteral("evaluate"), QStringLiteral("Run"), tr("Run"), this);
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(8);
    state_ = new QLabel(this);
    state_->setObjectName(QStringLiteral("evaluateState"));
    state_->setProperty("muted", true);
    state_->setWordWrap(true);
    state_->setMinimumHeight(2 * state_->fontMetrics().lineSpacing());
    state_->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
    QSizePolicy kept = progress_->sizePolicy();
    kept.setRetainSizeWhenHidden(true);  // the lists above must not move when a run begins
    progress_->setSizePolicy(kept);

    const int gap = Theme::spacing();
    auto* inside = new QWidget(this);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(gap, gap, gap, gap);
    column->setSpacing(gap / 2);
    const auto row = [column](std::initializer_list<QWidget*> widgets) {
        auto* line = new QHBoxLayout;
        bool first = true;
        for (QWidget* widget : widgets) {
            line->addWidget(widget, std::exchange(first, false) ? 1 : 0);
        }
        column->addLayout(line);
    };
    column->addWidget(heading(tr("Models"), inside));
    row({modelSelector_, addModelButton});
    column->addWidget(modelList_, 1);
    column->addSpacing(gap);
    column->addWidget(heading(tr("Sets of pairs"), inside));
    column->addWidget(setSelector_);
    row({setName_, addSetButton});
    column->addWidget(setList_, 1);
    column->addSpacing(gap);
    auto* fmrWord = new QLabel(tr("FMR of EDC and ERC"), this);
    fmrWord->setBuddy(fmr_);
    row({fmrWord, fmr_});
    auto* bandsWord = new QLabel(tr("Confidence bands"), this);
    bandsWord->setBuddy(bands_);
    row({bandsWord, bands_});
    auto* files = new QFormLayout;
    files->setSpacing(gap / 2);
    files->addRow(tr("Pair list"), pairList_);
    files->addRow(tr("Identities"), identities_);
    auto* qualityRow = new QHBoxLayout;
    qualityRow->setSpacing(gap / 2);
    qualityRow->addWidget(quality_, 1);
    qualityRow->addWidget(qualityOrder_);
    files->addRow(tr("Quality"), qualityRow);
    column->addLayout(files);
    // In a low window what is to be filled in scrolls; the buttons stay.
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inside);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(scroll, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(gap, gap / 2, gap, gap);
    foot->setSpacing(gap / 2);
    for (QWidget* widget :
         {static_cast<QWidget*>(state_), static_cast<QWidget*>(progress_), static_cast<QWidget*>(buttons_)}) {
        foot->addWidget(widget);
    }
    whole->addLayout(foot);

    connect(addModelButton, &QPushButton::clicked, this, &PlanPanel::addModel);
    connect(modelSelector_, &ModelSelector::submitted, this, &PlanPanel::addModel);
    connect(addSetButton, &QPushButton::clicked, this, &PlanPanel::addSet);
    connect(setSelector_, &SourceSelector::submitted, this, &PlanPanel::addSet);
    connect(setName_, &QLineEdit::returnPressed, this, &PlanPanel::addSet);
    connect(models_, &TickListModel::entriesChanged, this, &PlanPanel::refreshRun);
    connect(sets_, &TickListModel::entriesChanged, this, &PlanPanel::refreshRun);
    connect(fmr_, &QComboBox::currentIndexChanged, this, [this] { Q_EMIT fixedFmrChanged(fixedFmr()); });
    connect(buttons_, &RunStop::runRequested, this, &PlanPanel::runRequested);
    connect(buttons_, &RunStop::stopRequested, this, &PlanPanel::stopRequested);
    setBusy(false);
}

PathField* PlanPanel::makeFile(const char* name, const QString& accessible, const QString& hint,
                               const QString& tip) {
    auto* field = new PathField(PathField::Kind::File, accessible, hint, this);
    field->edit()->setObjectName(QString::fromLatin1(name));
    field->edit()->setToolTip(tip);
    return field;
}

QListView* PlanPanel::makeList(TickListModel* model, const QString& name, const QString& accessible) {
    auto* list = new QListView(this);
    list->setObjectName(name);
    list->setAccessibleName(accessible);
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
    plan.fixedFmr = fixedFmr();
    plan.replicates = static_cast<std::size_t>(replicates());
    plan.pairList = pairList();
    plan.identities = identities();
    plan.qualityFile = qualityFile();
    plan.qualityHigherIsBetter = qualityHigherIsBetter();
    return plan;
}

int PlanPanel::replicates() const {
    return bands_->currentData().toInt();
}

void PlanPanel::setReplicates(int replicates) {
    if (const int item = bands_->findData(replicates); item >= 0) {
        bands_->setCurrentIndex(item);
    }
}

QString PlanPanel::pairList() const {
    return pairList_->path();
}

void PlanPanel::setPairList(const QString& path) {
    pairList_->setPath(path);
}

QString PlanPanel::identities() const {
    return identities_->path();
}

void PlanPanel::setIdentities(const QString& path) {
    identities_->setPath(path);
}

QString PlanPanel::qualityFile() const {
    return quality_->path();
}

bool PlanPanel::qualityHigherIsBetter() const {
    return qualityOrder_->currentData().toBool();
}

void PlanPanel::setQualityFile(const QString& path, bool higherIsBetter) {
    quality_->setPath(path);
    qualityOrder_->setCurrentIndex(qualityOrder_->findData(higherIsBetter));
}

double PlanPanel::fixedFmr() const {
    return fmr_->currentData().toDouble();
}

void PlanPanel::setFixedFmr(double rate) {
    if (const int item = fmr_->findData(rate); item >= 0) {
        fmr_->setCurrentIndex(item);
    }
}

void PlanPanel::setBusy(bool busy) {
    buttons_->setBusy(busy);
    progress_->setVisible(busy);
    if (busy) {
        progress_->setRange(0, 0);
        state_->setText(tr("Loading the model"));
    }
    refreshRun();
}

void PlanPanel::showProgress(const Progress& progress) {
    QString text = QString::fromStdString(progress.detail);
    if (progress.total > 0) {
        text += progress.done >= progress.total
                    ? tr("\nmeasuring the curves")
                    : tr("\n%1 of %2 images")
                          .arg(QString::fromStdString(formatCount(progress.done)),
                               QString::fromStdString(formatCount(progress.total)));
    }
    if (const QString left = timeLeftText(progress); !left.isEmpty()) {
        text += QStringLiteral(", ") + left;
    }
    state_->setText(text);
    showOnBar(progress_, progress);
}

void PlanPanel::refreshRun() {
    const EvaluationPlan now = plan();
    const std::size_t count = now.evaluations();
    buttons_->setRunEnabled(count > 0);
    if (buttons_->isBusy()) {
        return;
    }
    if (now.sets.empty()) {
        state_->setText(now.models.empty()
                            ? tr("Add or tick a model to evaluate, or a file of ready embeddings.")
                            : tr("Add or tick a set of pairs, e.g. lfw.bin."));
    } else if (count == 0) {
        state_->setText(tr("Add or tick a model to evaluate."));
    } else {
        state_->setText(count == 1 ? tr("1 evaluation") : tr("%1 evaluations").arg(count));
    }
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
