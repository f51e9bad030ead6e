// The Data page's models, commands and rules about paths.
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/weight_listing.h"
#include "core/session/commands/file_commands.h"
#include "tests/ui/data/data_fixtures.h"
#include "ui/data/weights/tensor_table.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/kit/text_table_model.h"

namespace pf::ui {
namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

WeightListing manyTensors(std::int64_t count) {
    WeightListing listing;
    listing.format = "safetensors";
    for (std::int64_t i = 0; i < count; ++i) {
        TensorListing tensor;
        tensor.name = "layer" + std::to_string(i) + (i % 2 == 0 ? ".weight" : ".bias");
        tensor.type = "float32";
        tensor.shape = i % 2 == 0 ? std::vector<std::int64_t>{i + 1, 3} : std::vector<std::int64_t>{i + 1};
        tensor.bytes = static_cast<std::uint64_t>(4 * (i + 1) * (i % 2 == 0 ? 3 : 1));
        listing.tensors.push_back(tensor);
    }
    listing.parameters = 12345;
    return listing;
}

TEST(TensorTableModelTest, ListsNamesTypesAndShapes) {
    TensorTableModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setTensors(manyTensors(5).tensors);
    ASSERT_EQ(model.rowCount(), 5);
    EXPECT_EQ(model.index(2, TensorTableModel::Name).data().toString(), QStringLiteral("layer2.weight"));
    EXPECT_EQ(model.index(2, TensorTableModel::Type).data().toString(), QStringLiteral("float32"));
    EXPECT_EQ(model.index(2, TensorTableModel::Shape).data().toString(), QStringLiteral("3 × 3"));
    EXPECT_EQ(model.index(2, TensorTableModel::Bytes).data().toString(), QStringLiteral("36"));
    EXPECT_EQ(model.index(2, TensorTableModel::Shape).data(TensorTableModel::kSortRole).toDouble(), 9);
    EXPECT_EQ(shapeText({}), QStringLiteral("scalar"));
    model.setTensors({});
    EXPECT_EQ(model.rowCount(), 0);
}

TEST(TensorTableModelTest, SortsAndFiltersTenThousandRows) {
    TensorTableModel model;
    QSortFilterProxyModel shown;
    shown.setSourceModel(&model);
    shown.setSortRole(TensorTableModel::kSortRole);
    const QAbstractItemModelTester tester(&shown, kFatal);
    model.setTensors(manyTensors(10000).tensors);
    shown.sort(TensorTableModel::Bytes, Qt::DescendingOrder);
    // Numbers, not texts: 9,999 rows of three values are the most.
    EXPECT_EQ(shown.index(0, TensorTableModel::Name).data().toString(), QStringLiteral("layer9998.weight"));
    EXPECT_EQ(shown.index(9999, TensorTableModel::Name).data().toString(), QStringLiteral("layer1.bias"));
    shown.setFilterFixedString(QStringLiteral("layer77"));
    EXPECT_EQ(shown.rowCount(), 111) << "77, 770 to 779, 7700 to 7799";
}

TEST(TensorTableTest, TypingSearchesNamesAndShapes) {
    TensorTable table;
    table.setListing(manyTensors(10000), true);
    table.resize(800, 400);
    table.show();
    EXPECT_EQ(table.shownCount(), 10000);
    auto* count = table.findChild<QLabel*>(QStringLiteral("tensorCount"));
    EXPECT_TRUE(count->text().contains(QStringLiteral("10,000 tensors"))) << count->text().toStdString();
    EXPECT_TRUE(count->text().contains(QStringLiteral("12,345 parameters")));
    auto* filter = table.findChild<QLineEdit*>(QStringLiteral("tensorFilter"));
    QTest::keyClicks(filter, QStringLiteral("9999x3"));
    EXPECT_EQ(table.shownCount(), 1) << "a shape as one types it";
    EXPECT_TRUE(count->text().contains(QStringLiteral("1 of 10,000")));
    filter->clear();
    QTest::keyClicks(filter, QStringLiteral("LAYER9998"));
    EXPECT_EQ(table.shownCount(), 1);
    table.setMessage(QStringLiteral("it cannot be read"));
    EXPECT_EQ(count->text(), QStringLiteral("it cannot be read"));
    EXPECT_FALSE(table.findChild<QTableView*>(QStringLiteral("tensorView"))->isVisible());
}

TEST(TextTableModelTest, ShortRowsHaveEmptyCells) {
    TextTableModel model({QStringLiteral("Photo"), QStringLiteral("Remark")});
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setRows({{QStringLiteral("a.jpg"), QStringLiteral("no face")}, {QStringLiteral("b.jpg")}});
    EXPECT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.index(0, 1).data().toString(), QStringLiteral("no face"));
    EXPECT_EQ(model.index(1, 1).data().toString(), QString());
    EXPECT_EQ(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Remark"));
    EXPECT_EQ(model.text(), QStringLiteral("Photo\tRemark\na.jpg\tno face\nb.jpg\n"));
}

TEST(PathKinds, KnowPicturesSetsAndForeignFiles) {
    const QTemporaryDir folder;
    EXPECT_TRUE(isImageFile(QStringLiteral("/x/A.JPG")));
    EXPECT_FALSE(isImageFile(QStringLiteral("/x/list.txt")));
    EXPECT_TRUE(isImageSource(QStringLiteral("/x/list.txt")));
    EXPECT_FALSE(isImageSource(QStringLiteral("/x/set.rec"))) << "its card comes first";
    EXPECT_TRUE(isForeignFile(QStringLiteral("/x/net.onnx")));
    EXPECT_TRUE(isForeignFile(QStringLiteral("/x/model.ckpt.index")));
    EXPECT_FALSE(isForeignFile(QStringLiteral("/x/embeddings.npz")));
    EXPECT_FALSE(isImageSource(folder.path())) << "nothing in it";
    writeFaces(folder.filePath(QStringLiteral("faces")), 1);
    EXPECT_TRUE(isImageSource(folder.path())) << "pictures two levels below";
    EXPECT_FALSE(holdsRuns(folder.path()));
    QDir(folder.path()).mkpath(QStringLiteral("demo/1"));
    QFile config(folder.filePath(QStringLiteral("demo/1/config.yaml")));
    ASSERT_TRUE(config.open(QIODevice::WriteOnly));
    EXPECT_TRUE(holdsRuns(folder.path()));
}

TEST(PathKinds, TellTensorFlowCheckpointsByTheirNames) {
    const QTemporaryDir folder;
    EXPECT_FALSE(isTensorFlowCheckpoint(folder.path().toStdString()));
    EXPECT_TRUE(isTensorFlowCheckpoint("m/ckpt-18.data-00000-of-00001"));
    EXPECT_FALSE(isTensorFlowCheckpoint("m/net.pth"));
    QFile list(folder.filePath(QStringLiteral("checkpoint")));
    ASSERT_TRUE(list.open(QIODevice::WriteOnly));
    EXPECT_TRUE(isTensorFlowCheckpoint(folder.path().toStdString()));
    QFile index(folder.filePath(QStringLiteral("ckpt-18.index")));
    ASSERT_TRUE(index.open(QIODevice::WriteOnly));
    EXPECT_TRUE(isTensorFlowCheckpoint(folder.filePath(QStringLiteral("ckpt-18")).toStdString()))
        << "the prefix of its files";
}

TEST(PathKinds, TheOpenDialogOffersEveryKind) {
    const QString everything = openFilters().first();
    for (const char* suffix : {"rec", "idx", "onnx", "pt", "pth", "safetensors", "index", "npz", "npy", "pkl",
                               "yaml", "jpg", "bin", "txt"}) {
        EXPECT_TRUE(everything.contains(QStringLiteral("*.%1").arg(QLatin1String(suffix)))) << suffix;
    }
}

}  // namespace
}  // namespace pf::ui
