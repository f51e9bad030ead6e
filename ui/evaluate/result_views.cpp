#include "ui/evaluate/result_views.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/chart/chart.h"
#include "ui/evaluate/curves/curve_bar.h"
#include "ui/evaluate/curves/curve_store.h"
#include "ui/evaluate/curves/edc_view.h"
#include "ui/evaluate/curves/rejection_bar.h"
#include "ui/evaluate/curves/risk_view.h"
#include "ui/evaluate/curves/roc_view.h"
#include "ui/evaluate/curves/scores_view.h"
#include "ui/evaluate/pairs/pair_lists.h"
#include "ui/evaluate/protocols/open_set_page.h"
#include "ui/evaluate/protocols/templates_page.h"
#include "ui/evaluate/report_menu.h"
#include "ui/evaluate/result_table.h"
#include "ui/evaluate/table_page.h"
#include "ui/kit/empty_state.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// Below this width the pairs would leave the chart no room.
constexpr int kRoomForPairs = 640;

QLabel* makeText(QWidget* parent, const char* name, bool muted) {
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    label->setProperty("muted", muted);
    return label;
}

}  // namespace

ResultViews::ResultViews(std::shared_ptr<ModelService> models, QWidget* parent)
    : QWidget(parent), store_(new CurveStore(this)) {
    tabRow_ = new QWidget(this);
    tabs_ = new QTabBar(tabRow_);
    tabs_->setObjectName(QStringLiteral("protocolTabs"));
    tabs_->setAccessibleName(tr("Protocol"));
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    tabs_->setUsesScrollButtons(true);
    auto* report = new QToolButton(tabRow_);
    report->setObjectName(QStringLiteral("reportButton"));
    report->setText(tr("Report"));
    report->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    report->setProperty("flat", true);
    report->setToolTip(tr("Reports, tables and the command line of everything that was evaluated"));
    reports_ = new ReportMenu(report, this);
    pairsToggle_ = new QToolButton(tabRow_);
    pairsToggle_->setObjectName(QStringLiteral("pairsToggle"));
    pairsToggle_->setText(tr("Pairs"));
    pairsToggle_->setIcon(Theme::instance().icon(QStringLiteral("pairs")));
    pairsToggle_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    pairsToggle_->setProperty("flat", true);
    pairsToggle_->setCheckable(true);
    pairsToggle_->setChecked(true);
    pairsToggle_->setToolTip(tr("Show the pairs behind the curve"));

    bar_ = new CurveBar(this);
    stack_ = new QStackedWidget(this);
    addView(Risk, new RiskView(this));
    addView(Edc, new EdcView(this));
    addView(Roc, new RocView(this));
    addView(Det, new DetView(this));
    addView(Scores, new ScoresView(this));
    openSet_ = new OpenSetPage(models, this);
    templates_ = new TemplatesPage(models, this);
    stack_->addWidget(openSet_);
    stack_->addWidget(templates_);
    tablePage_ = new TablePage(this);
    stack_->addWidget(tablePage_);
    empty_ = new EmptyState(QStringLiteral("evaluate"), {}, {}, tr("Add the demo pairs"), this);
    empty_->setObjectName(QStringLiteral("evaluateEmpty"));
    setRunning(false);
    stack_->addWidget(empty_);
    for (const QString& word : {tr("Risk"), tr("EDC"), tr("ROC"), tr("DET"), tr("Scores"), tr("Open-set"),
                                tr("Templates"), tr("Table")}) {
        tabs_->addTab(word);
    }

    coinciding_ = makeText(this, "coincidingCurves", false);
    coinciding_->setProperty("hint", "info");
    coinciding_->hide();
    readout_ = makeText(this, "readout", false);
    readout_->setFont(Theme::instance().tabularFont());
    readout_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    rejection_ = new RejectionBar(this);
    sentence_ = makeText(this, "protocolSentence", true);
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spacing() / 2);
    column->addWidget(stack_, 1);
    column->addWidget(coinciding_);
    column->addWidget(readout_);
    column->addWidget(rejection_);
    column->addWidget(sentence_);
    pairs_ = new PairLists(this);
    splitter_ = new QSplitter(Qt::Horizontal, this);
    splitter_->addWidget(left);
    splitter_->addWidget(pairs_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setSizes({700, 300});

    auto* top = new QHBoxLayout(tabRow_);
    top->setContentsMargins(Theme::spacing(), Theme::spacing() / 2, Theme::spacing(), 0);
    top->addWidget(tabs_, 1);
    top->addWidget(report);
    top->addWidget(pairsToggle_);
    QSizePolicy stays = pairsToggle_->sizePolicy();
    stays.setRetainSizeWhenHidden(true);
    pairsToggle_->setSizePolicy(stays);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(Theme::spacing() / 2);
    whole->addWidget(bar_);
    whole->addWidget(splitter_, 1);
    connectParts();
    showTab();
}

