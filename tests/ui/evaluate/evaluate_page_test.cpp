// The evaluation page driven by mouse and keyboard.
#include "ui/evaluate/evaluate_page.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSvgRenderer>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "tests/ui/evaluate/evaluation_fixtures.h"
#include "tests/ui/kit/found.h"
#include "ui/chart/chart.h"
#include "ui/evaluate/curves/protocol_view.h"
#include "ui/evaluate/plan/plan_panel.h"
#include "ui/evaluate/result_table.h"
#include "ui/evaluate/result_views.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/tick_list.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

using EvaluatePageTest = PageTest<EvaluatePage>;

TEST_F(EvaluatePageTest, RunNeedsAModelAndASet) {
    auto* run = find<QPushButton>("evaluateRun");
    EXPECT_FALSE(run->isEnabled());
    QTest::keyClicks(page.plan()->modelSelector()->combo()->lineEdit(), QStringLiteral("/runs/demo/1"));
    QTest::mouseClick(find<QPushButton>("addModel"), Qt::LeftButton);
    EXPECT_FALSE(run->isEnabled());
    QTest::keyClicks(find<QComboBox>("sourceCombo")->lineEdit(), QStringLiteral("/data/lfw.bin"));
    QTest::mouseClick(find<QPushButton>("addSet"), Qt::LeftButton);
    EXPECT_TRUE(run->isEnabled());
    EXPECT_EQ(page.plan()->sets()->entries().front().name, QStringLiteral("lfw"));
    auto* sets = find<QListView>("setList");
    sets->setCurrentIndex(sets->model()->index(0, 0));
    QTest::keyClick(sets, Qt::Key_Space);  // unticks
    EXPECT_FALSE(run->isEnabled());
    QTest::keyClick(sets, Qt::Key_Delete);
    EXPECT_EQ(sets->model()->rowCount(), 0);
}

TEST_F(EvaluatePageTest, AFailureIsShownWithItsReasonAndTheRestGoesOn) {
    page.openModel(QStringLiteral("/no/such/run"),
                   {QStringLiteral("/no/such/set.bin"), QStringLiteral("/nor/this.bin")});
    QTest::mouseClick(find<QPushButton>("evaluateRun"), Qt::LeftButton);
    EXPECT_TRUE(find<QPushButton>("evaluateStop")->isVisible());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    const auto* errors = find<QLabel>("evaluateErrors");
    EXPECT_TRUE(errors->isVisible());
    EXPECT_EQ(errors->text().count(QStringLiteral("/no/such/run")), 2) << errors->text().toStdString();
    EXPECT_TRUE(find<QPushButton>("evaluateRun")->isVisible());
}

TEST_F(EvaluatePageTest, ReadyEmbeddingsNeedNoModel) {
    const QString file = folder.filePath(QStringLiteral("ready.npz"));
    writeEmbeddings(file.toStdString(), noisyPairs(120, 5));
    EXPECT_TRUE(page.openPath(file));
    auto* run = find<QPushButton>("evaluateRun");
    ASSERT_TRUE(run->isEnabled());
    EXPECT_EQ(find<QLabel>("evaluateState")->text(), QStringLiteral("1 evaluation"));
    const QPushButton* demo = find<EmptyState>("evaluateEmpty")->button();
    EXPECT_TRUE(demo->isVisible());
    QTest::mouseClick(run, Qt::LeftButton);
    EXPECT_FALSE(demo->isVisible()) << "results are on their way";
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_FALSE(find<QLabel>("evaluateErrors")->isVisible())
        << find<QLabel>("evaluateErrors")->text().toStdString();
    ASSERT_EQ(page.views()->table()->results().size(), 1U);
    const EvaluationResult& result = page.views()->table()->results().front();
    EXPECT_EQ(result.set, QStringLiteral("ready"));
    ASSERT_NE(result.evaluation, nullptr);
    EXPECT_EQ(result.record.pairs, 120);
}

TEST_F(EvaluatePageTest, OverlaysEveryModelAndSetWithItsRandomBaseline) {
    page.addResults(
        {fakeResult("a", "lfw", 0.99), fakeResult("a", "cfp", 0.96), fakeResult("b", "lfw", 0.98)});
    const Chart* risk = page.views()->view(ResultViews::Risk)->chart();
    EXPECT_TRUE(risk->isVisible());
    EXPECT_EQ(risk->seriesIds().size(), 6);
    EXPECT_EQ(risk->pointCount(QStringLiteral("a · lfw")), 51);
    EXPECT_EQ(risk->pointCount(QStringLiteral("a · lfw random")), 51);
    EXPECT_EQ(page.views()->view(ResultViews::Edc)->chart()->seriesIds().size(), 3);
    page.addResults({fakeResult("a", "lfw", 0.97)});
    EXPECT_EQ(risk->seriesIds().size(), 6) << "the same model and set is replaced";
    EXPECT_EQ(page.views()->table()->results().front().record.scores.at("cosine").accuracy, 0.97);
}

