// Reading the curves with mouse and keyboard: cursor, rejection, pairs.
#include "ui/evaluate/result_reading.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include "tests/ui/evaluate/evaluation_fixtures.h"
#include "tests/ui/kit/found.h"
#include "ui/chart/chart.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/pairs/pair_browser.h"
#include "ui/evaluate/pairs/pair_lists.h"
#include "ui/evaluate/plan/plan_panel.h"
#include "ui/evaluate/result_views.h"
#include "ui/kit/model_service.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

class ResultReadingTest : public testing::Test {
  protected:
    void SetUp() override {
        page.resize(1290, 740);
        page.show();
        page.addResults({measuredResult("a", "lfw")});
        waitForCurves();
    }
    void waitForCurves() {
        ASSERT_TRUE(QTest::qWaitFor([&] { return reading().curves() != nullptr; }, kPatienceMs));
        QTest::qWait(250);  // what is drawn lately
    }
    ResultReading& reading() { return *page.views()->reading(); }
    Chart* chart(ResultViews::Tab tab) { return page.views()->view(tab)->chart(); }
    template <class Widget>
    Widget* find(const char* name) {
        return found<Widget>(page, QString::fromLatin1(name));
    }
    QWidget* plotOf(ResultViews::Tab tab) { return chart(tab)->findChild<QWidget*>(QStringLiteral("plot")); }
    void openTab(ResultViews::Tab tab) {
        auto* tabs = find<QTabBar>("protocolTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
        QTest::qWait(200);
    }
    QString text(const char* label) {
        return find<QLabel>(label)->text().replace(QStringLiteral("&nbsp;"), QStringLiteral(" "));
    }
    int listed() {
        reading().pairs()->flush();
        return reading().pairs()->browser()->pairCount();
    }
    std::size_t rejectedAt(double discard) {
        const RiskRow row = reading().curves()->atDiscard(discard).refitted;
        return row.total - row.kept;
    }
    EvaluatePage page{std::make_shared<ModelService>()};
};

TEST_F(ResultReadingTest, EveryProtocolDrawsItsCurves) {
    const auto ids = [&](ResultViews::Tab tab) { return chart(tab)->seriesIds(); };
    const QString id = QStringLiteral("a · lfw");
    EXPECT_EQ(ids(ResultViews::Risk),
              (QStringList{id, id + QStringLiteral(" fixed"), id + QStringLiteral(" random")}));
    EXPECT_EQ(ids(ResultViews::Edc),
              (QStringList{id, id + QStringLiteral(" oracle"), id + QStringLiteral(" random")}));
    EXPECT_EQ(ids(ResultViews::Roc), QStringList{id});
    EXPECT_EQ(ids(ResultViews::Det), (QStringList{id, QStringLiteral("equal")}));
    EXPECT_EQ(ids(ResultViews::Scores),
              (QStringList{QStringLiteral("impostor"), QStringLiteral("genuine"), id}));
}

TEST_F(ResultReadingTest, TheSliderMovesNumbersMarkersAndPairsTogether) {
    auto* slider = find<QSlider>("rejectionSlider");
    EXPECT_EQ(slider->value(), 20) << "10 % to begin with";
    EXPECT_EQ(static_cast<std::size_t>(listed()), rejectedAt(0.1));
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_PageUp);
    QTest::keyClick(slider, Qt::Key_Right);
    const double discard = slider->value() * kDiscardStep;
    EXPECT_DOUBLE_EQ(discard, 0.155);
    EXPECT_DOUBLE_EQ(*chart(ResultViews::Risk)->pin(), discard);
    EXPECT_DOUBLE_EQ(*chart(ResultViews::Edc)->pin(), discard);
    EXPECT_EQ(static_cast<std::size_t>(listed()), rejectedAt(discard));
    const DiscardReading expected = reading().curves()->atDiscard(discard);
    const QString said = text("rejectionReading");
    EXPECT_TRUE(said.contains(QString::number(expected.refitted.kept))) << said.toStdString();
    EXPECT_TRUE(said.contains(percentWord(expected.refitted.accuracy))) << said.toStdString();
    EXPECT_TRUE(said.contains(percentWord(expected.fixedAccuracy))) << said.toStdString();
    EXPECT_TRUE(said.contains(rateWord(expected.edc.fnmr))) << said.toStdString();
    EXPECT_EQ(text("rejectionValue"), QStringLiteral("15.5 %"));
}

