// The gallery with a trained model: what was computed stays, and is seen while it is computed.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/session/small_run.h"
#include "tests/support/temporary_folder.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/gallery_page.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/source_selector.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 60000;
constexpr auto kFaces = "synthetic:identities=4,images=10,size=64";
constexpr auto kMany = "synthetic:identities=40,images=25,size=64";

class GalleryModelTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        runs = std::make_unique<test::TemporaryFolder>();
        // Small pictures, and a head that knows them: another size would be warned of.
        Options options = test::smallOptions(runs->path());
        options.data.train.front() += ",size=64";
        test::trainSmall(options, *runs / "run");
    }
    static void TearDownTestSuite() { runs.reset(); }
    void SetUp() override {
        page.resize(1290, 700);
        page.show();
        page.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
    }
    QString model() const { return QString::fromStdString((*runs / "run").string()); }
    void open(const char* faces) {
        page.openModel(model(), {QString::fromLatin1(faces)});
        ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
        ASSERT_EQ(page.findChild<QLabel*>(QStringLiteral("galleryError"))->text().toStdString(), "");
    }
    std::size_t known() const { return page.faces() ? page.faces()->sortedSigmaSq.size() : 0; }

    static std::unique_ptr<test::TemporaryFolder> runs;
    std::shared_ptr<ModelService> service = std::make_shared<ModelService>();
    GalleryPage page{service, nullptr};
};
std::unique_ptr<test::TemporaryFolder> GalleryModelTest::runs;

TEST_F(GalleryModelTest, GivesTheNumbersOfTheEngine) {
    open(kFaces);
    RunControl control;
    FaceModel engine(*runs / "run");
    const EmbeddingSet set = engine.embed(page.faces()->catalog, control, nullptr);
    const std::vector<double> expected = set.sigmaSummary();
    ASSERT_EQ(page.faces()->sigmaSq.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(page.faces()->sigmaSq[i], expected[i], 1e-6 * expected[i]) << "whatever the parts were";
    }
}

TEST_F(GalleryModelTest, SigmaSurvivesTheTabKeyTheListAndAnotherPage) {
    open(kFaces);
    const std::vector<double> before = page.faces()->sigmaSq;
    auto* combo = page.findChild<PathCombo*>(QStringLiteral("modelCombo"));
    combo->setFocus();
    for (int i = 0; i < 30; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        ASSERT_FALSE(page.isBusy()) << "nothing was asked for";
    }
    QTest::mouseClick(combo, Qt::LeftButton, {}, QPoint(combo->width() - 6, combo->height() / 2));
    ASSERT_TRUE(QTest::qWaitFor([&] { return combo->view()->isVisible(); }));
    QTest::keyClick(combo->view(), Qt::Key_Escape);
    page.hide();
    page.show();
    page.activated();
    QTest::qWait(200);
    EXPECT_FALSE(page.isBusy());
    EXPECT_EQ(page.faces()->sigmaSq, before);
}

TEST_F(GalleryModelTest, NormsAreMeasuredWhenTheyAreAskedFor) {
    open(kFaces);
    EXPECT_FALSE(page.faces()->hasNorms());
    const std::vector<double> sigmaSq = page.faces()->sigmaSq;
    page.findChild<QCheckBox*>(QStringLiteral("galleryNorms"))->click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    RunControl control;
    FaceModel engine(*runs / "run");
    engine.measureNorms(true);
    const EmbeddingSet set = engine.embed(page.faces()->catalog, control, nullptr);
    ASSERT_EQ(set.norms.size(), 40U) << "the demonstration's network does not normalise itself";
    ASSERT_EQ(page.faces()->norms.size(), 40U);
    for (std::size_t i = 0; i < 40; ++i) {
        EXPECT_NEAR(page.faces()->norms[i], set.norms[i], 1e-5 * set.norms[i]);
        EXPECT_NEAR(page.faces()->sigmaSq[i], sigmaSq[i], 1e-6 * sigmaSq[i]);
    }
}

TEST_F(GalleryModelTest, WhatWasComputedIsNotComputedAgain) {
    open(kFaces);
    const std::vector<double> before = page.faces()->sigmaSq;
    open("synthetic:identities=2,images=2,size=64");
    // Whoever has to compute waits for the model, which is lent to the test now.
    RunControl control;
    const ModelService::Lease lent = service->borrow(*runs / "run", control);
    page.openModel({}, {QString::fromLatin1(kFaces)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_EQ(page.faces()->sigmaSq, before);
    EXPECT_TRUE(page.faces()->model.has_value());
}

TEST_F(GalleryModelTest, ShowsSigmaAsItArrivesAndKeepsItWhenStopped) {
    page.openModel(model(), {QString::fromLatin1(kMany)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return known() > 0; }, kPatienceMs));
    ASSERT_TRUE(page.isBusy()) << "a thousand images are not done with the first";
    auto* stop = page.findChild<QPushButton*>(QStringLiteral("galleryStop"));
    QTest::mouseClick(stop, Qt::LeftButton);
    EXPECT_FALSE(page.isBusy()) << "a stop is at once";
    const std::size_t stopped = known();
    EXPECT_LT(stopped, 1000U);
    EXPECT_TRUE(page.findChild<QLabel*>(QStringLiteral("galleryState"))
                    ->text()
                    .contains(QStringLiteral("of 1,000 images")));
    const auto* grid = page.findChild<FaceGridView*>();
    EXPECT_TRUE(grid->model()->index(0, 0).data(FaceGridModel::SigmaSqRole).toDouble() > 0);

    std::vector<std::size_t> seen;
    page.openModel({}, {});
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            seen.push_back(known());
            return !page.isBusy();
        },
        kPatienceMs));
    EXPECT_EQ(known(), 1000U);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end())) << "there is only ever more";
    EXPECT_GE(seen.front(), stopped) << "goes on where it was stopped";
}

TEST_F(GalleryModelTest, AnotherRequestBetweenLosesNothing) {
    page.openModel(model(), {QString::fromLatin1(kMany)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return known() > 0; }, kPatienceMs));
    const std::size_t before = known();
    page.openModel({}, {QString::fromLatin1(kFaces)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_EQ(known(), 40U);
    page.openModel({}, {QString::fromLatin1(kMany)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return known() > 40; }, kPatienceMs));
    EXPECT_GE(known(), before);
}

TEST_F(GalleryModelTest, APictureThatWasReplacedIsMeasuredAgain) {
    QTemporaryDir folder;
    const ImageCatalog drawn = openImages({"synthetic:identities=2,images=1,size=64"});
    const auto write = [&folder, &drawn](std::size_t picture, const char* name) {
        const RgbImage image = drawn.image(picture);
        const QImage pixels(image.pixels.data(), image.width, image.height, 3 * image.width,
                            QImage::Format_RGB888);
        ASSERT_TRUE(pixels.save(folder.filePath(QString::fromLatin1(name)), "PNG"));
    };
    write(0, "a.png");
    write(0, "b.png");
    page.openModel(model(), {folder.path()});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    ASSERT_EQ(known(), 2U);
    EXPECT_EQ(page.faces()->sigmaSq[0], page.faces()->sigmaSq[1]) << "the same picture twice";
    QTest::qWait(20);  // a time stamp later
    write(1, "b.png");
    page.openModel({}, {});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    EXPECT_NE(page.faces()->sigmaSq[0], page.faces()->sigmaSq[1]);
}

}  // namespace
}  // namespace pf::ui
