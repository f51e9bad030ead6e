// The pairs page driven by mouse, keyboard and drops.
#include "ui/pairs/pairs_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include "tests/ui/kit/found.h"
#include "ui/kit/model_service.h"
#include "ui/pairs/drop_well.h"
#include "ui/pairs/mls_bar.h"
#include "ui/pairs/pair_export_button.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

class PairsPageTest : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* name : {"red.png", "blue.png"}) {
            QImage image(64, 64, QImage::Format_RGB32);
            image.fill(name[0] == 'r' ? Qt::red : Qt::blue);
            ASSERT_TRUE(image.save(path(name)));
        }
        page.resize(1000, 700);
        page.show();
    }
    QString path(const char* name) { return folder.filePath(QString::fromLatin1(name)); }
    template <class Widget>
    Widget* find(const char* name) {
        return found<Widget>(page, QString::fromLatin1(name));
    }
    void drop(DropWell* well, const QString& file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        // Qt delivers a drop to the widget that accepted the drag.
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(well, &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(well, &event);
    }

    QTemporaryDir folder;
    PairsPage page{std::make_shared<ModelService>()};
};

PairComparison comparison() {
    PairComparison pair;
    pair.cosine = 0.4213;
    pair.distanceTerm = 1.5;
    pair.logVarianceTerm = -0.25;
    pair.mls = -1.25;
    pair.sigmaSqA = 0.3312;
    pair.sigmaSqB = 0.5871;
    pair.percentileA = 26;
    pair.same = true;
    pair.threshold = -1.5;
    pair.verdict = "same person: MLS -1.25 is above the threshold -1.5";
    return pair;
}

TEST_F(PairsPageTest, TakesDropsAndPastedPaths) {
    EXPECT_TRUE(find<QLabel>("pairsHint")->isVisible());
    drop(find<DropWell>("wellA"), path("red.png"));
    auto* edit = find<QLineEdit>("wellPathB");
    QTest::keyClicks(edit, path("blue.png"));
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return find<DropWell>("wellA")->hasImage() && find<DropWell>("wellB")->hasImage(); },
        kPatienceMs));
    EXPECT_FALSE(find<QPushButton>("compareButton")->isEnabled()) << "a model is missing";
    EXPECT_TRUE(find<QLabel>("pairsHint")->text().contains(QStringLiteral("model")));
    QTest::mouseClick(find<QToolButton>("swapPair"), Qt::LeftButton);
    EXPECT_EQ(find<DropWell>("wellA")->path(), path("blue.png"));
    EXPECT_EQ(find<DropWell>("wellB")->path(), path("red.png"));
}

TEST_F(PairsPageTest, AFileThatIsNoImageSaysSo) {
    QFile text(path("text.jpg"));
    ASSERT_TRUE(text.open(QIODevice::WriteOnly));
    text.write("not a picture");
    text.close();
    page.openPath(path("text.jpg"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return find<QLabel>("wellProblemA")->isVisible(); }, kPatienceMs));
    EXPECT_FALSE(find<DropWell>("wellA")->hasImage());
    EXPECT_FALSE(page.openPath(folder.path())) << "a folder is no image";
}

