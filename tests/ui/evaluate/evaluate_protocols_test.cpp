// The tabs whose protocols have lists of their own.
#include <gtest/gtest.h>

#include <cmath>

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/kit/found.h"
#include "ui/chart/chart.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/plan/plan_panel.h"
#include "ui/evaluate/protocols/open_set_page.h"
#include "ui/evaluate/protocols/templates_page.h"
#include "ui/evaluate/result_views.h"
#include "ui/kit/model_service.h"
#include "ui/kit/tick_list.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

OpenSetReport openSetReport() {
    OpenSetReport report;
    report.openSet.trials = 10;
    report.notes = {"A note."};
    for (const PairScoreKind kind : {PairScoreKind::Cosine, PairScoreKind::Mls}) {
        IdentificationScores scores;
        scores.kind = kind;
        scores.dir = {{1e-3, 0.71, 0.02, 0.4, 1e-3, false}, {1e-2, 0.83, 0.01, 0.3, 1e-2, true}};
        for (int i = 0; i <= 40; ++i) {
            scores.curve.push_back({std::pow(10.0, -4 + i * 0.1), 0.5 + i * 0.012, 0.01, 0.3, 0, true});
        }
        for (int rank = 0; rank < 20; ++rank) {
            scores.cmc.push_back(0.9 + rank * 0.004);
        }
        report.openSet.scores.push_back(scores);
    }
    report.closedSet.scores = {report.openSet.scores.front()};
    return report;
}

TemplateReport templateReport() {
    TemplateReport report;
    report.protocol = "IJB-A";
    report.splits.resize(2);
    report.splits[0].genuine = 1000;
    report.splits[1].impostor = 9000;
    report.missingImages = 3;
    for (const PairScoreKind match : {PairScoreKind::Cosine, PairScoreKind::Mls}) {
        TemplateResult result;
        result.fusion = {FusionKind::PfeFuse, 0.5};
        result.match = match;
        result.tar = {{1e-3, 0.9415, 0.012, true}, {1e-2, 0.97, 0.004, true}};
        result.bySplit.resize(2);
        report.results.push_back(result);
    }
    return report;
}

class EvaluateProtocolsTest : public testing::Test {
  protected:
    void SetUp() override {
        page.resize(1290, 740);
        page.show();
    }
    void openTab(ResultViews::Tab tab) {
        auto* tabs = page.findChild<QTabBar*>(QStringLiteral("protocolTabs"));
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    }
    template <class Widget>
    Widget* in(QWidget* parent, const char* name) {
        return found<Widget>(*parent, QString::fromLatin1(name));
    }
    EvaluatePage page{std::make_shared<ModelService>()};
    QTemporaryDir folder;
};

TEST_F(EvaluateProtocolsTest, TheFormSaysWhatIsMissing) {
    openTab(ResultViews::OpenSet);
    ProtocolPage* openSet = page.views()->openSet();
    EXPECT_TRUE(openSet->isVisible()) << "it needs no evaluation of pairs";
    auto* run = in<QPushButton>(openSet, "protocolRun");
    EXPECT_FALSE(run->isEnabled());
    QTest::keyClicks(in<QLineEdit>(openSet, "protocolFolder"), QStringLiteral("/no/blufr"));
    EXPECT_FALSE(run->isEnabled());
    QTest::keyClicks(in<QLineEdit>(openSet, "protocolEmbeddings"), QStringLiteral("/no/lfw.npz"));
    EXPECT_TRUE(run->isEnabled());
    auto* from = in<QComboBox>(openSet, "embeddingsFrom");
    QTest::keyClick(from, Qt::Key_Down);
    EXPECT_FALSE(run->isEnabled()) << "a model and its images are another matter";
    EXPECT_TRUE(in<QLineEdit>(openSet, "protocolImages")->isVisible());
}

TEST_F(EvaluateProtocolsTest, WhatIsOpenedInFrontOfAFormFillsIt) {
    openTab(ResultViews::Templates);
    const QString file = folder.filePath(QStringLiteral("ijb.npz"));
    QFile(file).open(QIODevice::WriteOnly);
    EXPECT_TRUE(page.openPath(folder.path()));
    EXPECT_TRUE(page.openPath(file));
    TemplatesPage* templates = page.views()->templates();
    EXPECT_EQ(in<QLineEdit>(templates, "protocolFolder")->text(), folder.path());
    EXPECT_EQ(in<QLineEdit>(templates, "protocolEmbeddings")->text(), file);
    EXPECT_TRUE(page.plan()->sets()->entries().empty());
    page.openModel(QStringLiteral("/runs/demo/1"), {});
    EXPECT_EQ(page.views()->currentTab(), ResultViews::Risk) << "a model goes to the lists";
    EXPECT_TRUE(page.plan()->isVisible());
}