void ResultViews::addView(Tab tab, ProtocolView* view) {
    views_[tab] = view;
    stack_->addWidget(view);
    if (view->options() != nullptr) {
        bar_->addOptions(view->options());
    }
    connect(view, &ProtocolView::redrawRequested, this, &ResultViews::draw);
    Chart* chart = view->chart();
    connect(chart, &Chart::seriesToggled, this, &ResultViews::refreshSentence);
    connect(chart, &Chart::exported, this, &ResultViews::exported);
    connect(chart, &Chart::exportFailed, this, &ResultViews::exportFailed);
    connect(chart, &Chart::pinMoved, this, [this, view](double x) { readAt(view, x); });
    connect(chart, &Chart::clicked, this, [this, view, chart](double x) {
        chart->setSelectedRange(std::nullopt);
        if (read_ == nullptr) {
            return;
        }
        if (view->readsDiscard()) {
            pairs_->setList(PairLists::RejectedByRisk);
        } else {
            pairs_->show({PairQuery::Kind::Nearest, view->thresholdAt(*read_, x), 0});
        }
        pairsToggle_->setChecked(true);
    });
    connect(chart, &Chart::rangeSelected, this, [this, view](double low, double high) {
        if (read_ != nullptr) {
            pairs_->show(view->queryBetween(*read_, low, high));
            pairsToggle_->setChecked(true);
        }
    });
}

void ResultViews::connectParts() {
    connect(tabs_, &QTabBar::currentChanged, this, &ResultViews::showTab);
    connect(templates_, &TemplatesPage::reportsChanged, this,
            [this] { reports_->setTemplates(templates_->reports()); });
    connect(tablePage_, &TablePage::resultActivated, this, &ResultViews::showResult);
    connect(tablePage_, &TablePage::exported, this, &ResultViews::exported);
    connect(tablePage_, &TablePage::exportFailed, this, &ResultViews::exportFailed);
    for (ProtocolPage* page :
         {static_cast<ProtocolPage*>(openSet_), static_cast<ProtocolPage*>(templates_)}) {
        connect(page, &ProtocolPage::exported, this, &ResultViews::exported);
        connect(page, &ProtocolPage::exportFailed, this, &ResultViews::exportFailed);
        connect(page, &ProtocolPage::contentsChanged, this, &ResultViews::refreshSentence);
    }
    connect(empty_, &EmptyState::actionRequested, this, &ResultViews::demoRequested);
    connect(rejection_, &RejectionBar::discardChanged, this, &ResultViews::setDiscard);
    connect(pairsToggle_, &QToolButton::toggled, this, &ResultViews::showPairsPanel);
    connect(bar_, &CurveBar::choiceChanged, this, [this] { setFixedFmr(fixedFmr_); });
    connect(bar_, &CurveBar::activeChanged, this, &ResultViews::curvesChanged);
    connect(store_, &CurveStore::changed, this, &ResultViews::curvesChanged);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        reports_->refreshIcon();
        pairsToggle_->setIcon(Theme::instance().icon(QStringLiteral("pairs")));
        draw();
    });
}

void ResultViews::setResults(const std::vector<EvaluationResult>& results) {
    results_ = results;
    std::erase_if(results_, [](const EvaluationResult& result) { return !result.error.isEmpty(); });
    tablePage_->setResults(results_);
    reports_->setResults(results_);
    bar_->setResults(results_);
    store_->setResults(results_);
    setFixedFmr(fixedFmr_);
    curvesChanged();
    showTab();
}

void ResultViews::setRunning(bool running) {
    if (running) {
        empty_->setTexts(tr("Evaluating"), tr("Each result appears here as soon as it is measured."));
    } else {
        empty_->setTexts(tr("Nothing evaluated yet"),
                         tr("Add a model and a set of pairs on the left and press Run, or open a file of "
                            "ready embeddings. The charts show how much more accurate a model gets when it "
                            "sets its uncertain pairs aside."));
    }
    empty_->button()->setVisible(!running);
}

void ResultViews::setFixedFmr(double fmr) {
    fixedFmr_ = fmr;
    CurveChoice choice = bar_->choice();
    choice.fmr = fmr;
    store_->setChoice(choice);
}

ProtocolView* ResultViews::current() const {
    const int tab = tabs_->currentIndex();
    return tab >= 0 && tab < static_cast<int>(views_.size()) ? views_[static_cast<std::size_t>(tab)]
                                                             : nullptr;
}

ProtocolView* ResultViews::view(Tab tab) const {
    return views_.at(tab);
}

Chart* ResultViews::riskChart() const {
    return views_[Risk]->chart();
}

