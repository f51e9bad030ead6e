// What the Evaluate page says beside its curves, and what it hands on: notes, reports, tables, commands.
#include <gtest/gtest.h>

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/session/evaluate/method_tables.h"
#include "tests/ui/evaluate/evaluation_fixtures.h"
#include "tests/ui/kit/found.h"
#include "ui/chart/chart.h"
#include "ui/evaluate/curves/protocol_view.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/evaluation_command.h"
#include "ui/evaluate/evaluation_notes.h"
#include "ui/evaluate/plan/plan_panel.h"
#include "ui/evaluate/report_menu.h"
#include "ui/evaluate/result_reading.h"
#include "ui/evaluate/result_views.h"
#include "ui/kit/model_service.h"
#include "ui/kit/tick_list.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

class EvaluateOutputTest : public testing::Test {
  protected:
    void SetUp() override {
        page.resize(1290, 700);
        page.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&page));
    }
    template <class Widget>
    Widget* find(const char* name) {
        return found<Widget>(page, QString::fromLatin1(name));
    }
    bool waitForCurves() {
        return QTest::qWaitFor([&] { return page.views()->reading()->curves() != nullptr; }, kPatienceMs);
    }
    QByteArray written(const QString& name) {
        const QString path = folder.filePath(name);
        QSignalSpy exported(page.views()->reports(), &ReportMenu::messageRequested);
        page.views()->reports()->write(path);
        EXPECT_TRUE(QTest::qWaitFor([&] { return exported.count() > 0; }, kPatienceMs));
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    /// Another head on the same backbone: the same embeddings under other uncertainties.
    static EvaluationResult otherHead(const EvaluationResult& first, const QString& model) {
        EmbeddingSet set = noisyPairs(400, 1);
        for (std::size_t i = 0; i < set.sigmaSq.size(); ++i) {
            set.sigmaSq[i] = 0.1F + 0.01F * static_cast<float>(i % 7);
        }
        EvaluationResult result = first;
        result.model = model;
        result.evaluation = evaluateSet(set, fullEvaluation(), first.set.toStdString(), {});
        result.record = result.evaluation->report.record;
        return result;
    }
    EvaluatePage page{std::make_shared<ModelService>()};
    QTemporaryDir folder;
};

TEST_F(EvaluateOutputTest, TabsStandStillWhateverIsThere) {
    auto* tabs = find<QTabBar>("protocolTabs");
    const auto place = [&] {
        QTest::qWait(50);
        return QRect(tabs->mapTo(&page, QPoint()), tabs->size());
    };
    const QRect empty = place();
    page.views()->setCurrentTab(ResultViews::OpenSet);
    EXPECT_EQ(place(), empty) << "a protocol with a form of its own";
    page.views()->setCurrentTab(ResultViews::Risk);
    EvaluationResult failed;
    failed.model = QStringLiteral("a");
    failed.set = QStringLiteral("lfw");
    failed.error = QStringLiteral("a long reason ").repeated(40);
    page.addResults({failed});
    EXPECT_EQ(place(), empty) << "an error";
    page.addResults({measuredResult("b", "lfw")});
    EXPECT_EQ(place(), empty) << "results";
    for (int tab = 0; tab <= ResultViews::Table; ++tab) {
        page.views()->setCurrentTab(tab);
        EXPECT_EQ(place(), empty) << tab;
    }
}

TEST_F(EvaluateOutputTest, CurvesAreOfTheMlsUnlessAnotherScoreIsChosen) {
    page.addResults({measuredResult("a", "lfw")});
    ASSERT_TRUE(waitForCurves());
    EXPECT_EQ(page.views()->score(), PairScoreKind::Mls);
    EXPECT_EQ(page.views()->reading()->curves()->choice().score, PairScoreKind::Mls);
    auto* score = find<QComboBox>("curveScore");
    score->setCurrentIndex(score->findText(QStringLiteral("cosine")));
    page.addResults({measuredResult("b", "lfw", 2)});
    EXPECT_EQ(page.views()->score(), PairScoreKind::Cosine) << "the choice outlives new results";
}