TEST_F(ResultReadingTest, DraggingTheCursorOfARiskChartMovesTheSlider) {
    QWidget* plot = plotOf(ResultViews::Risk);
    const QPoint centre = plot->rect().center();
    QTest::mouseClick(plot, Qt::LeftButton, {}, centre);
    auto* slider = find<QSlider>("rejectionSlider");
    const int before = slider->value();
    EXPECT_GT(before, 20);
    QTest::mousePress(plot, Qt::LeftButton, {}, centre);
    QTest::mouseMove(plot, centre + QPoint(40, 0));
    QTest::mouseMove(plot, centre + QPoint(80, 0));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, centre + QPoint(80, 0));
    EXPECT_GT(slider->value(), before);
    EXPECT_DOUBLE_EQ(*chart(ResultViews::Risk)->pin(), slider->value() * kDiscardStep);
    QTest::keyClick(plot, Qt::Key_Home);
    EXPECT_EQ(slider->value(), 0);
    EXPECT_EQ(listed(), 0);
}

TEST_F(ResultReadingTest, AClickOnTheRocListsThePairsThere) {
    openTab(ResultViews::Roc);
    QWidget* plot = plotOf(ResultViews::Roc);
    const QString before = text("readout");
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->rect().center() + QPoint(60, 0));
    EXPECT_NE(text("readout"), before);
    EXPECT_TRUE(text("readout").contains(QStringLiteral("FNMR")));
    EXPECT_TRUE(text("readout").contains(QStringLiteral("EER")));
    EXPECT_EQ(reading().pairs()->list(), PairLists::AtCursor);
    EXPECT_EQ(listed(), 200);
    const QString clicked = text("readout");
    QTest::keyClick(plot, Qt::Key_PageUp);
    QTest::keyClick(plot, Qt::Key_PageUp);
    EXPECT_NE(text("readout"), clicked) << "the arrow keys move the cursor";
}

TEST_F(ResultReadingTest, ListsAtTheThreshold) {
    openTab(ResultViews::Scores);
    auto* list = find<QComboBox>("pairList");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Home);
    QTest::keyClick(list, Qt::Key_Down);
    ASSERT_EQ(reading().pairs()->list(), PairLists::FalseMatches);
    QWidget* plot = plotOf(ResultViews::Scores);
    plot->setFocus();
    QTest::keyClick(plot, Qt::Key_Home);
    const PairCurvesPtr curves = reading().curves();
    const double threshold = reading().place().threshold;
    EXPECT_EQ(static_cast<std::size_t>(listed()),
              falseMatches(curves->scores(), curves->same(), threshold).total);
    EXPECT_EQ(listed(), 200) << "the lowest threshold accepts every impostor";
    QTest::keyClick(list, Qt::Key_Down);
    EXPECT_EQ(listed(), 0);
}

TEST_F(ResultReadingTest, ShiftAndADragListTheRange) {
    openTab(ResultViews::Scores);
    QWidget* plot = plotOf(ResultViews::Scores);
    const QPoint centre = plot->rect().center();
    QTest::mousePress(plot, Qt::LeftButton, Qt::ShiftModifier, centre - QPoint(50, 0));
    QTest::mouseMove(plot, centre);
    QTest::mouseMove(plot, centre + QPoint(50, 0));
    QTest::mouseRelease(plot, Qt::LeftButton, Qt::ShiftModifier, centre + QPoint(50, 0));
    const auto range = chart(ResultViews::Scores)->selectedRange();
    ASSERT_TRUE(range.has_value());
    EXPECT_EQ(reading().pairs()->list(), PairLists::AtCursor);
    EXPECT_EQ(static_cast<std::size_t>(listed()),
              pairsInScoreRange(reading().curves()->scores(), (*range)[0], (*range)[1]).total);
    EXPECT_GT(listed(), 0);
    page.clearSelection();
    EXPECT_FALSE(chart(ResultViews::Scores)->selectedRange().has_value());
    EXPECT_EQ(reading().pairs()->list(), PairLists::RejectedByRisk);
}

