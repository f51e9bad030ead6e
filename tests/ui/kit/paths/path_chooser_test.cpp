// The one chooser of paths: its modes, its button, and where its dialogs begin.
#include <gtest/gtest.h>

#include <memory>

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/path_edit.h"

namespace pf::ui {
namespace {

class PathChooserTest : public testing::Test {
  protected:
    PathChooserTest() {
        QSettings().clear();
        setLastFolder(folder.path());
    }
    std::unique_ptr<PathChooser> make(PathMode mode, PathChooser::Field field = PathChooser::Field::Line) {
        return std::make_unique<PathChooser>(QStringLiteral("test"), mode, QStringLiteral("Thing"),
                                             QStringLiteral("hint"), nullptr, field);
    }
    static QFileDialog* dialogOf(const PathChooser& chooser) {
        return chooser.findChild<QFileDialog*>(QStringLiteral("pathDialog"));
    }

    QTemporaryDir folder;
};

TEST_F(PathChooserTest, EveryModeHasANamedFieldAndANamedButton) {
    for (const PathMode mode : {PathMode::OpenFile, PathMode::OpenFolder, PathMode::OpenAny,
                                PathMode::SaveFile, PathMode::SaveFolder}) {
        for (const auto field : {PathChooser::Field::Line, PathChooser::Field::List}) {
            const auto chooser = make(mode, field);
            EXPECT_EQ(chooser->focusProxy()->accessibleName(), QStringLiteral("Thing"));
            EXPECT_EQ(chooser->button()->accessibleName(), QStringLiteral("Browse: Thing"));
            EXPECT_EQ(chooser->button()->objectName(), QStringLiteral("testBrowse"));
            EXPECT_EQ(chooser->button()->menu() != nullptr, mode == PathMode::OpenAny);
            EXPECT_EQ(chooser->combo() != nullptr, field == PathChooser::Field::List);
        }
    }
}

TEST_F(PathChooserTest, TheDialogAsksForWhatTheModeIs) {
    const auto file = make(PathMode::OpenFile);
    file->button()->click();
    EXPECT_EQ(dialogOf(*file)->fileMode(), QFileDialog::ExistingFile);
    const auto folders = make(PathMode::SaveFolder);
    folders->button()->click();
    EXPECT_EQ(dialogOf(*folders)->fileMode(), QFileDialog::Directory);
    const auto save = make(PathMode::SaveFile);
    save->button()->click();
    EXPECT_EQ(dialogOf(*save)->acceptMode(), QFileDialog::AcceptSave);
    EXPECT_TRUE(dialogOf(*save)->testOption(QFileDialog::DontConfirmOverwrite));
    const auto any = make(PathMode::OpenAny);
    ASSERT_EQ(any->button()->menu()->actions().size(), 2);
    any->button()->menu()->actions()[1]->trigger();
    EXPECT_EQ(dialogOf(*any)->fileMode(), QFileDialog::Directory);
}

TEST_F(PathChooserTest, AnAnswerIsTheChoiceAndTheNextDialogBeginsThere) {
    QDir(folder.path()).mkdir(QStringLiteral("inner"));
    const QString inner = folder.filePath(QStringLiteral("inner"));
    const auto chooser = make(PathMode::OpenFile);
    QSignalSpy chosen(chooser.get(), &PathChooser::chosen);
    QSignalSpy submitted(chooser.get(), &PathChooser::submitted);
    chooser->browse(false);
    EXPECT_EQ(dialogOf(*chooser)->directory().absolutePath(), folder.path()) << "the last folder";
    Q_EMIT dialogOf(*chooser)->fileSelected(inner + QStringLiteral("/a.txt"));
    EXPECT_EQ(chooser->path(), inner + QStringLiteral("/a.txt"));
    EXPECT_EQ(chosen.count(), 1);
    EXPECT_EQ(submitted.count(), 1);
    EXPECT_EQ(lastFolder(), inner);
    const auto other = make(PathMode::OpenFile);
    other->setPath(QStringLiteral("synthetic:identities=3"));
    other->browse(false);
    EXPECT_EQ(dialogOf(*other)->directory().absolutePath(), inner);
    const auto third = make(PathMode::OpenFile);
    third->setPath(folder.filePath(QStringLiteral("b.txt")));
    third->browse(false);
    EXPECT_EQ(dialogOf(*third)->directory().absolutePath(), folder.path()) << "beside what is chosen";
}

TEST_F(PathChooserTest, ADropAndReturnAnswerTypingDoesNot) {
    const auto chooser = make(PathMode::OpenAny);
    QSignalSpy chosen(chooser.get(), &PathChooser::chosen);
    QSignalSpy submitted(chooser.get(), &PathChooser::submitted);
    QTest::keyClicks(chooser->edit(), QStringLiteral("/typed"));
    EXPECT_EQ(submitted.count(), 0);
    QTest::keyClick(chooser->edit(), Qt::Key_Return);
    EXPECT_EQ(submitted.count(), 1);
    EXPECT_EQ(chosen.count(), 0);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/one")), QUrl::fromLocalFile(QStringLiteral("/two"))});
    // A drop reaches whoever took the files when they came over it.
    QDragEnterEvent enter(QPoint(3, 3), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(chooser->edit(), &enter);
    QDropEvent drop(QPointF(3, 3), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(chooser->edit(), &drop);
    EXPECT_EQ(submitted.count(), 2);
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(chosen.first().first().toString(), QStringLiteral("/one"));
}

}  // namespace
}  // namespace pf::ui