TEST_F(EvaluateOutputTest, CurvesThatLieOnEachOtherAreAnnounced) {
    const EvaluationResult first = measuredResult("a", "lfw");
    page.addResults({first, otherHead(first, "b"), measuredResult("c", "lfw", 5)});
    ASSERT_TRUE(waitForCurves());
    page.views()->setCurrentTab(ResultViews::Roc);
    const auto* words = find<QLabel>("coincidingCurves");
    EXPECT_FALSE(words->isVisible()) << "by MLS the heads differ: " << words->text().toStdString();
    auto* score = find<QComboBox>("curveScore");
    score->setCurrentIndex(score->findText(QStringLiteral("cosine")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return words->isVisible(); }, kPatienceMs));
    EXPECT_TRUE(words->text().startsWith(QStringLiteral("3 curves, 2 different: a · lfw = b · lfw")))
        << words->text().toStdString();
    EXPECT_TRUE(words->text().contains(QStringLiteral("heads on one backbone")));
    page.views()->view(ResultViews::Roc)->chart()->setSeriesVisible(QStringLiteral("b · lfw"), false);
    EXPECT_FALSE(words->isVisible());
}

TEST_F(EvaluateOutputTest, EmbeddingsWithoutSigmaShowWhatTheirScoresSay) {
    EmbeddingSet set = noisyPairs(400, 3);
    set.sigmaSq.clear();
    set.sigmaSize = 0;
    set.notes = {"it holds no sigma²: MLS and its distance term are left out"};  // as whoever read them says
    EvaluationResult result;
    result.model = QStringLiteral("ready");
    result.set = QStringLiteral("mu");
    result.evaluation = evaluateSet(set, fullEvaluation(), "mu", {});
    result.record = result.evaluation->report.record;
    page.addResults({result});
    ASSERT_TRUE(waitForCurves());
    EXPECT_EQ(page.views()->score(), PairScoreKind::Cosine) << "the only one there is";
    EXPECT_GT(page.views()->view(ResultViews::Roc)->chart()->pointCount(result.name()), 10);
    EXPECT_TRUE(page.views()->view(ResultViews::Risk)->chart()->seriesIds().isEmpty());
    EXPECT_TRUE(page.views()->view(ResultViews::Edc)->chart()->seriesIds().isEmpty());
    EXPECT_TRUE(find<QLabel>("readout")->text().contains(QStringLiteral("no σ²")))
        << find<QLabel>("readout")->text().toStdString();
    EXPECT_TRUE(find<QLabel>("evaluateNotes")->text().contains(QStringLiteral("no sigma²")))
        << find<QLabel>("evaluateNotes")->text().toStdString();
}

TEST_F(EvaluateOutputTest, NotesOfTheEngineStandInOnePlace) {
    EvaluationResult result = measuredResult("a", "lfw");
    PairEvaluation changed = *result.evaluation;
    changed.report.card.warnings = {"the images are 96x96"};
    changed.report.card.notes = {"3 pairs left out"};
    changed.report.card.overlapsTraining = true;
    changed.report.card.trainingOverlap = "5 of its pictures are training pictures";
    changed.report.card.skipped = {"p/1.png: cut", "p/2.png: cut", "p/3.png: cut", "p/4.png: cut"};
    result.evaluation = std::make_shared<const PairEvaluation>(changed);
    page.addResults({result});
    const auto* notes = find<QLabel>("evaluateNotes");
    EXPECT_TRUE(notes->isVisible());
    EXPECT_TRUE(notes->text().contains(QStringLiteral("a · lfw: the images are 96x96")))
        << notes->text().toStdString();
    EXPECT_TRUE(notes->text().contains(QStringLiteral("4 images left out: p/1.png: cut")));
    EXPECT_EQ(notes->text().count(QStringLiteral("a · lfw: 3 pairs left out")), 1) << "each once";
    EXPECT_EQ(notes->text().count(QStringLiteral("5 of its pictures are training pictures")), 1);
    EXPECT_FALSE(find<QLabel>("evaluateErrors")->isVisible());
    page.addResults({measuredResult("a", "lfw")});
    EXPECT_FALSE(notes->isVisible()) << "the result in its place has none";
}

