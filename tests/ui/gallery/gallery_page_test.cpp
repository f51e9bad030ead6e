// The gallery driven by mouse and keyboard.
#include "ui/gallery/gallery_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "tests/ui/gallery/gallery_fixtures.h"
#include "tests/ui/kit/found.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/gallery_filters.h"
#include "ui/gallery/identity_view.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/faces/unreadable_images.h"
#include "ui/kit/model_service.h"
#include "ui/kit/number_text.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;
constexpr auto kFaces = "synthetic:identities=4,images=10,size=64";

double rising(std::size_t index) {
    return 0.25 + static_cast<double>(index) / 128;
}

class GalleryPageTest : public PageTest<GalleryPage> {
  protected:
    FaceGridView* grid() { return find<FaceGridView>("galleryGrid"); }
    void type(const char* source) {
        QLineEdit* edit = page.findChild<QComboBox*>(QStringLiteral("sourceCombo"))->lineEdit();
        edit->clear();
        QTest::keyClicks(edit, QString::fromLatin1(source));
        QTest::keyClick(edit, Qt::Key_Return);
        ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    }
    void loadWithSigma() {
        type(kFaces);
        ASSERT_TRUE(page.faces());
        page.setMeasured(
            withMeasurements(page.faces(), measurementsOf(page.faces()->catalog, rising), ModelInfo{}));
    }
    QString sigmaShown() { return find<QLabel>("inspectorSigma")->text(); }
};

TEST_F(GalleryPageTest, ShowsImagesBeforeAModelIsChosen) {
    EXPECT_TRUE(find<EmptyState>("galleryEmpty")->button()->isVisible());
    type(kFaces);
    EXPECT_EQ(grid()->model()->rowCount(), 40);
    EXPECT_TRUE(grid()->isVisible());
    EXPECT_FALSE(find<QLabel>("galleryError")->isVisible());
}

TEST_F(GalleryPageTest, SaysWhatIsWrongWithASource) {
    type("/no/such/folder");
    const auto* error = find<QLabel>("galleryError");
    EXPECT_TRUE(error->isVisible());
    EXPECT_TRUE(error->text().contains(QStringLiteral("/no/such/folder"))) << error->text().toStdString();
    type(kFaces);
    EXPECT_FALSE(error->isVisible()) << "a success clears the error";
}

TEST_F(GalleryPageTest, AModelThatDoesNotExistLeavesTheImagesAndAnError) {
    find<QComboBox>("modelCombo")->setEditText(QStringLiteral("/no/such/model"));
    type(kFaces);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_EQ(grid()->model()->rowCount(), 40);
    EXPECT_TRUE(find<QLabel>("galleryError")->text().contains(QStringLiteral("/no/such/model")));
}

TEST_F(GalleryPageTest, TheNewestOfTwoQuickLoadsWins) {
    page.openModel({}, {QString::fromLatin1(kFaces)});
    page.openModel({}, {QStringLiteral("synthetic:identities=2,images=3,size=32")});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_EQ(grid()->model()->rowCount(), 6);
}

TEST_F(GalleryPageTest, SortsAndWalksWithTheKeyboard) {
    loadWithSigma();
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_Home);
    EXPECT_EQ(sigmaShown(), sigmaText(rising(39)));
    QTest::keyClick(grid(), Qt::Key_Right);
    EXPECT_EQ(sigmaShown(), sigmaText(rising(38)));
    QTest::keyClick(grid(), Qt::Key_End);
    EXPECT_EQ(sigmaShown(), sigmaText(rising(0)));
    QTest::keyClick(grid(), Qt::Key_PageUp);
    EXPECT_NE(sigmaShown(), sigmaText(rising(0)));
    QTest::keyClick(grid(), Qt::Key_Escape);
    EXPECT_TRUE(grid()->selectionModel()->selectedIndexes().isEmpty());
    EXPECT_FALSE(find<QLabel>("inspectorSigma")->isVisible());

    auto* sort = find<QComboBox>("gallerySort");
    QTest::keyClick(sort, Qt::Key_Down);
    QTest::keyClick(grid(), Qt::Key_Home);
    EXPECT_EQ(sigmaShown(), sigmaText(rising(0)));
}

TEST_F(GalleryPageTest, AClickShowsTheFaceInTheInspector) {
    loadWithSigma();
    const QModelIndex third = grid()->model()->index(2, 0);
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, grid()->visualRect(third).center());
    EXPECT_EQ(sigmaShown(), sigmaText(rising(37)));
    EXPECT_EQ(find<QLabel>("inspectorPercentile")->text(), QStringLiteral("93.8 %"));  // 37.5 of 40
    EXPECT_EQ(find<QLabel>("inspectorIdentity")->text().toStdString(), page.faces()->identityOf(37));
    EXPECT_EQ(find<QLabel>("inspectorDegradation")->text(),
              QString::number(*page.faces()->catalog.degradation(37), 'f', 3));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return !find<QLabel>("inspectorImage")->pixmap(Qt::ReturnByValue).isNull(); }, kPatienceMs));
    QTest::mouseClick(find<QPushButton>("onlyThisPerson"), Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 10; }, kPatienceMs));
}

