// What the gallery does with faces: menus, double clicks, files, the command.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>
#include <QToolButton>

#include "tests/ui/gallery/gallery_fixtures.h"
#include "ui/gallery/face_grid_model.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/gallery_page.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

/// Takes the place of the desktop's programs: a widget with a slot for addresses.
class OpenedFiles : public QTextBrowser {
  public:
    OpenedFiles() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "setSource"); }
    ~OpenedFiles() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }
    QStringList paths;

  protected:
    void doSetSource(const QUrl& url, QTextDocument::ResourceType) override { paths << url.toLocalFile(); }
};

class GalleryActionsTest : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* person : {"ada", "bob"}) {
            QDir(folder.path()).mkdir(QString::fromLatin1(person));
            for (int i = 0; i < 3; ++i) {
                QImage image(32, 32, QImage::Format_RGB32);
                image.fill(qRgb(40 * i, 100, person[0]));
                ASSERT_TRUE(image.save(file(person, i)));
            }
        }
        page.resize(1290, 700);
        page.show();
        page.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
        open(folder.path());
        page.setMeasured(withMeasurements(
            page.faces(), measurementsOf(page.faces()->catalog, [](std::size_t i) { return 0.25 + i / 8.0; }),
            ModelInfo{}));
    }
    QString file(const char* person, int image) const {
        return folder.filePath(QStringLiteral("%1/%2.png").arg(QString::fromLatin1(person)).arg(image));
    }
    void open(const QString& source) {
        page.openModel({}, {source});
        ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    }
    FaceGridView* grid() { return page.findChild<FaceGridView*>(); }
    /// Right click on the first face; `use` gets the menu.
    template <class Use>
    void withMenu(Use use) {
        bool asked = false;
        QTimer::singleShot(50, &page, [&] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            ASSERT_NE(menu, nullptr);
            asked = true;
            use(*menu);
            menu->close();
        });
        const QPoint place = grid()->visualRect(grid()->model()->index(0, 0)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, grid()->viewport()->mapToGlobal(place));
        QApplication::sendEvent(grid()->viewport(), &event);
        EXPECT_TRUE(asked);
    }
    static QAction* action(QMenu& menu, const char* name) {
        auto* found = menu.findChild<QAction*>(QString::fromLatin1(name));
        EXPECT_NE(found, nullptr) << name;
        return found;
    }

    QTemporaryDir folder;
    GalleryPage page;
};

TEST_F(GalleryActionsTest, TheMenuOfAFaceSpeaksOfItsFile) {
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

TEST_F(GalleryActionsTest, ADoubleClickAndEnterOpenTheFile) {
    OpenedFiles opened;
    const QPoint place = grid()->visualRect(grid()->model()->index(1, 0)).center();
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(grid()->viewport(), Qt::LeftButton, {}, place);
    EXPECT_EQ(opened.paths, QStringList{file("bob", 1)});
    QTest::keyClick(grid(), Qt::Key_Return);
    EXPECT_EQ(opened.paths, (QStringList{file("bob", 1), file("bob", 1)}));
}

TEST_F(GalleryActionsTest, AFaceWithoutAFileSaysSo) {
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

TEST_F(GalleryActionsTest, WritesWhatIsShown) {
    QSignalSpy told(&page, &Page::messageRequested);
    const auto write = [&](const char* name) {
        const QString path = folder.filePath(QString::fromLatin1(name));
        page.exportFacesTo(path);
        EXPECT_TRUE(told.wait(kPatienceMs)) << name;
        QFile written(path);
        EXPECT_TRUE(written.open(QIODevice::ReadOnly)) << name;
        return written.readAll();
    };
    const QByteArray table = write("gallery.csv");
    EXPECT_EQ(table.count('\n'), 7);
    EXPECT_TRUE(
        table.startsWith("rank,sigma_sq,percentile,identity,degradation,file,norm\n1,0.875,91.67,bob,,"))
        << table.toStdString();
    const QByteArray report = write("gallery.html");
    EXPECT_EQ(report.count("data:image/jpeg;base64,"), 6);
    EXPECT_TRUE(report.contains("0.875"));
    EXPECT_FALSE(QImage::fromData(write("sheet.png")).isNull());
    // Only one person.
    withMenu([](QMenu& menu) { action(menu, "onlyThisPersonAction")->trigger(); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 3; }, kPatienceMs));
    const QByteArray bob = write("bob.csv");
    EXPECT_EQ(bob.count('\n'), 4);
    EXPECT_TRUE(
        bob.startsWith("rank,sigma_sq,percentile,identity,degradation,file,norm,part\n1,0.875,91.67,bob,,"))
        << bob.toStdString();
    EXPECT_TRUE(bob.contains("\n3,0.625,58.33,bob,,"))
        << "rank and percentile among all: " << bob.toStdString();
    EXPECT_TRUE(bob.contains(",identity bob\n"));
    const QByteArray part = write("bob.html");
    EXPECT_EQ(part.count("data:image/jpeg;base64,"), 3);
    EXPECT_TRUE(part.contains("identity bob"));
    EXPECT_TRUE(part.contains("<td>0.25</td>")) << "the percentiles are of all faces";
    page.exportFacesTo(folder.filePath(QStringLiteral("faces.xls")));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return page.findChild<QLabel*>(QStringLiteral("galleryError"))->text().contains(".xls"); },
        kPatienceMs));
}

TEST_F(GalleryActionsTest, TheCommandDoesTheSame) {
    EXPECT_EQ(page.command(), QStringLiteral("probface inspect ") + folder.path());
    page.findChild<QComboBox*>(QStringLiteral("modelCombo"))->setEditText(QStringLiteral("/runs/my run"));
    auto* copy = page.findChild<QAction*>(QStringLiteral("galleryCopyCommand"));
    ASSERT_NE(copy, nullptr);
    copy->trigger();
    EXPECT_EQ(QApplication::clipboard()->text(),
              QStringLiteral("probface gallery --model '/runs/my run' --images %1 --out gallery")
                  .arg(folder.path()));
    page.findChild<QToolButton*>(QStringLiteral("viewIdentities"))->click();
    page.findChild<QSpinBox*>(QStringLiteral("exportCount"))->setValue(2);
    EXPECT_TRUE(page.command().endsWith(QStringLiteral(" --out gallery --people 2")));
}

TEST_F(GalleryActionsTest, TheNormIsAnOrderOfItsOwn) {
    auto* sort = page.findChild<QComboBox*>(QStringLiteral("gallerySort"));
    sort->setCurrentIndex(sort->findData(static_cast<int>(GallerySort::NormAscending)));
    EXPECT_EQ(grid()->model()->index(0, 0).data(FaceGridModel::NormRole).toDouble(), 1);
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {},
                      grid()->visualRect(grid()->model()->index(0, 0)).center());
    EXPECT_EQ(page.findChild<QLabel*>(QStringLiteral("inspectorNorm"))->text(), QStringLiteral("1.00"));
}

}  // namespace
}  // namespace pf::ui
