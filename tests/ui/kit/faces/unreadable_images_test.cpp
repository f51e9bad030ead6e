#include "ui/kit/faces/unreadable_images.h"

#include <gtest/gtest.h>

#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/kit/faces/cut_image.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {
namespace {

TEST(UnreadableImages, ListsEachImageOnceHoweverOftenItFailed) {
    QTemporaryDir folder;
    const ImageCatalog images = wholeAndCutImage(folder);
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