TEST_F(GalleryPageTest, DraggingOverTheHistogramFiltersAndADoubleClickClears) {
    loadWithSigma();
    auto* histogram = find<SigmaHistogram>("sigmaHistogram");
    const int y = histogram->height() / 2;
    QTest::mousePress(histogram, Qt::LeftButton, {}, QPoint(histogram->width() / 2, y));
    QTest::mouseMove(histogram, QPoint(histogram->width() * 3 / 4, y));
    QTest::mouseMove(histogram, QPoint(histogram->width() + 50, y));
    QTest::mouseRelease(histogram, Qt::LeftButton, {}, QPoint(histogram->width() + 50, y));
    ASSERT_TRUE(histogram->range().has_value());
    EXPECT_DOUBLE_EQ((*histogram->range())[1], rising(39));
    ASSERT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() < 40; }, kPatienceMs));
    for (int row = 0; row < grid()->model()->rowCount(); ++row) {
        EXPECT_GE(grid()->model()->index(row, 0).data(FaceGridModel::SigmaSqRole).toDouble(),
                  (*histogram->range())[0]);
    }
    EXPECT_TRUE(find<QLabel>("shownCount")->text().contains(QStringLiteral("of 40")));
    QTest::mouseDClick(histogram, Qt::LeftButton, {}, QPoint(histogram->width() / 4, y));
    EXPECT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 40; }, kPatienceMs));
}

TEST_F(GalleryPageTest, AFilterThatPassesNothingSaysSo) {
    loadWithSigma();
    auto* search = find<QLineEdit>("identitySearch");
    QTest::keyClicks(search, QString::fromStdString(page.faces()->identities[2]));
    auto* people = find<QListView>("identityList");
    ASSERT_EQ(people->model()->rowCount(), 1);
    QTest::mouseClick(people->viewport(), Qt::LeftButton, {},
                      people->visualRect(people->model()->index(0, 0)).center());
    ASSERT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 10; }, kPatienceMs));
    // That person's sigma² are all above the range's low end.
    find<SigmaHistogram>("sigmaHistogram")->setRange(SigmaHistogram::Range{rising(0), rising(5)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 0; }, kPatienceMs));
    EXPECT_FALSE(grid()->isVisible());
    QTest::mouseClick(find<QPushButton>("clearFilters"), Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 40; }, kPatienceMs));
    EXPECT_TRUE(grid()->isVisible());
}

TEST_F(GalleryPageTest, CtrlWheelAndTheSliderChangeTheTiles) {
    loadWithSigma();
    const int before = grid()->tileSide();
    const QPoint centre = grid()->viewport()->rect().center();
    QWheelEvent wheel(centre, grid()->viewport()->mapToGlobal(centre), {}, QPoint(0, 120), Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(grid()->viewport(), &wheel);
    EXPECT_GT(grid()->tileSide(), before);
    auto* slider = find<QSlider>("gallerySize");
    EXPECT_EQ(slider->value(), grid()->tileSide());
    QTest::keyClick(slider, Qt::Key_Home);
    EXPECT_EQ(grid()->tileSide(), FaceGridView::kMinimumTile);
}

TEST_F(GalleryPageTest, TheFigureGroupsFacesOfEachPerson) {
    QTest::mouseClick(find<QToolButton>("viewIdentities"), Qt::LeftButton);
    loadWithSigma();
    auto* rows = find<QListView>("identityRows");
    ASSERT_TRUE(rows->isVisible());
    ASSERT_EQ(rows->model()->rowCount(), 4);
    const auto* model = qobject_cast<IdentityModel*>(rows->model());
    EXPECT_EQ(model->row(0).label, 3) << "high to low: the last person's sigma² are the highest";
    EXPECT_EQ(model->row(0).groups[0], (FaceIndices{30, 31, 32}));
    EXPECT_EQ(model->row(0).groups[2], (FaceIndices{37, 38, 39}));
    // The first face of the first row, just right of the name.
    const FigureLayout layout = page.findChild<IdentityView*>()->figureLayout();
    const QPoint face(static_cast<int>(layout.groupLeft(0) + 10), 20);
    QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, face);
    EXPECT_EQ(sigmaShown(), sigmaText(rising(30)));
    QTest::keyClick(rows, Qt::Key_Right);
    EXPECT_EQ(sigmaShown(), sigmaText(rising(31)));
    QTest::keyClick(rows, Qt::Key_Escape);
    EXPECT_FALSE(find<QLabel>("inspectorSigma")->isVisible());
}

TEST_F(GalleryPageTest, ListsImagesThatCouldNotBeRead) {
    type(kFaces);
    page.setMeasured(withMeasurements(
        page.faces(),
        measurementsOf(page.faces()->catalog, [](std::size_t i) { return i < 3 ? 0.0 : rising(i); }),
        ModelInfo{}));
    auto* button = find<QPushButton>("galleryProblems");
    ASSERT_TRUE(button->isVisible());
    EXPECT_EQ(button->text(), QStringLiteral("3 images could not be read"));
    QTest::mouseClick(button, Qt::LeftButton);
    const auto* list = page.findChild<QDialog*>(QStringLiteral("problemList"));
    ASSERT_NE(list, nullptr);
    EXPECT_TRUE(list->isVisible());
    EXPECT_EQ(list->findChild<QListView*>(QStringLiteral("problemLines"))->model()->rowCount(), 3);
}

TEST_F(GalleryPageTest, RestoresWhatWasChosen) {
    QSettings settings(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
    type(kFaces);
    find<QComboBox>("gallerySort")->setCurrentIndex(2);
    find<QSlider>("gallerySize")->setValue(160);
    page.saveState(settings);
    GalleryPage other{std::make_shared<ModelService>()};
    other.restoreState(settings);
    EXPECT_EQ(other.findChild<QComboBox*>(QStringLiteral("gallerySort"))->currentIndex(), 2);
    EXPECT_EQ(other.findChild<FaceGridView*>()->tileSide(), 160);
    EXPECT_EQ(other.findChild<QComboBox*>(QStringLiteral("sourceCombo"))->currentText(),
              QString::fromLatin1(kFaces));
}

}  // namespace
}  // namespace pf::ui