TEST_F(EvaluateOutputTest, WritesReportsAndTables) {
    page.addResults({measuredResult("a", "lfw"), measuredResult("b", "lfw", 2)});
    const QByteArray html = written(QStringLiteral("report.html"));
    EXPECT_TRUE(html.contains("<svg"));
    EXPECT_TRUE(html.contains("lfw"));
    const QByteArray json = written(QStringLiteral("report.json"));
    EXPECT_EQ(json.count("\"risk_max\""), 2) << json.left(300).toStdString();
    const QByteArray latex = written(QStringLiteral("table.tex"));
    EXPECT_TRUE(latex.contains("\\toprule"));
    EXPECT_TRUE(latex.contains("\\textbf"));
    const QByteArray markdown = written(QStringLiteral("table.md"));
    EXPECT_TRUE(markdown.contains("**")) << "the best of a column is bold";
    EXPECT_TRUE(written(QStringLiteral("table.csv")).contains("mls"));

    QSignalSpy failed(page.views()->reports(), &ReportMenu::failed);
    page.views()->reports()->write(folder.filePath(QStringLiteral("report.doc")));
    ASSERT_EQ(failed.count(), 1);
    EXPECT_TRUE(failed[0][0].toString().contains(QStringLiteral(".tex")));
    page.views()->reports()->write(folder.filePath(QStringLiteral("none/report.html")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 2; }, kPatienceMs));
    EXPECT_TRUE(find<QLabel>("evaluateErrors")->isVisible());
}

TEST_F(EvaluateOutputTest, TheMenuCopiesTableAndCommand) {
    auto* menu = find<QMenu>("reportMenu");
    const auto action = [&](const char* name) { return menu->findChild<QAction*>(QLatin1String(name)); };
    ASSERT_NE(action("copyLatex"), nullptr);
    EXPECT_FALSE(action("copyLatex")->isEnabled()) << "nothing to tell";
    page.addResults({measuredResult("a", "lfw")});
    EXPECT_TRUE(action("copyLatex")->isEnabled());
    action("copyLatex")->trigger();
    EXPECT_TRUE(QGuiApplication::clipboard()->text().contains(QStringLiteral("\\begin{tabular}")));
    page.openModel(QStringLiteral("/runs/my run"), {QStringLiteral("/data/lfw.bin")});
    action("copyCommand")->trigger();
    const QString command = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(
        command.startsWith(QStringLiteral("probface evaluate --model '/runs/my run' --on "
                                          "lfw=/data/lfw.bin --protocol ")))
        << command.toStdString();
    EXPECT_TRUE(command.contains(QStringLiteral("--score mls")));
}

TEST_F(EvaluateOutputTest, ARowOfTheTableLeadsToItsCurve) {
    page.addResults({measuredResult("a", "lfw"), measuredResult("b", "lfw", 2)});
    page.views()->setCurrentTab(ResultViews::Table);
    auto* table = find<QTableView>("resultTable");
    Q_EMIT table->activated(table->model()->index(1, 3));
    EXPECT_EQ(page.views()->currentTab(), ResultViews::Risk);
    EXPECT_EQ(find<QComboBox>("activeCurve")->currentText(), QStringLiteral("b · lfw"));
}

TEST_F(EvaluateOutputTest, FilesOfThePlanCanBeBrowsedForAndAreKept) {
    EvaluationPlan chosen;
    chosen.pairList = QStringLiteral("/data/pairs.txt");
    chosen.identities = QStringLiteral("/data/people.txt");
    chosen.qualityFile = QStringLiteral("/data/ofiq.csv");
    chosen.qualityHigherIsBetter = false;
    page.plan()->setOptions(chosen);
    const EvaluationPlan plan = page.plan()->plan();
    EXPECT_EQ(plan.pairList, QStringLiteral("/data/pairs.txt"));
    EXPECT_EQ(plan.identities, QStringLiteral("/data/people.txt"));
    EXPECT_EQ(qualityOf(plan).name, "ofiq");
    EXPECT_FALSE(qualityOf(plan).higherIsBetter);
    for (const char* name : {"pairListFile", "identitiesFile", "qualityFile"}) {
        const auto* edit = find<QWidget>(name);
        EXPECT_NE(edit->parentWidget()->findChild<QToolButton*>(QString(), Qt::FindDirectChildrenOnly),
                  nullptr)
            << name;
    }
}

