// What is done with a face of the gallery: its menu, double clicks.
#include "ui/gallery/face_actions.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

#include "tests/ui/gallery/folder_gallery.h"
#include "tests/ui/kit/found.h"
#include "ui/gallery/face_grid_view.h"

namespace pf::ui {
namespace {

/// Takes the place of the desktop's programs: a widget with a slot for addresses.
class OpenedFiles : public QTextBrowser {
  public:
    OpenedFiles() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "setSource"); }
    ~OpenedFiles() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }
    QStringList paths;

  protected:
    void doSetSource(const QUrl& url, QTextDocument::ResourceType) override { paths << url.toLocalFile(); }
};

class FaceActionsTest : public FolderGallery {
  protected:
    /// Right click on the first face; `use` gets the menu.
    template <class Use>
    void withMenu(Use use) {
        withMenuAt(grid(), grid()->visualRect(grid()->model()->index(0, 0)).center(), use);
    }
    static QAction* action(QMenu& menu, const char* name) {
        return found<QAction>(menu, QString::fromLatin1(name));
    }
};

TEST_F(FaceActionsTest, TheMenuOfAFaceSpeaksOfItsFile) {
    QSignalSpy compare(&page, &GalleryPage::compareRequested);
    OpenedFiles opened;
    // The highest sigma² first: bob's last.
    withMenu([this](QMenu& menu) {
        action(menu, "copyPathAction")->trigger();
        action(menu, "openPathAction")->trigger();
        action(menu, "revealAction")->trigger();
        action(menu, "useAsLeft")->trigger();
        action(menu, "useAsRight")->trigger();
        action(menu, "onlyThisPersonAction")->trigger();
    });
    EXPECT_EQ(QApplication::clipboard()->text(), file("bob", 2));
    EXPECT_EQ(opened.paths, (QStringList{file("bob", 2), folder.filePath(QStringLiteral("bob"))}));
    ASSERT_EQ(compare.count(), 2);
    EXPECT_EQ(compare[0][1].toString(), file("bob", 2));
    EXPECT_EQ(compare[0][2].toString(), QString()) << "the other side stays";
    EXPECT_EQ(compare[1][2].toString(), file("bob", 2));
    EXPECT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 3; }, kPatienceMs));
}

TEST_F(FaceActionsTest, ADoubleClickAndEnterOpenTheFile) {
    OpenedFiles opened;
    const QPoint place = grid()->visualRect(grid()->model()->index(1, 0)).center();
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(grid()->viewport(), Qt::LeftButton, {}, place);
    EXPECT_EQ(opened.paths, QStringList{file("bob", 1)});
    QTest::keyClick(grid(), Qt::Key_Return);
    EXPECT_EQ(opened.paths, (QStringList{file("bob", 1), file("bob", 1)}));
}

TEST_F(FaceActionsTest, AFaceWithoutAFileSaysSo) {
    open(QStringLiteral("synthetic:identities=1,images=2,size=32"));
    OpenedFiles opened;
    QSignalSpy told(&page, &Page::messageRequested);
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_Home);
    QTest::keyClick(grid(), Qt::Key_Return);
    EXPECT_TRUE(opened.paths.isEmpty());
    EXPECT_EQ(told.count(), 1);
    withMenu([](QMenu& menu) {
        EXPECT_FALSE(action(menu, "openPathAction")->isEnabled());
        EXPECT_FALSE(action(menu, "useAsLeft")->isEnabled());
    });
}

TEST_F(FaceActionsTest, TheNormIsAnOrderOfItsOwn) {
    auto* sort = page.findChild<QComboBox*>(QStringLiteral("gallerySort"));
    sort->setCurrentIndex(static_cast<int>(GallerySort::NormAscending));
    EXPECT_EQ(grid()->model()->index(0, 0).data(FaceGridModel::NormRole).toDouble(), 1);
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {},
                      grid()->visualRect(grid()->model()->index(0, 0)).center());
    EXPECT_EQ(page.findChild<QLabel*>(QStringLiteral("inspectorNorm"))->text(), QStringLiteral("1.00"));
}

}  // namespace
}  // namespace pf::ui
