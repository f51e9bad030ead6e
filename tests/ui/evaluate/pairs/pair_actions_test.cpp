// What is done with pairs: comparing one, looking at its set, writing the list.
#include "ui/evaluate/pairs/pair_actions.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QImage>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/kit/found.h"
#include "ui/evaluate/pairs/pair_browser.h"
#include "ui/evaluate/pairs/pair_export.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

/// Pairs (0, 1) and (2, 3) of a catalog.
PairEvaluationPtr twoPairs(const ImageCatalog& images) {
    auto evaluation = std::make_shared<PairEvaluation>();
    evaluation->report.card.model = "/runs/one/checkpoints/best.safetensors";
    ScoredPairs& pairs = evaluation->pairs;
    pairs.name = "demo";
    for (std::size_t i = 0; i < 4; ++i) {
        pairs.imageNames.push_back(images.name(i));
        pairs.catalogIndex.push_back(i);
        pairs.sigmaSq.push_back(0.25);
    }
    pairs.pairs.a = {0, 2};
    pairs.pairs.b = {1, 3};
    pairs.pairs.same = {1, 0};
    pairs.scores = {{PairScoreKind::Cosine, {0.75, 0.125}}};
    PairRisks risk;
    risk.name = "sigma_sq max";
    risk.values = {0.25, 0.25};
    pairs.risks = {risk};
    return evaluation;
}

class PairActionsTest : public testing::Test {
  protected:
    void SetUp() override {
        for (int i = 0; i < 4; ++i) {
            QImage image(32, 32, QImage::Format_RGB32);
            image.fill(qRgb(60 * i, 100, 50));
            ASSERT_TRUE(image.save(file(i)));
        }
        host.resize(1000, 800);
        browser.setGeometry(0, 0, 420, 760);
        host.show();
        host.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&host));
        show(folder.path());
    }
    void show(const QString& source) {
        browser.showPairs(twoPairs(openImages({source.toStdString()})), source, {0, 1}, {});
        ASSERT_TRUE(QTest::qWaitFor([&] { return !browser.isOpening(); }, kPatienceMs));
    }
    QString file(int image) const { return folder.filePath(QStringLiteral("a_%1|.png").arg(image)); }
    QListView* list() { return browser.findChild<QListView*>(QStringLiteral("pairList")); }
    QPoint secondRow() { return list()->visualRect(list()->model()->index(1, 0)).center(); }
    template <class Use>
    void withMenu(Use use) {
        withMenuAt(list(), secondRow(), use);
    }

    QTemporaryDir folder;
    QWidget host;
    PairBrowser browser{&host};
};

TEST_F(PairActionsTest, ADoubleClickAndEnterCompareThePair) {
    QSignalSpy compare(browser.actions(), &PairActions::compareRequested);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, secondRow());
    QTest::mouseDClick(list()->viewport(), Qt::LeftButton, {}, secondRow());
    ASSERT_EQ(compare.count(), 1);
    EXPECT_EQ(compare[0][0].toString(), QStringLiteral("/runs/one/checkpoints/best.safetensors"));
    EXPECT_EQ(compare[0][1].toString(), file(2));
    EXPECT_EQ(compare[0][2].toString(), file(3));
    QTest::keyClick(list(), Qt::Key_Return);
    EXPECT_EQ(compare.count(), 2);
}

TEST_F(PairActionsTest, TheMenuSpeaksOfThePairBelowTheMouse) {
    QSignalSpy compare(browser.actions(), &PairActions::compareRequested);
    QSignalSpy gallery(browser.actions(), &PairActions::galleryRequested);
    withMenu([](QMenu& menu) {
        menu.findChild<QAction*>(QStringLiteral("comparePair"))->trigger();
        menu.findChild<QAction*>(QStringLiteral("pairInGallery"))->trigger();
        menu.findChild<QAction*>(QStringLiteral("copyPair"))->trigger();
    });
    ASSERT_EQ(compare.count(), 1);
    EXPECT_EQ(compare[0][1].toString(), file(2));
    ASSERT_EQ(gallery.count(), 1);
    EXPECT_EQ(gallery[0][1].toString(), folder.path());
    EXPECT_TRUE(QApplication::clipboard()->text().contains(file(2) + QLatin1Char(',') + file(3) +
                                                           QStringLiteral(",0,0.125")));
    EXPECT_EQ(browser.currentPair(), 1U);
}

TEST_F(PairActionsTest, PairsWithoutFilesSaySo) {
    show(QStringLiteral("synthetic:identities=2,images=2,size=32"));
    QSignalSpy compare(browser.actions(), &PairActions::compareRequested);
    QSignalSpy told(browser.actions(), &PairActions::messageRequested);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, secondRow());
    QTest::keyClick(list(), Qt::Key_Return);
    EXPECT_EQ(compare.count(), 0);
    EXPECT_EQ(told.count(), 1);
    withMenu([](QMenu& menu) {
        EXPECT_FALSE(menu.findChild<QAction*>(QStringLiteral("comparePair"))->isEnabled());
        EXPECT_TRUE(menu.findChild<QAction*>(QStringLiteral("pairInGallery"))->isEnabled());
    });
}

TEST_F(PairActionsTest, WritesTablesAndAPage) {
    const PairEvaluationPtr pairs = twoPairs(openImages({folder.path().toStdString()}));
    const QString markdown = QString::fromStdString(pairTableMarkdown(pairs->pairs, {0, 1}));
    EXPECT_TRUE(
        markdown.startsWith(QStringLiteral("| A | B | same | cosine | MLS | sigma² A | sigma² B |\n")));
    EXPECT_TRUE(markdown.contains(QStringLiteral("a\\_0\\|.png"))) << "a name cannot end its cell";
    EXPECT_TRUE(markdown.contains(QStringLiteral("| yes | 0.7500 | – | 0.2500 | 0.2500 |\n")));
    const QString latex = QString::fromStdString(pairTableLatex(pairs->pairs, {0, 1}));
    EXPECT_TRUE(latex.contains(QStringLiteral("a\\_0|.png & ")));
    EXPECT_TRUE(latex.contains(QStringLiteral(" & no & 0.1250 & -- & 0.2500 & 0.2500 \\\\\n")));

    QSignalSpy told(browser.actions(), &PairActions::messageRequested);
    const QString page = folder.filePath(QStringLiteral("pairs.html"));
    browser.actions()->exportTo(page);
    ASSERT_TRUE(told.wait(kPatienceMs));
    QFile written(page);
    ASSERT_TRUE(written.open(QIODevice::ReadOnly));
    EXPECT_EQ(written.readAll().count("data:image/jpeg;base64,"), 4);
}

}  // namespace
}  // namespace pf::ui