TEST_F(PairsPageTest, AModelThatDoesNotLoadIsAnErrorOnThePage) {
    page.openPath(path("red.png"));
    page.openPath(path("blue.png"));
    QLineEdit* model = find<QComboBox>("modelCombo")->lineEdit();
    QTest::keyClicks(model, QStringLiteral("/no/such/model"));
    QTest::mouseClick(find<QPushButton>("compareButton"), Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_TRUE(find<QLabel>("pairsError")->isVisible());
    EXPECT_TRUE(find<QLabel>("pairsError")->text().contains(QStringLiteral("/no/such/model")));
    EXPECT_TRUE(find<QPushButton>("compareButton")->isEnabled()) << "one can try again";
}

TEST_F(PairsPageTest, TheKeyboardStaysWithCompareAndGoesThereFromAlign) {
    page.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
    page.openPath(path("red.png"));
    page.openPath(path("blue.png"));
    auto* compare = find<QPushButton>("compareButton");
    find<QComboBox>("modelCombo")->setEditText(QStringLiteral("/no/such/model"));
    compare->setFocus();
    QTest::keyClick(compare, Qt::Key_Space);
    EXPECT_TRUE(page.isBusy());
    EXPECT_TRUE(compare->hasFocus());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_TRUE(compare->hasFocus());
    page.setOutcome(PairsPage::Outcome{comparison(), false, true});
    find<QPushButton>("alignPair")->setFocus();
    page.setOutcome(PairsPage::Outcome{comparison(), false, false});
    EXPECT_TRUE(compare->hasFocus());
}

TEST_F(PairsPageTest, ShowsScoresTermsPercentilesAndTheVerdict) {
    page.setOutcome(PairsPage::Outcome{comparison()});
    EXPECT_EQ(find<QLabel>("pairsCosine")->text(), QStringLiteral("0.4213"));
    EXPECT_EQ(find<QLabel>("pairsMls")->text(), QStringLiteral("-1.2500"));
    EXPECT_TRUE(find<QLabel>("pairsVerdict")->text().startsWith(QStringLiteral("Same person")));
    EXPECT_TRUE(find<QLabel>("wellCaptionA")->text().contains(QStringLiteral("26 %")));
    EXPECT_TRUE(find<QLabel>("wellCaptionB")->text().contains(QStringLiteral("0.5871")));
    EXPECT_FALSE(find<QLabel>("pairsHint")->isVisible());
    const QString spoken = find<MlsBar>("mlsBar")->accessibleName();
    EXPECT_TRUE(spoken.contains(QStringLiteral("1.5000")) && spoken.contains(QStringLiteral("-0.2500")) &&
                spoken.contains(QStringLiteral("1.2500")));
    page.openPath(path("red.png"));
    EXPECT_FALSE(find<QLabel>("pairsVerdict")->isVisible()) << "another image makes the old verdict void";
}

TEST_F(PairsPageTest, AnImageThatTheModelDoesNotKnowIsOfferedToBeAligned) {
    PairComparison pair = comparison();
    page.openPath(path("red.png"));
    page.openPath(path("blue.png"));
    page.setOutcome(PairsPage::Outcome{pair, false, false});
    EXPECT_FALSE(find<QPushButton>("alignPair")->isVisible());
    pair.same.reset();
    pair.verdict = "no verdict, because image B is not what the model was trained on: these are 400x300";
    page.setOutcome(PairsPage::Outcome{pair, false, true});
    EXPECT_TRUE(find<QLabel>("pairsVerdict")->text().startsWith(QStringLiteral("No verdict")));
    ASSERT_TRUE(find<QPushButton>("alignPair")->isVisible());
    // No detector is known: it is asked for.
    qputenv("XDG_STATE_HOME", folder.filePath(QStringLiteral("state")).toLocal8Bit());
    qputenv("XDG_DATA_HOME", folder.filePath(QStringLiteral("data")).toLocal8Bit());
    QTest::mouseClick(find<QPushButton>("alignPair"), Qt::LeftButton);
    auto* dialog = page.findChild<QFileDialog*>(QStringLiteral("detectorFile"));
    ASSERT_NE(dialog, nullptr);
    dialog->reject();
    qunsetenv("XDG_STATE_HOME");
    qunsetenv("XDG_DATA_HOME");
}

TEST_F(PairsPageTest, ACropStandsInForItsPhotoUntilAnotherIsChosen) {
    DropWell* well = find<DropWell>("wellA");
    drop(well, path("red.png"));
    well->setCrop(path("blue.png"));
    EXPECT_EQ(well->path(), path("red.png"));
    EXPECT_EQ(well->comparedPath(), path("blue.png"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return well->hasImage(); }, kPatienceMs));
    auto* caption = find<QLabel>("wellCaptionA");
    EXPECT_TRUE(caption->text().contains(QStringLiteral("crop of red.png")));
    well->setCaption(QStringLiteral("σ² 0.3"));
    EXPECT_TRUE(caption->text().contains(QStringLiteral("crop of red.png")) &&
                caption->text().contains(QStringLiteral("0.3")));
    drop(well, path("blue.png"));
    EXPECT_FALSE(caption->text().contains(QStringLiteral("crop")));
    EXPECT_EQ(well->comparedPath(), path("blue.png"));
    drop(well, path("red.png"));
    EXPECT_EQ(well->comparedPath(), path("red.png"));
}