Chart* ResultViews::edcChart() const {
    return views_[Edc]->chart();
}

ResultTableModel* ResultViews::table() const {
    return tablePage_->table();
}

ProtocolPage* ResultViews::currentPage() const {
    const int tab = tabs_->currentIndex();
    return tab == OpenSet ? static_cast<ProtocolPage*>(openSet_) : tab == Templates ? templates_ : nullptr;
}

void ResultViews::showTab() {
    ProtocolView* view = current();
    ProtocolPage* page = currentPage();
    const bool any = !results_.empty();
    stack_->setCurrentWidget(page != nullptr   ? static_cast<QWidget*>(page)
                             : !any            ? static_cast<QWidget*>(empty_)
                             : view != nullptr ? static_cast<QWidget*>(view)
                                               : tablePage_);
    const bool chart = any && view != nullptr;
    bar_->setVisible(chart);
    readout_->setVisible(chart);
    rejection_->setVisible(chart);
    pairsToggle_->setVisible(chart);
    showPairsPanel();
    if (view != nullptr) {
        bar_->showOptions(view->options(), view->readsDiscard());
        placePins();
        refreshReading();
    }
    refreshSentence();
    Q_EMIT tabChanged(page == nullptr);
}

void ResultViews::refreshSentence() {
    ProtocolView* view = current();
    ProtocolPage* page = currentPage();
    sentence_->setText(page != nullptr    ? page->sentence()
                       : results_.empty() ? QString()
                       : view != nullptr  ? view->sentence()
                                          : tablePage_->sentence());
    sentence_->setVisible(!sentence_->text().isEmpty());
    coinciding_->setText(view == nullptr || results_.empty() ? QString() : coincidence(*view));
    coinciding_->setVisible(!coinciding_->text().isEmpty());
}

void ResultViews::showResult(const QString& name) {
    bar_->setActive(name);
    setCurrentTab(Risk);
}

PairScoreKind ResultViews::score() const {
    return bar_->choice().score;
}

ProtocolForm* ResultViews::currentForm() const {
    ProtocolPage* page = currentPage();
    return page == nullptr ? nullptr : page->form();
}

bool ResultViews::runCurrent() {
    ProtocolPage* page = currentPage();
    if (page != nullptr) {
        page->run();
    }
    return page != nullptr;
}

void ResultViews::showPairsPanel() {
    pairs_->setVisible(pairsToggle_->isChecked() && !results_.empty() && current() != nullptr);
}

void ResultViews::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (width() < kRoomForPairs && pairsToggle_->isChecked() && !noRoomForPairs_) {
        noRoomForPairs_ = true;
        pairsToggle_->setChecked(false);
    } else if (width() >= kRoomForPairs && noRoomForPairs_) {
        noRoomForPairs_ = false;
        pairsToggle_->setChecked(true);
    }
}

bool ResultViews::hasSomething() const {
    const ProtocolPage* page = currentPage();
    return page != nullptr ? page->hasSomething() : !results_.empty();
}

void ResultViews::exportCurrent() {
    if (ProtocolView* view = current()) {
        view->chart()->showExportMenu();
    } else if (ProtocolPage* page = currentPage()) {
        page->showExportMenu();
    } else {
        tablePage_->showExportMenu();
    }
}

void ResultViews::clearSelection() {
    for (ProtocolView* view : views_) {
        view->chart()->setSelectedRange(std::nullopt);
    }
    pairs_->setList(PairLists::RejectedByRisk);
}

int ResultViews::currentTab() const {
    return tabs_->currentIndex();
}

void ResultViews::setCurrentTab(int tab) {
    tabs_->setCurrentIndex(tab);
}

void ResultViews::saveState(QSettings& settings) const {
    settings.setValue("tab", currentTab());
    // What a small window put away is still wanted in a larger one.
    settings.setValue("pairsShown", pairsToggle_->isChecked() || noRoomForPairs_);
    settings.setValue("pairsSplitter", splitter_->saveState());
    settings.beginGroup(openSet_->objectName());
    openSet_->form()->saveState(settings);
    settings.endGroup();
    settings.beginGroup(templates_->objectName());
    templates_->form()->saveState(settings);
    settings.endGroup();
}

void ResultViews::restoreState(QSettings& settings) {
    setCurrentTab(settings.value("tab", 0).toInt());
    pairsToggle_->setChecked(settings.value("pairsShown", true).toBool());
    splitter_->restoreState(settings.value("pairsSplitter").toByteArray());
    settings.beginGroup(openSet_->objectName());
    openSet_->form()->restoreState(settings);
    settings.endGroup();
    settings.beginGroup(templates_->objectName());
    templates_->form()->restoreState(settings);
    settings.endGroup();
}

}  // namespace pf::ui
