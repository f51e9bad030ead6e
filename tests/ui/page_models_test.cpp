// Every item model of the gallery and evaluation pages under Qt's own model tester.
#include <gtest/gtest.h>

#include <limits>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/ui/evaluate/evaluation_fixtures.h"
#include "tests/ui/gallery/gallery_fixtures.h"
#include "ui/evaluate/result_table.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/gallery_filters.h"
#include "ui/gallery/identity_view.h"
#include "ui/kit/number_text.h"
#include "ui/kit/tick_list.h"

namespace pf::ui {
namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

GalleryDataPtr syntheticGallery() {
    const GalleryDataPtr images = makeGalleryData(openImages({"synthetic:identities=3,images=4,size=32"}));
    return withMeasurements(
        images,
        measurementsOf(images->catalog, [](std::size_t i) { return 0.25 + static_cast<double>(i) / 64; }),
        ModelInfo{});
}

TEST(FaceGridModelTest, ShowsTheGivenOrder) {
    FaceGridModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    const GalleryDataPtr data = syntheticGallery();
    model.setFaces(data, {5, 0, 11});
    ASSERT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.index(0).data(FaceGridModel::CatalogIndexRole).toUInt(), 5U);
    EXPECT_DOUBLE_EQ(model.index(2).data(FaceGridModel::SigmaSqRole).toDouble(), 0.25 + 11.0 / 64);
    EXPECT_EQ(model.rowOf(11), 2);
    EXPECT_EQ(model.rowOf(1), -1);
    EXPECT_TRUE(model.index(0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("0.3281")));
    model.setFaces(data, {});
    EXPECT_EQ(model.rowCount(), 0);
}

TEST(FaceGridModelTest, TellsWhatBecomesKnownWithoutMovingTheFaces) {
    FaceGridModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    const GalleryDataPtr images = makeGalleryData(openImages({"synthetic:identities=3,images=4,size=32"}));
    model.setFaces(images, {5, 0, 11});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.updateFaces(syntheticGallery());
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(reset.count(), 0);
    EXPECT_EQ(model.index(0).data(FaceGridModel::CatalogIndexRole).toUInt(), 5U);
    EXPECT_DOUBLE_EQ(model.index(0).data(FaceGridModel::SigmaSqRole).toDouble(), 0.25 + 5.0 / 64);
    EXPECT_DOUBLE_EQ(model.index(0).data(FaceGridModel::NormRole).toDouble(), 6);
}

TEST(SigmaText, KeepsFourDigits) {
    EXPECT_EQ(sigmaText(0.35), QStringLiteral("0.3500"));
    EXPECT_EQ(sigmaText(0.00001234), QStringLiteral("1.234e-05"));
    EXPECT_EQ(sigmaText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("–"));
}

TEST(IdentityModelTest, HasARowPerPerson) {
    IdentityModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    const GalleryDataPtr data = syntheticGallery();
    model.setRows(data, identityRows(*data, GallerySort::Name, {}, 3));
    ASSERT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.index(1).data().toString().toStdString(), data->identities[1]);
    EXPECT_EQ(model.row(1).total, 4U);
}

TEST(IdentityListModelTest, BeginsWithEveryone) {
    IdentityListModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    EXPECT_EQ(model.rowCount(), 0);
    model.setFaces(syntheticGallery());
    ASSERT_EQ(model.rowCount(), 4);
    EXPECT_EQ(model.index(0).data(IdentityListModel::LabelRole).toInt(), -1);
    EXPECT_TRUE(model.index(1).data().toString().endsWith(QStringLiteral("(4)")));
}

TEST(TickListModelTest, AddsRenamesTicksAndRemoves) {
    TickListModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    const QSignalSpy changed(&model, &TickListModel::entriesChanged);
    model.add(QStringLiteral("lfw"), QStringLiteral("/a/lfw.bin"));
    model.add(QStringLiteral("lfw"), QStringLiteral("/b/lfw.bin"));
    model.add(QStringLiteral("again"), QStringLiteral("/a/lfw.bin"));
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.entries()[1].name, QStringLiteral("lfw 2"));
    EXPECT_FALSE(model.setData(model.index(1), QStringLiteral("lfw"), Qt::EditRole)) << "the name is taken";
    EXPECT_FALSE(model.setData(model.index(1), QStringLiteral("  "), Qt::EditRole));
    EXPECT_TRUE(model.setData(model.index(1), QStringLiteral(" other "), Qt::EditRole));
    EXPECT_TRUE(model.setData(model.index(0), Qt::Unchecked, Qt::CheckStateRole));
    ASSERT_EQ(model.ticked().size(), 1U);
    EXPECT_EQ(model.ticked()[0].name, QStringLiteral("other"));
    const QStringList stored = model.toText();
    model.remove(0);
    model.remove(5);
    EXPECT_EQ(model.rowCount(), 1);
    EXPECT_GT(changed.count(), 3);
    model.fromText(stored);
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_FALSE(model.entries()[0].ticked);
    EXPECT_EQ(model.entries()[1].path, QStringLiteral("/b/lfw.bin"));
}

TEST(ShortNames, ComeFromThePath) {
    EXPECT_EQ(shortSetName(QStringLiteral("/data/lfw.bin")), QStringLiteral("lfw"));
    EXPECT_EQ(shortSetName(QStringLiteral("/data/faces/")), QStringLiteral("faces"));
    EXPECT_EQ(shortSetName(QStringLiteral("synthetic:pairs=600")), QStringLiteral("synthetic"));
    EXPECT_EQ(shortModelName(QStringLiteral("/runs/demo/20260101-120000/")),
              QStringLiteral("demo/20260101-120000"));
    EXPECT_EQ(shortModelName(QStringLiteral("/r/demo/2026/checkpoints/step-500.safetensors")),
              QStringLiteral("demo/2026 step-500"));
}

TEST(ResultTableModelTest, ShowsAndExportsEveryNumber) {
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    EvaluationResult failed = fakeResult(QStringLiteral("m"), QStringLiteral("cfp"), 0.9);
    failed.error = QStringLiteral("does not exist");
    model.setResults({fakeResult(QStringLiteral("run, one"), QStringLiteral("lfw"), 0.9915), failed});
    ASSERT_EQ(model.rowCount(), 1) << "a failed set has no numbers";
    EXPECT_EQ(model.index(0, 0).data().toString(), QStringLiteral("run, one"));
    EXPECT_EQ(model.index(0, 2).data().toString(), QStringLiteral("6,000"));
    EXPECT_EQ(model.index(0, 3).data().toString(), QStringLiteral("99.15 %"));
    const QStringList lines = model.csv().split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
    ASSERT_EQ(lines.size(), 2);
    EXPECT_TRUE(lines[1].startsWith(QStringLiteral("\"run, one\",lfw,6000,0.9915,")));
    EXPECT_EQ(lines[0].count(QLatin1Char(',')) + 1, model.columnCount());
    for (int column = 0; column < model.columnCount(); ++column) {
        EXPECT_FALSE(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty())
            << column;
    }
}

}  // namespace
}  // namespace pf::ui