TEST_F(ResultReadingTest, AnotherScoreAndRuleGiveOtherCurves) {
    const auto choose = [&](const char* combo, int downs) {
        auto* box = find<QComboBox>(combo);
        for (int i = 0; i < downs; ++i) {
            QTest::keyClick(box, Qt::Key_Down);
        }
    };
    choose("curveScore", 1);
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            return reading().curves() != nullptr &&
                   reading().curves()->choice().score == PairScoreKind::DistanceTerm;
        },
        kPatienceMs));
    choose("curveRule", 1);
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return reading().curves() != nullptr && reading().curves()->choice().rule == RiskKind::Add; },
        kPatienceMs));
    EXPECT_TRUE(text("protocolSentence").contains(QStringLiteral("distance term")));
    EvaluationPlan chosen;
    chosen.fixedFmr = 1e-1;
    page.plan()->setOptions(chosen);
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return reading().curves() != nullptr && reading().curves()->choice().fmr == 1e-1; },
        kPatienceMs));
    openTab(ResultViews::Edc);
    EXPECT_TRUE(text("protocolSentence").contains(QStringLiteral("FMR 0.1")));
}

TEST_F(ResultReadingTest, TheOtherErrorCurveSaysThatItsThresholdMoves) {
    openTab(ResultViews::Edc);
    QTest::keyClick(find<QComboBox>("edcKind"), Qt::Key_Down);
    EXPECT_TRUE(chart(ResultViews::Edc)->title().contains(QStringLiteral("ERC")));
    EXPECT_TRUE(text("protocolSentence").contains(QStringLiteral("found again")));
    EXPECT_EQ(chart(ResultViews::Edc)->pointCount(QStringLiteral("a · lfw")), 20);
}

TEST_F(ResultReadingTest, DetOnBothScalesShowsTheSameNumbers) {
    openTab(ResultViews::Det);
    Chart* det = chart(ResultViews::Det);
    const QString deviates = det->csv().section(QLatin1Char('\n'), 1, 1);
    QTest::keyClick(find<QComboBox>("detScale"), Qt::Key_Down);
    EXPECT_TRUE(det->csv().startsWith(QStringLiteral("FMR (%),FNMR (%): ")));
    const auto number = [](const QString& line) { return line.section(QLatin1Char(','), 0, 0).toDouble(); };
    EXPECT_NEAR(number(deviates), number(det->csv().section(QLatin1Char('\n'), 1, 1)), 1e-9);
}

TEST_F(ResultReadingTest, SeveralResultsAreReadOneAtATime) {
    page.addResults({measuredResult("a", "cfp", 2), measuredResult("b", "lfw", 3)});
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return chart(ResultViews::Roc)->seriesIds().size() == 3; }, kPatienceMs));
    auto* active = find<QComboBox>("activeCurve");
    EXPECT_TRUE(active->isVisible());
    EXPECT_TRUE(text("readout").startsWith(QStringLiteral("a · lfw")));
    const PairCurvesPtr before = reading().curves();
    QTest::keyClick(active, Qt::Key_Down);
    EXPECT_TRUE(text("readout").startsWith(QStringLiteral("a · cfp"))) << text("readout").toStdString();
    EXPECT_NE(reading().curves(), before);
}

TEST_F(ResultReadingTest, BandsAreDrawnAndExplained) {
    const PairCurvesPtr before = reading().curves();
    page.addResults({measuredResult("a", "lfw", 1, 50)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return reading().curves() != before; }, kPatienceMs));
    waitForCurves();
    for (const auto tab : {ResultViews::Risk, ResultViews::Edc, ResultViews::Roc, ResultViews::Det}) {
        openTab(tab);
        EXPECT_TRUE(chart(tab)->seriesIds().contains(QStringLiteral("a · lfw band"))) << tab;
        EXPECT_TRUE(text("protocolSentence").contains(QStringLiteral("bootstrap"))) << tab;
        EXPECT_TRUE(text("protocolSentence").contains(QStringLiteral("over pairs"))) << tab;
    }
}

TEST_F(ResultReadingTest, ThePairsPanelCanBePutAway) {
    auto* toggle = find<QToolButton>("pairsToggle");
    EXPECT_TRUE(reading().pairs()->isVisible());
    QTest::mouseClick(toggle, Qt::LeftButton);
    EXPECT_FALSE(reading().pairs()->isVisible());
    openTab(ResultViews::Roc);
    QWidget* plot = plotOf(ResultViews::Roc);
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->rect().center());
    EXPECT_TRUE(reading().pairs()->isVisible()) << "pointing at a curve asks for its pairs";
}

}  // namespace
}  // namespace pf::ui
