// The list of pairs driven by mouse and keyboard.
#include "ui/evaluate/pairs/pair_browser.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include <QAbstractItemModelTester>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "tests/ui/kit/faces/cut_image.h"
#include "tests/ui/kit/found.h"
#include "ui/evaluate/pairs/pair_actions.h"
#include "ui/evaluate/pairs/pair_browser_list.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/empty_state.h"
#include "ui/pairs/mls_bar.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;
constexpr auto kFaces = "synthetic:identities=6,images=4,pairs=12,size=64";

double sigmaOf(std::size_t row) {
    return 0.25 + static_cast<double>(row) / 64;
}

double cosineOf(std::size_t pair) {
    return 0.9 - static_cast<double>(pair) / 16;
}

/// `count` pairs (0, 1), (2, 3) ... with every third one an impostor pair, images named `names`.
PairEvaluationPtr evaluationOf(const std::vector<std::string>& names, bool images) {
    auto evaluation = std::make_shared<PairEvaluation>();
    ScoredPairs& pairs = evaluation->pairs;
    pairs.name = "demo";
    pairs.imageNames = names;
    PairScores cosine{PairScoreKind::Cosine, {}};
    PairScores mls{PairScoreKind::Mls, {}};
    PairScores attention{PairScoreKind::DistanceTerm, {}};
    PairRisks risk;
    risk.name = "sigma_sq max";
    for (std::size_t row = 0; row < names.size(); ++row) {
        pairs.sigmaSq.push_back(sigmaOf(row));
        if (images) {
            pairs.catalogIndex.push_back(row);
        }
    }
    for (std::size_t pair = 0; pair < names.size() / 2; ++pair) {
        pairs.pairs.a.push_back(static_cast<std::uint32_t>(2 * pair));
        pairs.pairs.b.push_back(static_cast<std::uint32_t>(2 * pair + 1));
        pairs.pairs.same.push_back(pair % 3 == 2 ? 0 : 1);
        const double sum = sigmaOf(2 * pair) + sigmaOf(2 * pair + 1);
        const double distance = 2 * (1 - cosineOf(pair)) / sum;
        cosine.values.push_back(cosineOf(pair));
        attention.values.push_back(-distance);
        mls.values.push_back(-(distance + std::log(sum)));
        risk.values.push_back(sigmaOf(2 * pair + 1));
    }
    pairs.scores = {cosine, mls, attention};
    pairs.risks = {risk};
    return evaluation;
}

std::vector<std::string> namesOf(const ImageCatalog& catalog) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < catalog.size(); ++i) {
        names.push_back(catalog.name(i));
    }
    return names;
}

std::vector<std::string> plainNames(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
        names.push_back("people/someone with a long name/" + std::to_string(i) + ".jpg");
    }
    return names;
}

std::vector<std::uint32_t> firstPairs(std::size_t count) {
    std::vector<std::uint32_t> pairs(count);
    std::iota(pairs.begin(), pairs.end(), 0U);
    return pairs;
}

class PairBrowserTest : public testing::Test {
  protected:
    void SetUp() override {
        host.resize(1000, 800);
        browser.setGeometry(0, 0, 420, 760);
        host.show();
    }
    template <class Widget>
    Widget* find(const char* name) {
        return found<Widget>(browser, QString::fromLatin1(name));
    }
    QString text(const char* name) { return find<QLabel>(name)->text(); }
    QListView* list() { return find<QListView>("pairList"); }
    void waitForImages() {
        ASSERT_TRUE(QTest::qWaitFor([&] { return !browser.isOpening(); }, kPatienceMs));
    }
    void showFaces(std::vector<std::uint32_t> pairs, const QString& caption = {}) {
        if (!faces) {
            faces = evaluationOf(namesOf(openImages({kFaces})), true);
        }
        browser.showPairs(faces, QString::fromLatin1(kFaces), std::move(pairs), caption);
        waitForImages();
    }

