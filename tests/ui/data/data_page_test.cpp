// The forms of the Data page driven by mouse and keyboard, with the real engine on small files.
#include "ui/data/data_page.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <QAbstractButton>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QSettings>
#include <QTableView>
#include <QTableWidget>
#include <QTextBrowser>

#include "core/base/config/config_file.h"
#include "tests/ui/data/data_fixtures.h"
#include "tests/ui/data/data_page_fixture.h"
#include "ui/data/align/align_tab.h"
#include "ui/data/backbone/backbone_tab.h"
#include "ui/data/backbone/check_result.h"

namespace pf::ui {
namespace {

TEST_F(DataPageTest, EveryFormGivesItsCommand) {
    type("openPath", QStringLiteral("/my faces/set.rec"));
    click("openCopy");
    EXPECT_EQ(QApplication::clipboard()->text(), QStringLiteral("probface inspect '/my faces/set.rec'"));
    page.showTab(DataPage::Convert);
    EXPECT_FALSE(find<QPushButton>("convertCopy")->isEnabled()) << "the form is not complete";
    EXPECT_FALSE(text("convertState").isEmpty()) << "and says what is missing";
    QTest::keyClicks(find<QComboBox>("convertSources")->lineEdit(), QStringLiteral("/faces"));
    type("convertOut", QStringLiteral("/out/set.rec"));
    EXPECT_EQ(find<QComboBox>("convertFormat")->currentIndex(), 2) << "the name says which format";
    click("convertCopy");
    EXPECT_EQ(QApplication::clipboard()->text(),
              QStringLiteral("probface convert /faces --out /out/set.rec --to rec"));
    EXPECT_FALSE(find<QWidget>("convertPairs")->isVisible()) << "only a .bin has pairs";
    choose("convertFormat", 3);
    EXPECT_TRUE(find<QWidget>("convertPairs")->isVisible());
    type("convertPairs", QStringLiteral("/pairs.csv"));
    click("convertCopy");
    EXPECT_EQ(QApplication::clipboard()->text(),
              QStringLiteral("probface convert /faces --out /out/set.rec --to bin --pairs /pairs.csv"));
    choose("convertFormat", 2);
    page.showTab(DataPage::Export);
    QTest::keyClicks(find<QComboBox>("exportModel")->lineEdit(), QStringLiteral("/runs/demo"));
    choose("exportFormat", 2);
    type("exportOut", QStringLiteral("/out/demo.onnx"));
    click("exportCopy");
    EXPECT_EQ(QApplication::clipboard()->text(),
              QStringLiteral("probface export --model /runs/demo --out /out/demo.onnx --format onnx"));
}

TEST_F(DataPageTest, ABackboneIsTriedAndUsedInARecipe) {
    ASSERT_TRUE(std::filesystem::exists(resolveBuiltin("builtin:demo_backbone.safetensors")));
    page.showTab(DataPage::Backbone);
    EXPECT_FALSE(find<QPushButton>("backboneRun")->isEnabled()) << "no file yet";
    type("backbone-model.backbone.file", QStringLiteral("builtin:demo_backbone.safetensors"));
    type("backbone-model.input.height", QStringLiteral("64"));
    type("backbone-model.input.width", QStringLiteral("64"));
    EXPECT_EQ(page.backboneTab()->form()->options().model.input.height, 64);
    click("backboneRun");
    EXPECT_TRUE(find<QPushButton>("backboneStop")->isVisible());
    waitFor(DataPage::Backbone);
    ASSERT_TRUE(find<QWidget>("checkResult")->isVisible()) << text("backboneError").toStdString();
    auto* rows = find<QTableWidget>("checkRows");
    ASSERT_EQ(rows->rowCount(), 8);
    for (int row = 0; row < rows->rowCount(); ++row) {
        EXPECT_GT(rows->item(row, 1)->text().toDouble(), 0) << "a norm";
        EXPECT_FALSE(rows->item(row, 0)->icon().isNull());
    }
    EXPECT_GE(page.findChild<FindingList*>()->count(), 1);
    const auto levels = page.findChildren<QLabel*>(QStringLiteral("findingLevel"));
    ASSERT_FALSE(levels.isEmpty());
    EXPECT_FALSE(levels.first()->text().isEmpty()) << "a word, not only a colour";
    click("useInRecipe");
    ASSERT_TRUE(recipe.has_value());
    EXPECT_EQ(recipe->model.backbone.file, "builtin:demo_backbone.safetensors");
    EXPECT_EQ(recipe->model.input.width, 64);
}

TEST_F(DataPageTest, NormalisationsAreAChoiceOfTwoNumbersEach) {
    page.showTab(DataPage::Backbone);
    auto* preset = find<QComboBox>("backboneNormalisation");
    EXPECT_EQ(preset->currentIndex(), 0) << "the default, (x - 128) / 128";
    preset->setFocus();
    QTest::keyClick(preset, Qt::Key_Down);
    const InputOptions& input = page.backboneTab()->form()->options().model.input;
    EXPECT_EQ(input.mean, NumberList({127.5, 127.5, 127.5}));
    EXPECT_EQ(input.std, NumberList({127.5, 127.5, 127.5}));
    type("backbone-model.input.std", QStringLiteral("[64, 64, 64]"));
    EXPECT_EQ(preset->currentIndex(), preset->count() - 1) << "as written";
    type("backbone-model.input.std", QStringLiteral("[64, 64"));
    EXPECT_FALSE(page.backboneTab()->form()->missing().isEmpty()) << "not finished";
}

TEST_F(DataPageTest, ABackboneThatDoesNotOpenIsAnErrorOnThePage) {
    page.showTab(DataPage::Backbone);
    type("backbone-model.backbone.file", path("none.safetensors"));
    click("backboneRun");
    waitFor(DataPage::Backbone);
    EXPECT_TRUE(find<QLabel>("backboneError")->isVisible());
    EXPECT_TRUE(text("backboneError").contains(QStringLiteral("none.safetensors")));
    EXPECT_TRUE(find<QPushButton>("backboneRun")->isEnabled()) << "one can try again";
}

TEST_F(DataPageTest, PhotosAreShownAlignedAndListed) {
    writePhotos(path("photos"));
    page.showTab(DataPage::Align);
    type("alignLandmarks", path("photos.txt"));
    QTest::keyClicks(find<QComboBox>("alignPhotos")->lineEdit(), path("photos"));
    AlignPreviewView* preview = page.alignTab()->preview();
    ASSERT_TRUE(QTest::qWaitFor([preview] { return preview->count() == 3; }, kPatienceMs));
    EXPECT_EQ(page.findChildren<QLabel*>(QStringLiteral("previewCrop")).size(), 2);
    EXPECT_GE(page.findChildren<QLabel*>(QStringLiteral("previewRemark")).size(), 1) << "c.jpg has no points";
    EXPECT_FALSE(find<QPushButton>("alignRun")->isEnabled()) << "no folder yet";
    type("alignOut", path("crops"));
    click("alignRun");
    waitFor(DataPage::Align);
    EXPECT_FALSE(find<QLabel>("alignError")->isVisible()) << text("alignError").toStdString();
    EXPECT_TRUE(text("alignCounts").contains(QStringLiteral("2 crops"))) << text("alignCounts").toStdString();
    EXPECT_TRUE(text("alignKinds").contains(QStringLiteral("no landmarks: 1")))
        << text("alignKinds").toStdString();
    auto* remarks = find<QTableView>("alignRemarks");
    ASSERT_EQ(remarks->model()->rowCount(), 1);
    EXPECT_TRUE(remarks->model()->index(0, 0).data().toString().contains(QStringLiteral("c.jpg")));
    click("alignGallery");
    ASSERT_TRUE(wish.has_value());
    EXPECT_EQ(wish->use, SourceUse::Gallery);
    EXPECT_EQ(wish->path, path("crops"));
    // A text browser takes the place of the program that opens files.
    QTextBrowser opener;
    QDesktopServices::setUrlHandler(QStringLiteral("file"), &opener, "setSource");
    click("alignReport");
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    EXPECT_TRUE(QFile::exists(opener.source().toLocalFile())) << opener.source().toString().toStdString();
}

TEST_F(DataPageTest, AConvertedSetOpensInTheGallery) {
    writeFaces(path("faces"), 3);
    page.showTab(DataPage::Convert);
    QTest::keyClicks(find<QComboBox>("convertSources")->lineEdit(), path("faces"));
    type("convertOut", path("set.rec"));
    click("convertRun");
    waitFor(DataPage::Convert);
    EXPECT_FALSE(find<QLabel>("convertError")->isVisible()) << text("convertError").toStdString();
    EXPECT_TRUE(text("convertOutcomeTitle").startsWith(QStringLiteral("6 images")))
        << text("convertOutcomeTitle").toStdString();
    click("convertGallery");
    ASSERT_TRUE(wish.has_value());
    EXPECT_EQ(wish->path, path("set.rec"));
    EXPECT_TRUE(QFile::exists(wish->path));
    click("convertRun");
    waitFor(DataPage::Convert);
    EXPECT_TRUE(find<QLabel>("convertError")->isVisible()) << "what is there is not overwritten";
}

TEST_F(DataPageTest, AModelThatIsNotThereCannotBeExported) {
    page.showTab(DataPage::Export);
    QTest::keyClicks(find<QComboBox>("exportModel")->lineEdit(), path("no-run"));
    type("exportOut", path("out"));
    click("exportRun");
    waitFor(DataPage::Export);
    EXPECT_TRUE(find<QLabel>("exportError")->isVisible());
    EXPECT_TRUE(text("exportError").contains(QStringLiteral("no-run"))) << text("exportError").toStdString();
    EXPECT_FALSE(QFile::exists(path("out")));
}

TEST_F(DataPageTest, TabAndPathsComeBack) {
    type("openPath", QStringLiteral("/some/where"));
    page.showTab(DataPage::Align);
    type("alignLandmarks", QStringLiteral("/some/list.txt"));
    choose("alignSize", 2);
    page.showTab(DataPage::Convert);
    choose("convertFormat", 3);
    type("backbone-model.input.height", QStringLiteral("96"));
    QSettings settings(path("settings.ini"), QSettings::IniFormat);
    page.saveState(settings);
    DataPage other;
    other.restoreState(settings);
    EXPECT_EQ(other.tab(), DataPage::Convert);
    EXPECT_EQ(other.findChild<QLineEdit*>(QStringLiteral("openPath"))->text(), QStringLiteral("/some/where"));
    EXPECT_EQ(other.findChild<QLineEdit*>(QStringLiteral("alignLandmarks"))->text(),
              QStringLiteral("/some/list.txt"));
    EXPECT_EQ(other.findChild<QComboBox*>(QStringLiteral("alignSize"))->currentIndex(), 2);
    EXPECT_EQ(other.findChild<QComboBox*>(QStringLiteral("convertFormat"))->currentIndex(), 3);
    EXPECT_EQ(other.backboneTab()->form()->options().model.input.height, 96);
    EXPECT_FALSE(other.openTab()->isBusy()) << "nothing is looked at without being asked";
}

TEST_F(DataPageTest, EveryShownControlHasANameAndIsReachedByTab) {
    for (int tab = DataPage::Open; tab < DataPage::TabCount; ++tab) {
        page.showTab(static_cast<DataPage::Tab>(tab));
        for (const QWidget* control : page.findChildren<QWidget*>()) {
            const auto* button = qobject_cast<const QAbstractButton*>(control);
            const auto* edit = qobject_cast<const QLineEdit*>(control);
            const bool ofQt = qobject_cast<const QLineEdit*>(control->parent()) != nullptr ||
                              qobject_cast<const QComboBox*>(control->parent()) != nullptr ||
                              control->objectName().startsWith(QLatin1String("qt_"));
            if ((button == nullptr && edit == nullptr) || !control->isVisible() || ofQt) {
                continue;
            }
            EXPECT_FALSE(control->accessibleName().isEmpty() &&
                         (button == nullptr || button->text().isEmpty()))
                << tab << ": " << control->objectName().toStdString();
            if (control->objectName().isEmpty()) {
                continue;  // a table's corner
            }
            EXPECT_TRUE(control->focusPolicy() & Qt::TabFocus) << control->objectName().toStdString();
        }
    }
}

}  // namespace
}  // namespace pf::ui
