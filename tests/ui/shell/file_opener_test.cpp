// Which page a path goes to, with pages that only take note.
#include <gtest/gtest.h>

#include <fstream>

#include <QDir>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "tests/ui/runs/run_fixture.h"
#include "ui/kit/page.h"
#include "ui/shell/file_opener.h"

namespace pf::ui {
namespace {

using Place = FileOpener::Place;

class NotedPage : public Page {
  public:
    explicit NotedPage(QWidget* parent) : Page({}, {}, parent) {}
    bool openPath(const QString& path) override {
        if (takes) {
            opened = path;
        }
        return takes;
    }
    bool takes = true;
    QString opened;
};

class FileOpenerTest : public testing::Test {
  protected:
    FileOpenerTest() {
        QSettings().clear();
        for (int place = Place::Train; place <= Place::Data; ++place) {
            pages.push_back(new NotedPage(&window));
        }
        pages[Place::Train]->takes = false;
        opener = new FileOpener(
            {pages.begin(), pages.end()}, [this] { return front; }, &window);
        QObject::connect(opener, &FileOpener::placeChosen, &window, [this](int place) { chosen = place; });
    }
    QString file(const char* name) {
        const QString path = folder.filePath(QString::fromLatin1(name));
        std::ofstream(path.toStdString()) << "x";
        return path;
    }
    /// The place that a path goes to with `place` in front; -1: none.
    int placeOf(const QString& path, int place, FileOpener::Opening opening = FileOpener::Opening::InFront) {
        front = place;
        chosen = -1;
        opener->open(path, opening);
        return chosen;
    }

    QTemporaryDir folder;
    QWidget window;
    std::vector<NotedPage*> pages;
    FileOpener* opener = nullptr;
    int front = Place::Train;
    int chosen = -1;
};

TEST_F(FileOpenerTest, APictureGoesToThePageInFrontThatHasAUseForIt) {
    const QString picture = file("face.jpg");
    EXPECT_EQ(placeOf(picture, Place::Train), Place::Gallery);
    EXPECT_EQ(placeOf(picture, Place::Runs), Place::Gallery);
    EXPECT_EQ(placeOf(picture, Place::Pairs), Place::Pairs);
    EXPECT_EQ(placeOf(picture, Place::Evaluate), Place::Evaluate);
    EXPECT_EQ(placeOf(picture, Place::Data), Place::Data);
    EXPECT_EQ(placeOf(picture, Place::Pairs, FileOpener::Opening::ByKind), Place::Gallery);
    EXPECT_EQ(placeOf(picture, Place::Data, FileOpener::Opening::ByKind), Place::Gallery);
}

TEST_F(FileOpenerTest, WhatNoPageKnowsGoesToData) {
    for (const char* name : {"noise.xyz", "net.onnx", "model.yaml"}) {
        EXPECT_EQ(placeOf(file(name), Place::Evaluate),
                  std::string(name) == "noise.xyz" ? Place::Evaluate : Place::Data)
            << name;
        EXPECT_EQ(placeOf(file(name), Place::Gallery), Place::Data) << name;
    }
    EXPECT_EQ(placeOf(file("train.rec"), Place::Gallery), Place::Gallery);
    EXPECT_EQ(placeOf(file("train.rec"), Place::Train), Place::Data);
}

TEST_F(FileOpenerTest, TrainIsAskedFirstButNotForCards) {
    pages[Place::Train]->takes = true;
    EXPECT_EQ(placeOf(file("recipe.yaml"), Place::Gallery), Place::Train);
    EXPECT_EQ(placeOf(file("alignment.yaml"), Place::Gallery), Place::Data);
}

TEST_F(FileOpenerTest, AFolderOfRunsGoesToRuns) {
    writeRun(std::filesystem::path(folder.path().toStdString()) / "alpha/20260101-120000", Options(), 1,
             "finished");
    EXPECT_EQ(placeOf(folder.path(), Place::Gallery), Place::Runs);
    EXPECT_EQ(pages[Place::Runs]->opened, folder.path());
}

TEST_F(FileOpenerTest, WhatWasOpenedIsListedNewestFirstAndWhatIsNotThereIsSaid) {
    QSignalSpy said(opener, &FileOpener::messageRequested);
    EXPECT_EQ(placeOf(folder.filePath(QStringLiteral("missing")), Place::Train), -1);
    EXPECT_EQ(said.count(), 1);
    QMenu menu;
    opener->fillRecent(&menu);
    ASSERT_EQ(menu.actions().size(), 1);
    EXPECT_FALSE(menu.actions().first()->isEnabled()) << "it says that there is nothing yet";
    const QString first = file("a.jpg");
    const QString second = file("b.jpg");
    for (const QString& path : {first, second, first}) {
        placeOf(QDir(folder.path()).filePath(QStringLiteral("./") + QFileInfo(path).fileName()),
                Place::Train);
    }
    opener->fillRecent(&menu);
    ASSERT_EQ(menu.actions().size(), 2);
    EXPECT_EQ(menu.actions()[0]->data().toString(), first);
    menu.actions()[1]->trigger();
    EXPECT_EQ(pages[Place::Gallery]->opened, second);
}

}  // namespace
}  // namespace pf::ui