    QWidget host;  ///< a window manager may give windows another size than they ask for
    PairBrowser browser{&host};
    PairEvaluationPtr faces;
    QTemporaryDir folder;
};

TEST_F(PairBrowserTest, SaysWhatGoesThereWhileItIsEmpty) {
    EXPECT_TRUE(find<EmptyState>("pairsEmpty")->isVisible());
    EXPECT_FALSE(list()->isVisible());
    EXPECT_FALSE(browser.currentPair());
    showFaces({});
    EXPECT_TRUE(find<EmptyState>("pairsEmpty")->isVisible()) << "a place of the curve without pairs";
    showFaces({1});
    EXPECT_TRUE(list()->isVisible());
    browser.clear();
    EXPECT_TRUE(find<EmptyState>("pairsEmpty")->isVisible());
    EXPECT_EQ(browser.pairCount(), 0);
}

TEST_F(PairBrowserTest, ShowsTheNumbersOfTheCurrentPair) {
    showFaces({5, 3, 8}, QStringLiteral("False non-matches at FMR 0.1 %"));
    EXPECT_EQ(text("pairCaption"), QStringLiteral("False non-matches at FMR 0.1 %"));
    EXPECT_EQ(text("pairCount"), QStringLiteral("1 of 3"));
    EXPECT_EQ(browser.currentPair(), 5U);
    // Pair 5: rows 10 and 11, sigma² 0.40625 and 0.421875, cosine 0.5875.
    EXPECT_EQ(text("pairKind"), QStringLiteral("Different people (impostor pair)"));
    EXPECT_EQ(text("pairCosine"), QStringLiteral("0.5875"));
    EXPECT_EQ(text("pairSigmaA"), QStringLiteral("σ² 0.4063"));
    EXPECT_EQ(text("pairSigmaB"), QStringLiteral("σ² 0.4219"));
    EXPECT_EQ(text("pairRisk"), QStringLiteral("0.4219"));
    // -(2 * 0.4125 / 0.828125 + ln 0.828125) = -(0.996226 - 0.188591)
    EXPECT_EQ(text("pairMls"), QStringLiteral("-0.8076"));
    EXPECT_TRUE(find<MlsBar>("mlsBar")->isVisible());
    EXPECT_TRUE(find<MlsBar>("mlsBar")->accessibleName().contains(QStringLiteral("0.9962")));
    EXPECT_TRUE(find<MlsBar>("mlsBar")->accessibleName().contains(QStringLiteral("-0.1886")));
}

TEST_F(PairBrowserTest, WalksWithTheKeyboard) {
    showFaces(firstPairs(12));
    browser.setFocus();
    const auto press = [&](Qt::Key key) {
        QTest::keyClick(list(), key);
        return browser.currentPair().value_or(999);
    };
    EXPECT_EQ(press(Qt::Key_Down), 1U);
    EXPECT_EQ(press(Qt::Key_Right), 2U);
    EXPECT_EQ(press(Qt::Key_Left), 1U);
    EXPECT_EQ(press(Qt::Key_Up), 0U);
    EXPECT_EQ(press(Qt::Key_Up), 0U) << "stays at the first";
    EXPECT_EQ(press(Qt::Key_End), 11U);
    EXPECT_EQ(text("pairCount"), QStringLiteral("12 of 12"));
    EXPECT_EQ(press(Qt::Key_Right), 11U) << "stays at the last";
    EXPECT_LT(press(Qt::Key_PageUp), 11U);
    EXPECT_EQ(press(Qt::Key_Home), 0U);
    EXPECT_GT(press(Qt::Key_PageDown), 0U);
}