TEST_F(EvaluateProtocolsTest, AFailureStaysOnThePage) {
    for (const auto tab : {ResultViews::OpenSet, ResultViews::Templates}) {
        openTab(tab);
        ProtocolPage* protocol = tab == ResultViews::OpenSet
                                     ? static_cast<ProtocolPage*>(page.views()->openSet())
                                     : page.views()->templates();
        QTest::keyClicks(in<QLineEdit>(protocol, "protocolFolder"), folder.path());
        QTest::keyClicks(in<QLineEdit>(protocol, "protocolEmbeddings"), QStringLiteral("/no/such.npz"));
        QTest::mouseClick(in<QPushButton>(protocol, "protocolRun"), Qt::LeftButton);
        EXPECT_TRUE(in<QPushButton>(protocol, "protocolStop")->isVisible());
        ASSERT_TRUE(QTest::qWaitFor([&] { return !protocol->isBusy(); }, kPatienceMs));
        const auto* error = in<QLabel>(protocol, "protocolError");
        EXPECT_TRUE(error->isVisible());
        EXPECT_TRUE(error->text().contains(QStringLiteral("/no/such.npz"))) << error->text().toStdString();
        EXPECT_TRUE(in<QPushButton>(protocol, "protocolRun")->isVisible());
    }
}

TEST_F(EvaluateProtocolsTest, OpenSetShowsDirAndCmc) {
    openTab(ResultViews::OpenSet);
    OpenSetPage* openSet = page.views()->openSet();
    openSet->addReport(QStringLiteral("demo"), openSetReport());
    Chart* chart = openSet->chart();
    EXPECT_TRUE(chart->isVisible());
    EXPECT_EQ(chart->seriesIds(), (QStringList{QStringLiteral("demo, cosine"), QStringLiteral("demo, MLS")}));
    EXPECT_EQ(chart->pointCount(QStringLiteral("demo, MLS")), 41);
    const auto* sentence = in<QLabel>(&page, "protocolSentence");
    EXPECT_TRUE(sentence->text().contains(QStringLiteral("83.00 %"))) << sentence->text().toStdString();
    EXPECT_TRUE(sentence->text().contains(QStringLiteral("too few strangers")));
    EXPECT_TRUE(sentence->text().contains(QStringLiteral("A note.")));
    QTest::keyClick(in<QComboBox>(openSet, "openSetShown"), Qt::Key_Down);
    EXPECT_EQ(chart->seriesIds(), QStringList{QStringLiteral("demo, cosine")}) << "the closed set's";
    EXPECT_EQ(chart->pointCount(QStringLiteral("demo, cosine")), 20);
    openSet->addReport(QStringLiteral("demo"), openSetReport());
    EXPECT_EQ(chart->seriesIds().size(), 1) << "a run again replaces";
}

TEST_F(EvaluateProtocolsTest, TemplatesAreATable) {
    openTab(ResultViews::Templates);
    TemplatesPage* templates = page.views()->templates();
    const QAbstractItemModelTester tester(templates->table());
    templates->addReport(QStringLiteral("demo, one"), templateReport());
    EXPECT_TRUE(in<QTableView>(templates, "templateTable")->isVisible());
    TemplateTableModel* table = templates->table();
    ASSERT_EQ(table->rowCount(), 2);
    ASSERT_EQ(table->columnCount(), 6);
    EXPECT_EQ(table->headerData(4, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("TAR@0.001"));
    EXPECT_EQ(table->index(0, 2).data().toString(), QStringLiteral("PFE_fuse T=0.5"));
    EXPECT_EQ(table->index(1, 3).data().toString(), QStringLiteral("MLS"));
    EXPECT_EQ(table->index(0, 4).data().toString(), QStringLiteral("94.15 % ± 1.20"));
    EXPECT_TRUE(
        table->csv().contains(QStringLiteral("\"demo, one\",IJB-A,PFE_fuse T=0.5,cosine,0.9415,0.012")))
        << table->csv().toStdString();
    templates->addReport(QStringLiteral("demo, one"), templateReport());
    EXPECT_EQ(table->rowCount(), 2);
    EXPECT_TRUE(in<QLabel>(&page, "protocolSentence")->text().contains(QStringLiteral("10,000 comparisons")));
}

TEST_F(EvaluateProtocolsTest, RestoresTheForms) {
    openTab(ResultViews::Templates);
    QTest::keyClicks(in<QLineEdit>(page.views()->templates(), "protocolFolder"), QStringLiteral("/ijb"));
    QSettings settings(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
    page.saveState(settings);
    EvaluatePage other{std::make_shared<ModelService>()};
    other.restoreState(settings);
    EXPECT_EQ(other.views()->currentTab(), ResultViews::Templates);
    EXPECT_EQ(in<QLineEdit>(other.views()->templates(), "protocolFolder")->text(), QStringLiteral("/ijb"));
    EXPECT_TRUE(in<QLineEdit>(other.views()->openSet(), "protocolFolder")->text().isEmpty());
}

}  // namespace
}  // namespace pf::ui