TEST_F(EvaluatePageTest, EachTabSaysWhichProtocolItShows) {
    page.addResults({fakeResult("a", "lfw", 0.99)});
    auto* tabs = find<QTabBar>("protocolTabs");
    const auto* sentence = find<QLabel>("protocolSentence");
    const auto choose = [&](int tab) {
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    };
    EXPECT_TRUE(sentence->text().contains(QStringLiteral("re-fitted")));
    choose(1);
    EXPECT_TRUE(page.views()->view(ResultViews::Edc)->chart()->isVisible());
    EXPECT_TRUE(sentence->text().contains(QStringLiteral("FMR 1e-3")));
    choose(ResultViews::Table);
    EXPECT_TRUE(find<QTableView>("resultTable")->isVisible());
    EXPECT_TRUE(sentence->text().contains(QStringLiteral("10-fold")));
}

TEST_F(EvaluatePageTest, ExportsChartsAndTableInFourFormats) {
    page.addResults({fakeResult("a", "lfw", 0.99), fakeResult("b", "lfw", 0.98)});
    for (const char* suffix : {"png", "pdf", "svg", "csv"}) {
        const QString chart = folder.filePath(QStringLiteral("risk.") + suffix);
        const QString table = folder.filePath(QStringLiteral("table.") + suffix);
        page.views()->view(ResultViews::Risk)->chart()->exportTo(chart);
        exportTable(*page.views()->table(), table);
        for (const QString& path : {chart, table}) {
            QFile file(path);
            ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
            const QByteArray bytes = file.readAll();
            if (qstrcmp(suffix, "png") == 0) {
                EXPECT_FALSE(QImage::fromData(bytes).isNull()) << path.toStdString();
            } else if (qstrcmp(suffix, "pdf") == 0) {
                EXPECT_TRUE(bytes.startsWith("%PDF-")) << path.toStdString();
            } else if (qstrcmp(suffix, "svg") == 0) {
                EXPECT_TRUE(QSvgRenderer(bytes).isValid()) << path.toStdString();
            } else {
                EXPECT_GE(bytes.count('\n'), 3) << path.toStdString();
            }
        }
    }
    EXPECT_THROW(exportTable(*page.views()->table(), folder.filePath(QStringLiteral("table.gif"))), Error);
    EXPECT_THROW(exportTable(*page.views()->table(), folder.filePath(QStringLiteral("none/table.csv"))),
                 Error);
}

TEST_F(EvaluatePageTest, RestoresThePlan) {
    page.openModel(QStringLiteral("/runs/demo/1"), {QStringLiteral("/data/lfw.bin")});
    QSettings settings(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
    EvaluationPlan chosen;
    chosen.fixedFmr = 1e-2;
    chosen.replicates = 200;
    chosen.pairList = QStringLiteral("/data/pairs.txt");
    page.plan()->setOptions(chosen);
    page.saveState(settings);
    EvaluatePage other{std::make_shared<ModelService>()};
    other.restoreState(settings);
    ASSERT_EQ(other.plan()->models()->entries().size(), 1U);
    EXPECT_EQ(other.plan()->sets()->entries().front().path, QStringLiteral("/data/lfw.bin"));
    EXPECT_DOUBLE_EQ(other.plan()->plan().fixedFmr, 1e-2);
    EXPECT_EQ(other.plan()->plan().replicates, 200U);
    EXPECT_EQ(other.plan()->plan().pairList, QStringLiteral("/data/pairs.txt"));
}

TEST(ModelSelectorTest, ListsRunsAndTakesAnyPath) {
    ModelSelector selector;
    RunListing run;
    run.directory = "/runs/demo/20260101-120000";
    run.name = "demo/20260101-120000";
    run.step = 10;
    run.bestAccuracy = 0.9915;
    selector.setRuns({run});
    selector.setModel(QStringLiteral("/runs/demo/20260101-120000"));
    EXPECT_EQ(selector.combo()->currentText(), QStringLiteral("/runs/demo/20260101-120000"))
        << "the field holds what is used, the list what it is called";
    ASSERT_GE(selector.combo()->count(), 1) << "before models used earlier";
    EXPECT_TRUE(
        selector.combo()->itemData(0, Qt::DisplayRole).toString().contains(QStringLiteral("99.15 %")));
    EXPECT_EQ(selector.model(), QStringLiteral("/runs/demo/20260101-120000"));
    selector.combo()->lineEdit()->clear();
    QTest::keyClicks(selector.combo()->lineEdit(), QStringLiteral("/elsewhere/best.safetensors"));
    EXPECT_EQ(selector.model(), QStringLiteral("/elsewhere/best.safetensors"));
    selector.setRuns({});
    EXPECT_EQ(selector.model(), QStringLiteral("/elsewhere/best.safetensors"))
        << "a new list keeps the choice";
}

}  // namespace
}  // namespace pf::ui