TEST_F(PairBrowserTest, WalksWithTheMouse) {
    showFaces(firstPairs(12));
    EXPECT_FALSE(find<QToolButton>("previousPair")->isEnabled());
    QTest::mouseClick(find<QToolButton>("nextPair"), Qt::LeftButton);
    EXPECT_EQ(text("pairCount"), QStringLiteral("2 of 12"));
    QTest::mouseClick(find<QToolButton>("previousPair"), Qt::LeftButton);
    EXPECT_EQ(text("pairCount"), QStringLiteral("1 of 12"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return list()->visualRect(list()->model()->index(1, 0)).isValid(); }));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      list()->visualRect(list()->model()->index(1, 0)).center());
    EXPECT_EQ(browser.currentPair(), 1U);
}

TEST_F(PairBrowserTest, KeepsTheCurrentPairWhenTheListChangesAroundIt) {
    showFaces(firstPairs(12));
    QTest::keyClick(list(), Qt::Key_End);
    showFaces({7, 11, 2});
    EXPECT_EQ(browser.currentPair(), 11U);
    EXPECT_EQ(text("pairCount"), QStringLiteral("2 of 3"));
    showFaces({4, 5});
    EXPECT_EQ(browser.currentPair(), 4U);
    // The pair of the same number in another evaluation is another pair.
    browser.showPairs(evaluationOf(plainNames(24), false), {}, {3, 4}, {});
    EXPECT_EQ(browser.currentPair(), 3U);
}

TEST_F(PairBrowserTest, DrawsTheFacesOnceTheyAreDecoded) {
    showFaces(firstPairs(12));
    EXPECT_FALSE(find<QLabel>("pairNote")->isVisible());
    auto* view = find<QWidget>("pairFaces");
    ASSERT_TRUE(view->isVisible());
    const auto colours = [](const QImage& image) {
        QSet<QRgb> seen;
        for (int x = 0; x < image.width(); x += 3) {
            seen.insert(image.pixel(x, image.height() / 2));
        }
        return seen.size();
    };
    EXPECT_TRUE(QTest::qWaitFor([&] { return colours(view->grab().toImage()) > 12; }, kPatienceMs));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return colours(list()->viewport()->grab(QRect(6, 6, 60, 60)).toImage()) > 6; }, kPatienceMs));
}

TEST_F(PairBrowserTest, ReadyEmbeddingsShowNames) {
    browser.showPairs(evaluationOf(plainNames(40), false), {}, firstPairs(20), {});
    waitForImages();
    EXPECT_TRUE(find<QLabel>("pairNote")->isVisible());
    EXPECT_TRUE(text("pairNote").contains(QStringLiteral("without images")))
        << text("pairNote").toStdString();
    EXPECT_FALSE(find<QWidget>("pairFaces")->isVisible());
    auto* name = find<ElidedLabel>("pairNameA");
    browser.resize(300, 700);
    EXPECT_EQ(name->toolTip(), QStringLiteral("people/someone with a long name/0.jpg"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return name->shownText().contains(QChar(0x2026)); })) << "shortened";
    EXPECT_TRUE(name->shownText().endsWith(QStringLiteral(".jpg")))
        << "in the middle: " << name->shownText().toStdString();
}

TEST_F(PairBrowserTest, ImagesThatAreGoneLeaveNamesAndTheReason) {
    browser.showPairs(evaluationOf(plainNames(24), true), QStringLiteral("/no/such/set"), firstPairs(12), {});
    waitForImages();
    EXPECT_TRUE(text("pairNote").contains(QStringLiteral("/no/such/set"))) << text("pairNote").toStdString();
    EXPECT_FALSE(find<QWidget>("pairFaces")->isVisible());
    EXPECT_EQ(text("pairCount"), QStringLiteral("1 of 12"));
    // Images that are others than those evaluated must not be shown as if they were these.
    browser.showPairs(evaluationOf(plainNames(24), true), QString::fromLatin1(kFaces), firstPairs(12), {});
    waitForImages();
    EXPECT_TRUE(text("pairNote").contains(QStringLiteral("has changed"))) << text("pairNote").toStdString();
    showFaces({0});
    EXPECT_FALSE(find<QLabel>("pairNote")->isVisible()) << "the next set is not blamed for it";
    EXPECT_TRUE(find<QWidget>("pairFaces")->isVisible());
}