TEST_F(PairsPageTest, TheBarShowsTheDistanceTermInItsColour) {
    page.setOutcome(PairsPage::Outcome{comparison()});
    MlsBar* bar = find<MlsBar>("mlsBar");
    const QImage drawn = bar->grab().toImage();
    page.setOutcome(std::nullopt);
    EXPECT_NE(drawn, bar->grab().toImage());
}

TEST_F(PairsPageTest, GivesTheResultAsCommandTablesAndPage) {
    page.openModel(QStringLiteral("/runs/my run"), {path("red.png"), path("blue.png")});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    QSignalSpy told(&page, &Page::messageRequested);
    page.exportCurrent();
    ASSERT_EQ(told.count(), 1) << "there is nothing to export";
    EXPECT_EQ(page.findChild<QFileDialog*>(QStringLiteral("saveDialog")), nullptr);
    page.setOutcome(PairsPage::Outcome{comparison()});
    const auto copied = [this](const char* entry) {
        page.exportButton()->menu()->findChild<QAction*>(QString::fromLatin1(entry))->trigger();
        return QApplication::clipboard()->text();
    };
    EXPECT_EQ(copied("copyPairCommand"), QStringLiteral("probface compare %1 %2 --model '/runs/my run'")
                                             .arg(path("red.png"), path("blue.png")));
    find<DropWell>("wellB")->setCrop(path("red.png"));
    EXPECT_TRUE(copied("copyPairCommand").endsWith(QStringLiteral(" --align")));
    EXPECT_TRUE(copied("copyPairMarkdown").contains(QStringLiteral("| cosine | 0.4213 |")));
    EXPECT_TRUE(copied("copyPairLatex")
                    .contains(QStringLiteral("$\\sigma^2$ A & 0.3312 (percentile 26 of training)")));
    told.clear();
    page.exportButton()->write(path("pair.html"));
    ASSERT_TRUE(told.wait(kPatienceMs));
    QFile written(path("pair.html"));
    ASSERT_TRUE(written.open(QIODevice::ReadOnly));
    const QByteArray html = written.readAll();
    EXPECT_EQ(html.count("data:image/jpeg;base64,"), 2);
    EXPECT_TRUE(html.contains("same person: MLS -1.25"));
}

TEST_F(PairsPageTest, AnEmptyTextKeepsTheOtherFace) {
    page.openModel({}, {path("red.png"), path("blue.png")});
    page.openModel({}, {QString(), path("red.png")});
    EXPECT_EQ(find<DropWell>("wellA")->path(), path("red.png"));
    EXPECT_EQ(find<DropWell>("wellB")->path(), path("red.png"));
    page.openModel({}, {path("blue.png"), QString()});
    EXPECT_EQ(find<DropWell>("wellA")->path(), path("blue.png"));
    EXPECT_EQ(find<DropWell>("wellB")->path(), path("red.png"));
}

TEST_F(PairsPageTest, TheMenuOfAWellSpeaksOfItsImage) {
    page.openModel({}, {path("red.png")});
    auto* well = find<DropWell>("wellA");
    bool asked = false;
    QTimer::singleShot(50, &page, [&] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        ASSERT_NE(menu, nullptr);
        asked = true;
        menu->findChild<QAction*>(QStringLiteral("copyPathAction"))->trigger();
        menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Mouse, QPoint(20, 20), well->mapToGlobal(QPoint(20, 20)));
    QApplication::sendEvent(well, &event);
    EXPECT_TRUE(asked);
    EXPECT_EQ(QApplication::clipboard()->text(), path("red.png"));
}

}  // namespace
}  // namespace pf::ui
