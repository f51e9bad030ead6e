#include "ui/evaluate/result_views.h"

#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include "ui/chart/chart.h"
#include "ui/evaluate/curves/curve_bar.h"
#include "ui/evaluate/curves/curve_views.h"
#include "ui/evaluate/pairs/pair_lists.h"
#include "ui/evaluate/protocols/open_set_page.h"
#include "ui/evaluate/protocols/templates_page.h"
#include "ui/evaluate/report_menu.h"
#include "ui/evaluate/result_reading.h"
#include "ui/evaluate/result_table.h"
#include "ui/evaluate/table_page.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

/// Below this width the pairs would leave the chart no room.
constexpr int kRoomForPairs = 640;

ResultViews::ResultViews(std::shared_ptr<ModelService> models, QWidget* parent)
    : QWidget(parent), reading_(new ResultReading(this)) {
    tabRow_ = new QWidget(this);
    tabs_ = named(new QTabBar(tabRow_), "protocolTabs", tr("Protocol"));
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    tabs_->setUsesScrollButtons(true);
    auto* report =
        makeToolButton(QStringLiteral("reportButton"), QStringLiteral("export"), tr("Report"), tabRow_);
    report->setProperty("flat", true);
    report->setToolTip(tr("Reports, tables and the command line of everything that was evaluated"));
    reports_ = new ReportMenu(report, this);
    pairsToggle_ =
        makeToolButton(QStringLiteral("pairsToggle"), QStringLiteral("pairs"), tr("Pairs"), tabRow_);
    pairsToggle_->setProperty("flat", true);
    pairsToggle_->setCheckable(true);
    pairsToggle_->setChecked(true);
    pairsToggle_->setToolTip(tr("Show the pairs behind the curve"));

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
    empty_ = named(new EmptyState(QStringLiteral("evaluate"), {}, {}, tr("Add the demo pairs"), this),
                   "evaluateEmpty");
    setRunning(false);
    stack_->addWidget(empty_);
    for (const QString& word : {tr("Risk"), tr("EDC"), tr("ROC"), tr("DET"), tr("Scores"), tr("Open-set"),
                                tr("Templates"), tr("Table")}) {
        tabs_->addTab(word);
    }

    coinciding_ = named(new QLabel(this), "coincidingCurves");
    coinciding_->setWordWrap(true);
    coinciding_->setProperty("hint", QStringLiteral("info"));
    coinciding_->hide();
    sentence_ = named(makeMuted({}, this), "protocolSentence");
    sentence_->setWordWrap(true);
    auto* left = new QWidget(this);
    makeColumn(left, Theme::spacing() / 2,
               {{stack_, 1}, coinciding_, reading_->readout(), reading_->rejection(), sentence_});
    splitter_ = new QSplitter(Qt::Horizontal, this);
    splitter_->addWidget(left);
    splitter_->addWidget(reading_->pairs());
    splitter_->setStretchFactor(0, 1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setSizes({700, 300});

    makeRow(tabRow_, kUsualGap, {{tabs_, 1}, report, pairsToggle_})
        ->setContentsMargins(Theme::spacing(), Theme::spacing() / 2, Theme::spacing(), 0);
    QSizePolicy stays = pairsToggle_->sizePolicy();
    stays.setRetainSizeWhenHidden(true);
    pairsToggle_->setSizePolicy(stays);
    makeColumn(this, Theme::spacing() / 2, {reading_->bar(), {splitter_, 1}});
    connectParts();
    showTab();
}

void ResultViews::addView(Tab tab, ProtocolView* view) {
    views_[tab] = view;
    stack_->addWidget(view);
    reading_->addView(view);
    connect(view->chart(), &Chart::seriesToggled, this, &ResultViews::refreshSentence);
    connect(view->chart(), &Chart::exported, this, &ResultViews::exported);
    connect(view->chart(), &Chart::exportFailed, this, &ResultViews::exportFailed);
}

std::array<ProtocolPage*, 2> ResultViews::pages() const {
    return {openSet_, templates_};
}

void ResultViews::connectParts() {
    connect(tabs_, &QTabBar::currentChanged, this, &ResultViews::showTab);
    connect(templates_, &TemplatesPage::reportsChanged, this,
            [this] { reports_->setTemplates(templates_->reports()); });
    connect(tablePage_, &TablePage::resultActivated, this, &ResultViews::showResult);
    connect(tablePage_, &TablePage::exported, this, &ResultViews::exported);
    connect(tablePage_, &TablePage::exportFailed, this, &ResultViews::exportFailed);
    for (ProtocolPage* page : pages()) {
        connect(page, &ProtocolPage::exported, this, &ResultViews::exported);
        connect(page, &ProtocolPage::exportFailed, this, &ResultViews::exportFailed);
        connect(page, &ProtocolPage::contentsChanged, this, &ResultViews::refreshSentence);
    }
    connect(empty_, &EmptyState::actionRequested, this, &ResultViews::demoRequested);
    connect(pairsToggle_, &QToolButton::toggled, this, &ResultViews::showPairsPanel);
    connect(reading_, &ResultReading::changed, this, &ResultViews::refreshSentence);
    connect(reading_, &ResultReading::pairsAsked, pairsToggle_, [this] { pairsToggle_->setChecked(true); });
}

void ResultViews::setResults(const std::vector<EvaluationResult>& results) {
    std::vector<EvaluationResult> measured = results;
    std::erase_if(measured, [](const EvaluationResult& result) { return !result.error.isEmpty(); });
    hasResults_ = !measured.empty();
    tablePage_->setResults(measured);
    reports_->setResults(measured);
    reading_->setResults(measured);
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

ProtocolView* ResultViews::current() const {
    const int tab = tabs_->currentIndex();
    return tab >= 0 && tab < static_cast<int>(views_.size()) ? views_[static_cast<std::size_t>(tab)]
                                                             : nullptr;
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
    stack_->setCurrentWidget(page != nullptr   ? static_cast<QWidget*>(page)
                             : !hasResults_    ? static_cast<QWidget*>(empty_)
                             : view != nullptr ? static_cast<QWidget*>(view)
                                               : tablePage_);
    reading_->setCurrent(hasResults_ ? view : nullptr);
    pairsToggle_->setVisible(hasResults_ && view != nullptr);
    showPairsPanel();
    refreshSentence();
    Q_EMIT tabChanged(page == nullptr);
}

void ResultViews::refreshSentence() {
    ProtocolView* view = current();
    ProtocolPage* page = currentPage();
    showText(sentence_, page != nullptr   ? page->sentence()
                        : !hasResults_    ? QString()
                        : view != nullptr ? view->sentence()
                                          : tablePage_->sentence());
    showText(coinciding_, view != nullptr && hasResults_ ? reading_->coincidence(*view) : QString());
}

void ResultViews::showResult(const QString& name) {
    reading_->bar()->setActive(name);
    setCurrentTab(Risk);
}

PairScoreKind ResultViews::score() const {
    return reading_->bar()->choice().score;
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
    reading_->pairs()->setVisible(pairsToggle_->isChecked() && hasResults_ && current() != nullptr);
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
    return page != nullptr ? page->hasSomething() : hasResults_;
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

void ResultViews::saveState(QSettings& settings) const {
    settings.setValue("tab", currentTab());
    // What a small window put away is still wanted in a larger one.
    settings.setValue("pairsShown", pairsToggle_->isChecked() || noRoomForPairs_);
    settings.setValue("pairsSplitter", splitter_->saveState());
    for (const ProtocolPage* page : pages()) {
        settings.beginGroup(page->objectName());
        page->form()->saveState(settings);
        settings.endGroup();
    }
}

void ResultViews::restoreState(QSettings& settings) {
    setCurrentTab(settings.value("tab", 0).toInt());
    pairsToggle_->setChecked(settings.value("pairsShown", true).toBool());
    splitter_->restoreState(settings.value("pairsSplitter").toByteArray());
    for (const ProtocolPage* page : pages()) {
        settings.beginGroup(page->objectName());
        page->form()->restoreState(settings);
        settings.endGroup();
    }
}

}  // namespace pf::ui