TEST_F(PairBrowserTest, TheLastOfTwoQuickSetsWins) {
    faces = evaluationOf(namesOf(openImages({kFaces})), true);
    browser.showPairs(evaluationOf(plainNames(24), true), QStringLiteral("/no/such/set"), {0}, {});
    browser.showPairs(faces, QString::fromLatin1(kFaces), {1, 2}, {});
    waitForImages();
    EXPECT_FALSE(find<QLabel>("pairNote")->isVisible()) << text("pairNote").toStdString();
    EXPECT_TRUE(find<QWidget>("pairFaces")->isVisible());
}

TEST_F(PairBrowserTest, ListsFacesThatCannotBeRead) {
    const auto evaluation = evaluationOf(namesOf(wholeAndCutImage(folder)), true);
    browser.showPairs(evaluation, folder.path(), {0}, {});
    auto* problems = find<QPushButton>("pairProblems");
    ASSERT_TRUE(QTest::qWaitFor([&] { return problems->isVisible(); }, kPatienceMs));
    EXPECT_EQ(problems->text(), QStringLiteral("1 image could not be read"));
    QTest::mouseClick(problems, Qt::LeftButton);
    EXPECT_TRUE(find<QWidget>("problemList")->isVisible());
}

TEST_F(PairBrowserTest, AMissingScoreIsADashAndNoError) {
    auto evaluation = std::make_shared<PairEvaluation>(*evaluationOf(plainNames(8), false));
    evaluation->pairs.scores.resize(1);
    evaluation->pairs.risks.clear();
    browser.showPairs(evaluation, {}, {1}, {});
    EXPECT_EQ(text("pairMls"), QStringLiteral("–"));
    EXPECT_EQ(text("pairRisk"), QStringLiteral("–"));
    EXPECT_FALSE(find<MlsBar>("mlsBar")->isVisible());
    EXPECT_THROW(browser.showPairs(evaluation, {}, {4}, {}), std::out_of_range);
}

TEST_F(PairBrowserTest, ScrollsThousandsOfPairsAndLaysThemOutByArithmetic) {
    browser.showPairs(evaluationOf(plainNames(40000), false), {}, firstPairs(20000), {});
    QTest::keyClick(list(), Qt::Key_End);
    EXPECT_EQ(text("pairCount"), QStringLiteral("20,000 of 20,000"));
    EXPECT_TRUE(list()->viewport()->rect().intersects(list()->visualRect(list()->currentIndex())));
    const int row = list()->visualRect(list()->currentIndex()).height();
    EXPECT_GE(list()->verticalScrollBar()->maximum(), 19900 * row);
}

TEST_F(PairBrowserTest, FitsANarrowColumn) {
    showFaces(firstPairs(12), QStringLiteral("Rejected with the 10 % most uncertain pairs"));
    browser.resize(280, 700);
    QTest::qWait(50);
    EXPECT_LE(browser.minimumSizeHint().width(), 280);
    EXPECT_EQ(browser.width(), 280);
    for (const char* name : {"exportPairs", "pairCosine", "pairMls", "pairRisk", "mlsBar"}) {
        const auto* widget = find<QWidget>(name);
        const QRect place(widget->mapTo(&browser, QPoint(0, 0)), widget->size());
        EXPECT_TRUE(browser.rect().contains(place)) << name << " " << place.right();
    }
    const QListView* rows = list();
    EXPECT_EQ(rows->visualRect(rows->model()->index(0, 0)).width(), rows->viewport()->width());
}

