#include "ui/kit/faces/unreadable_images.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {
namespace {

TEST(UnreadableImages, ListsEachImageOnceHoweverOftenItFailed) {
    QTemporaryDir folder;
    QImage picture(32, 32, QImage::Format_RGB32);
    picture.fill(Qt::gray);
    for (const char* name : {"0.png", "1.png"}) {
        ASSERT_TRUE(picture.save(folder.filePath(QString::fromLatin1(name))));
    }
    const ImageCatalog images = openImages({folder.path().toStdString()});
    ASSERT_TRUE(QFile::resize(folder.filePath(QStringLiteral("1.png")), 30));
    ThumbnailLoader loader;
    QWidget host;
    auto* button = new UnreadableImages(QStringLiteral("problems"), &loader, &host);
    host.show();
    EXPECT_FALSE(button->isVisible());
    loader.setCatalog(images);
    button->setCatalog(images);
    QSignalSpy failed(&loader, &ThumbnailLoader::failed);
    loader.thumbnail(0, 32);
    loader.thumbnail(1, 32);
    ASSERT_TRUE(failed.wait(20000));
    EXPECT_TRUE(button->isVisible());
    EXPECT_EQ(button->text(), QStringLiteral("1 image could not be read"));
    button->setKnown({images.name(1) + ": cut", "elsewhere.png: empty"}, {"2 pairs left out"});
    EXPECT_EQ(button->text(), QStringLiteral("2 images could not be read · 2 pairs left out"));
    QTest::mouseClick(button, Qt::LeftButton);
    const auto* list = button->findChild<QListView*>(QStringLiteral("problemLines"));
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(list->model()->rowCount(), 2);
    button->setCatalog(images);
    EXPECT_EQ(button->text(), QStringLiteral("2 images could not be read · 2 pairs left out"))
        << "what was known stays";
    button->setKnown({}, {});
    EXPECT_FALSE(button->isVisible());
}

}  // namespace
}  // namespace pf::ui
