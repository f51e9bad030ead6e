#include "ui/kit/thumbnail_loader.h"

#include <gtest/gtest.h>

#include <QColor>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

/// Solid colours p0/red.png ... and one file that is no image.
class ThumbnailLoaderTest : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(QDir(folder.path()).mkpath(QStringLiteral("p0")));
        for (int i = 0; i < kImages; ++i) {
            QImage image(64, 48, QImage::Format_RGB32);
            image.fill(QColor(10 * i, 100, 200));
            ASSERT_TRUE(image.save(folder.filePath(QStringLiteral("p0/%1.png").arg(i))));
        }
        catalog = openImages({folder.path().toStdString()});
        ASSERT_EQ(catalog.size(), static_cast<std::size_t>(kImages));
    }
    std::size_t indexOf(const char* file) const {
        for (std::size_t i = 0; i < catalog.size(); ++i) {
            if (QString::fromStdString(catalog.name(i))
                    .endsWith(QLatin1Char('/') + QString::fromLatin1(file))) {
                return i;
            }
        }
        ADD_FAILURE() << file << " is not in the catalog";
        return 0;
    }
    QImage waitFor(ThumbnailLoader& loader, std::size_t index, int side) {
        QImage image;
        EXPECT_TRUE(
            QTest::qWaitFor([&] { return !(image = loader.thumbnail(index, side)).isNull(); }, kPatienceMs));
        return image;
    }

    static constexpr int kImages = 12;
    QTemporaryDir folder;
    ImageCatalog catalog;
};

TEST_F(ThumbnailLoaderTest, DecodesAwayFromTheCallerAndKeepsTheShape) {
    ThumbnailLoader loader;
    loader.setCatalog(catalog);
    const std::size_t index = indexOf("3.png");
    EXPECT_TRUE(loader.thumbnail(index, 32).isNull()) << "nothing may be decoded on the caller's thread";
    const QImage image = waitFor(loader, index, 32);
    EXPECT_EQ(image.size(), QSize(32, 24));
    EXPECT_EQ(image.pixel(16, 12), qRgb(30, 100, 200));
}

TEST_F(ThumbnailLoaderTest, StaysWithinItsMemory) {
    constexpr std::size_t kLimit = 3 * 64 * 48 * 4;
    ThumbnailLoader loader(nullptr, kLimit);
    loader.setCatalog(catalog);
    for (std::size_t i = 0; i < kImages; ++i) {
        waitFor(loader, i, 64);
        EXPECT_LE(loader.cachedBytes(), kLimit);
    }
    EXPECT_GT(loader.cachedBytes(), 0U);
    EXPECT_FALSE(loader.thumbnail(kImages - 1, 64).isNull()) << "the last used one is kept";
    EXPECT_TRUE(loader.thumbnail(0, 64).isNull()) << "the oldest one went";
}

TEST_F(ThumbnailLoaderTest, TellsOnceWhyAnImageCannotBeDecoded) {
    QFile broken(folder.filePath(QStringLiteral("p0/5.png")));
    ASSERT_TRUE(broken.open(QIODevice::ReadWrite));
    ASSERT_TRUE(broken.resize(40));
    broken.close();
    const std::size_t index = indexOf("5.png");
    ThumbnailLoader loader;
    loader.setCatalog(catalog);
    QSignalSpy failed(&loader, &ThumbnailLoader::failed);
    loader.thumbnail(index, 32);
    ASSERT_TRUE(QTest::qWaitFor([&] { return loader.failure(index).has_value(); }, kPatienceMs));
    EXPECT_FALSE(loader.failure(index)->isEmpty());
    EXPECT_TRUE(loader.thumbnail(index, 32).isNull());
    EXPECT_TRUE(loader.thumbnail(index, 64).isNull());
    EXPECT_EQ(loader.waiting(), 0U) << "a broken image is not decoded again";
    EXPECT_EQ(failed.count(), 1);
}

TEST_F(ThumbnailLoaderTest, AnotherCatalogForgetsTheFirst) {
    ThumbnailLoader loader;
    loader.setCatalog(catalog);
    waitFor(loader, 0, 32);
    loader.thumbnail(1, 32);
    loader.setCatalog(openImages({"synthetic:identities=1,images=2,size=48"}));
    EXPECT_EQ(loader.cachedBytes(), 0U);
    EXPECT_EQ(loader.waiting(), 0U);
    EXPECT_EQ(waitFor(loader, 1, 48).size(), QSize(48, 48));
}

TEST_F(ThumbnailLoaderTest, DropsTheOldestOfTooManyWishes) {
    const ImageCatalog many = openImages({"synthetic:identities=200,images=10,size=32"});
    ThumbnailLoader loader;
    loader.setCatalog(many);
    for (std::size_t i = 0; i < many.size(); ++i) {
        loader.thumbnail(i, 32);
    }
    EXPECT_LT(loader.waiting(), 1000U);
    waitFor(loader, many.size() - 1, 32);  // the latest wishes come first
}

}  // namespace
}  // namespace pf::ui