TEST_F(PairBrowserTest, EveryControlHasANameForThoseWhoDoNotSee) {
    showFaces({4, 2});
    for (const char* name : {"previousPair", "nextPair", "exportPairs", "pairList", "pairFaces", "mlsBar"}) {
        EXPECT_FALSE(find<QWidget>(name)->accessibleName().isEmpty()) << name;
    }
    const QString row = list()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    EXPECT_TRUE(row.contains(QStringLiteral("Pair 1 of 2"))) << row.toStdString();
    EXPECT_TRUE(row.contains(QStringLiteral("same person"))) << row.toStdString();
    EXPECT_TRUE(row.contains(QStringLiteral("cosine 0.6500"))) << row.toStdString();
}

TEST_F(PairBrowserTest, ExportsTheListAsATable) {
    browser.showPairs(evaluationOf({"a,1", "b", "c", "d\"2", "e", "f"}, false), {}, {2, 1}, {});
    QSignalSpy message(browser.actions(), &PairActions::messageRequested);
    QTest::mouseClick(find<QToolButton>("exportPairs"), Qt::LeftButton);
    auto* menu = find<QMenu>("pairExportMenu");
    ASSERT_TRUE(menu->isVisible());
    QStringList offered;
    for (const QAction* action : menu->actions()) {
        offered << action->text();
    }
    EXPECT_EQ(offered, (QStringList{QStringLiteral("List as CSV…"), QStringLiteral("List as Markdown…"),
                                    QStringLiteral("List as LaTeX…"), QStringLiteral("Report as HTML…"),
                                    QStringLiteral("Contact sheet as PNG…")}));
    menu->close();
    const QString path = folder.filePath(QStringLiteral("pairs.csv"));
    browser.actions()->exportTo(path);
    ASSERT_TRUE(message.wait(kPatienceMs));
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    ASSERT_EQ(lines.size(), 3);
    EXPECT_EQ(lines[0],
              "name_a,name_b,same,cosine,mls,distance_term,log_variance_term,sigma_sq_a,sigma_sq_b,"
              "risk_sigma_sq_max");
    EXPECT_TRUE(lines[1].startsWith("e,f,0,0.775,")) << lines[1].constData();
    EXPECT_TRUE(lines[1].endsWith(",0.3125,0.328125,0.328125")) << lines[1].constData();
    EXPECT_TRUE(lines[2].startsWith("c,\"d\"\"2\",1,0.8375,")) << lines[2].constData();
}

TEST_F(PairBrowserTest, ExportsTheFacesAsAContactSheet) {
    showFaces(firstPairs(12), QStringLiteral("Rejected"));
    QSignalSpy message(browser.actions(), &PairActions::messageRequested);
    const QString path = folder.filePath(QStringLiteral("pairs.png"));
    browser.actions()->exportTo(path);
    ASSERT_TRUE(message.wait(kPatienceMs));
    const QImage sheet(path);
    ASSERT_FALSE(sheet.isNull());
    EXPECT_GT(sheet.width(), 2000) << "three columns at double resolution";
    browser.actions()->exportTo(folder.filePath(QStringLiteral("pairs.doc")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return find<QLabel>("pairError")->isVisible(); }, kPatienceMs));
    EXPECT_TRUE(text("pairError").contains(QStringLiteral(".csv, .md, .tex, .html or .png")));
}

TEST(PairListModel, KeepsTheRulesOfModels) {
    PairListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setPairs(evaluationOf(plainNames(20), false), {4, 0, 9});
    EXPECT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.rowOf(9), 2);
    EXPECT_EQ(model.rowOf(1), -1);
    PairImages images;
    images.ascendingSigmaSq = {0.25, 0.3, 0.35, 0.4, 0.5};
    model.setImages(images);
    EXPECT_EQ(model.facts(1).percentileA, 0.0) << "row 0 has the lowest sigma²";
    model.setPairs(nullptr, {});
    EXPECT_EQ(model.rowCount(), 0);
}

}  // namespace
}  // namespace pf::ui