TEST(EvaluationCommandTest, SaysEverythingThatIsNotUsual) {
    EvaluationPlan plan;
    EXPECT_TRUE(evaluationCommands(plan, PairScoreKind::Mls).isEmpty());
    plan.sets = {{QStringLiteral("ready"), QStringLiteral("/data/ready.npz")}};
    plan.fixedFmr = 0.01;
    plan.replicates = 200;
    plan.pairList = QStringLiteral("/data/pairs.txt");
    plan.qualityFile = QStringLiteral("/data/ofiq.csv");
    const QString one = evaluationCommands(plan, PairScoreKind::Cosine);
    EXPECT_EQ(one, QStringLiteral("probface evaluate --embeddings /data/ready.npz --protocol "
                                  "verification,risk,edc,erc,roc --fmr 0.01 --discard "
                                  "0,0.1,0.2,0.3,0.4,0.5 --quality ofiq=/data/ofiq.csv "
                                  "--quality-higher-is-better --pairs /data/pairs.txt --bootstrap 200 --out "
                                  "reports/ready"))
        << "the report is led by the cosine where nothing is said";
    plan.models = {{QStringLiteral("a"), QStringLiteral("/runs/a")},
                   {QStringLiteral("own/b"), QStringLiteral("/runs/b")}};
    plan.sets.push_back({QStringLiteral("lfw"), QStringLiteral("/data/lfw.bin")});
    const QStringList lines = evaluationCommands(plan, PairScoreKind::Mls).split(QLatin1Char('\n'));
    ASSERT_EQ(lines.size(), 4);
    EXPECT_TRUE(lines[2].contains(QStringLiteral("--model /runs/b --on lfw=/data/lfw.bin")));
    EXPECT_TRUE(lines[3].startsWith(
        QStringLiteral("probface compare-methods --model a=/runs/a --model own_b=/runs/b")))
        << "a name that the command line takes";
}

TEST(EvaluationCommandTest, ProtocolsWithListsOfTheirOwnHaveTheirs) {
    ProtocolRun run;
    EXPECT_TRUE(protocolCommand(run, &EvaluateCommand::blufr).isEmpty());
    run.folder = QStringLiteral("/data/blufr");
    run.embeddings = QStringLiteral("/data/lfw.npz");
    EXPECT_EQ(
        protocolCommand(run, &EvaluateCommand::blufr),
        QStringLiteral("probface evaluate --embeddings /data/lfw.npz --blufr /data/blufr --out reports/lfw"));
    run.embeddings.clear();
    run.model = QStringLiteral("/runs/a");
    run.imagesRoot = QStringLiteral("/data/my images");
    EXPECT_TRUE(protocolCommand(run, &EvaluateCommand::ijb)
                    .startsWith(QStringLiteral("probface evaluate --model /runs/a --ijb /data/blufr "
                                               "--images-root '/data/my images' --out reports/")));
}

TEST(MethodTablesTest, AModelWithoutAResultHasAnEmptyCellWithItsReason) {
    const auto tables = methodTables({{"a", "lfw", measuredResult("a", "lfw").evaluation},
                                      {"b", "cfp", measuredResult("b", "cfp", 2).evaluation}},
                                     PairScoreKind::Mls);
    ASSERT_EQ(tables.size(), 4U);
    EXPECT_EQ(tables.front().sets, (std::vector<std::string>{"lfw", "cfp"}));
    EXPECT_TRUE(tables.front().rows[0].cells[0].value.has_value());
    EXPECT_FALSE(tables.front().rows[0].cells[1].value.has_value());
    EXPECT_FALSE(tables.front().rows[0].cells[1].problem.empty());
    EXPECT_TRUE(
        methodTablesText(methodTables({{"a", "lfw", nullptr}}, PairScoreKind::Mls), TableFormat::Latex)
            .empty());
}

}  // namespace
}  // namespace pf::ui
