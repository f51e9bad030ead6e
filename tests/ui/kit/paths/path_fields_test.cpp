// Fields for paths: what counts as an answer, and what does not.
#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/path_history.h"
#include "ui/kit/paths/source_selector.h"

namespace pf::ui {
namespace {

class PathFieldsTest : public testing::Test {
  protected:
    void SetUp() override {
        QSettings().clear();
        auto* column = new QVBoxLayout(&window);
        model = new ModelSelector(&window);
        source = new SourceSelector(QStringLiteral("test"), &window);
        other = new QPushButton(QStringLiteral("other"), &window);
        for (QWidget* widget :
             {static_cast<QWidget*>(model), static_cast<QWidget*>(source), static_cast<QWidget*>(other)}) {
            column->addWidget(widget);
        }
        RunListing first;
        first.name = "demo/20260101";
        first.directory = "/runs/demo/20260101";
        first.step = 10;
        RunListing second = first;
        second.name = "demo/20260101-2";
        second.directory = "/elsewhere/demo/20260101-2";
        model->setRuns({first, second});
        window.resize(500, 200);
        window.show();
        window.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
    }
    /// Opens the list with the mouse on its arrow.
    QAbstractItemView* openList(PathCombo* combo) {
        QTest::mouseClick(combo, Qt::LeftButton, {}, QPoint(combo->width() - 6, combo->height() / 2));
        EXPECT_TRUE(QTest::qWaitFor([combo] { return combo->view()->isVisible(); }));
        return combo->view();
    }
    void focus(QWidget* widget) {
        widget->setFocus();
        ASSERT_TRUE(QTest::qWaitFor([widget] { return widget->hasFocus(); }));
    }

    QWidget window;
    ModelSelector* model = nullptr;
    SourceSelector* source = nullptr;
    QPushButton* other = nullptr;
};

TEST_F(PathFieldsTest, WhatIsTypedStaysWhatWasTyped) {
    QSignalSpy submitted(model, &ModelSelector::submitted);
    focus(model->combo());
    // The beginning of a path in the list: a completer would append the rest.
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("/runs/demo/2026"));
    EXPECT_EQ(model->combo()->edit()->text(), QStringLiteral("/runs/demo/2026"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    EXPECT_EQ(model->model(), QStringLiteral("/runs/demo/2026"));
    EXPECT_EQ(submitted.count(), 1);
}

TEST_F(PathFieldsTest, TheNameOfAnotherEntryIsNotItsPath) {
    QSignalSpy submitted(model, &ModelSelector::submitted);
    focus(model->combo());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("demo/20260101"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    EXPECT_EQ(submitted.count(), 0);
    EXPECT_EQ(model->model(), QDir::current().absoluteFilePath(QStringLiteral("demo/20260101")));
    focus(model->combo());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    EXPECT_EQ(submitted.count(), 1);
    EXPECT_EQ(model->model(), QDir::current().absoluteFilePath(QStringLiteral("demo/20260101")));
}

TEST_F(PathFieldsTest, LeavingTheFieldOrLookingAtItsListIsNoAnswer) {
    for (const QString& path : {QStringLiteral("/runs/demo/20260101"), QStringLiteral("/typed/by/hand")}) {
        model->setModel(path);
        QSignalSpy submitted(model, &ModelSelector::submitted);
        focus(model->combo());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        focus(model->combo());
        QAbstractItemView* list = openList(model->combo());
        QTest::keyClick(list, Qt::Key_Escape);
        ASSERT_TRUE(QTest::qWaitFor([list] { return !list->isVisible(); }));
        focus(other);
        EXPECT_EQ(submitted.count(), 0) << path.toStdString();
        EXPECT_EQ(model->model(), path);
    }
}

TEST_F(PathFieldsTest, AChoiceFromTheListAnswersOnceWithItsPath) {
    QSignalSpy submitted(model, &ModelSelector::submitted);
    QAbstractItemView* list = openList(model->combo());
    EXPECT_EQ(list->model()->index(1, 0).data().toString(), QStringLiteral("demo/20260101-2"));
    // Until then a release belongs to the click that opened the list.
    QTest::qWait(QApplication::doubleClickInterval() + 100);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(1, 0)).center());
    EXPECT_EQ(submitted.count(), 1);
    EXPECT_EQ(model->model(), QStringLiteral("/elsewhere/demo/20260101-2"));
    focus(other);
    EXPECT_EQ(submitted.count(), 1);
}

TEST_F(PathFieldsTest, AChoiceByKeysAnswersOnceWithItsPath) {
    model->setModel(QStringLiteral("/typed/by/hand"));
    QSignalSpy submitted(model, &ModelSelector::submitted);
    PathCombo* combo = model->combo();
    for (const char* path : {"/runs/demo/20260101", "/elsewhere/demo/20260101-2"}) {
        focus(combo);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        ASSERT_TRUE(QTest::qWaitFor([combo] { return combo->view()->isVisible(); }));
        EXPECT_TRUE(combo->view()->selectionModel()->isRowSelected(0, {})) << "what Return would choose";
        if (submitted.count() == 1) {
            QTest::keyClick(combo->view(), Qt::Key_Down);
        }
        QTest::keyClick(combo->view(), Qt::Key_Return);
        ASSERT_TRUE(QTest::qWaitFor([combo] { return !combo->view()->isVisible(); }));
        EXPECT_EQ(model->model().toStdString(), path);
    }
    EXPECT_EQ(submitted.count(), 2);
    focus(other);
    EXPECT_EQ(submitted.count(), 2);
}

TEST_F(PathFieldsTest, TheSameChoiceAgainReplacesWhatWasTyped) {
    PathCombo* combo = model->combo();
    QSignalSpy submitted(model, &ModelSelector::submitted);
    for (int time = 1; time <= 2; ++time) {
        QAbstractItemView* list = openList(combo);
        QTest::qWait(QApplication::doubleClickInterval() + 100);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(0, 0)).center());
        EXPECT_EQ(submitted.count(), time);
        EXPECT_EQ(model->model(), QStringLiteral("/runs/demo/20260101"));
        model->setModel(QStringLiteral("/typed/by/hand"));
    }
}

TEST_F(PathFieldsTest, AListOpensAtItsTop) {
    std::vector<RunListing> runs(40);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        runs[i].name = "demo/" + std::to_string(i);
        runs[i].directory = "/runs/" + runs[i].name;
        runs[i].step = 1;
    }
    model->setRuns(runs);
    for (const QString& path : {QString(), QStringLiteral("/runs/demo/39"), QStringLiteral("/typed")}) {
        model->setModel(path);
        QAbstractItemView* list = openList(model->combo());
        EXPECT_EQ(list->verticalScrollBar()->value(), 0) << path.toStdString();
        QTest::keyClick(list, Qt::Key_Escape);
        ASSERT_TRUE(QTest::qWaitFor([list] { return !list->isVisible(); }));
    }
}

TEST_F(PathFieldsTest, TheWheelAndTheArrowsChangeNothing) {
    model->setModel(QStringLiteral("/typed/by/hand"));
    QSignalSpy submitted(model, &ModelSelector::submitted);
    QSignalSpy changed(model, &PathChooser::pathChanged);
    PathCombo* combo = model->combo();
    const QPointF centre = combo->rect().center();
    QWheelEvent wheel(centre, combo->mapToGlobal(centre), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(combo, &wheel);
    focus(combo);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    ASSERT_TRUE(QTest::qWaitFor([combo] { return combo->view()->isVisible(); })) << "Down opens the list";
    QTest::keyClick(combo->view(), Qt::Key_Escape);
    EXPECT_EQ(changed.count(), 0);
    EXPECT_EQ(submitted.count(), 0);
}

TEST_F(PathFieldsTest, NewRunsDoNotTouchWhatIsBeingTyped) {
    focus(model->combo());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("/half/typ"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
    model->setRuns({});
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("X"));
    EXPECT_EQ(model->model(), QStringLiteral("/half/tyXp"));
}

TEST_F(PathFieldsTest, HistoryAndStateKeepPathsFromTheRootOn) {
    QSettings().setValue(QStringLiteral("history/test"), QStringList{QStringLiteral("old/relative")});
    source->setSources({QStringLiteral("some/faces"), QStringLiteral("synthetic:identities=2")});
    source->remember();
    const QString faces = QDir::current().absoluteFilePath(QStringLiteral("some/faces"));
    EXPECT_EQ(source->sources(), (QStringList{faces, QStringLiteral("synthetic:identities=2")}));
    EXPECT_EQ(pathHistory(QStringLiteral("test")),
              QStringList{faces + QStringLiteral("; synthetic:identities=2")});
    model->setModel(QStringLiteral("runs/demo"));
    model->remember();
    EXPECT_EQ(pathHistory(QStringLiteral("models")),
              QStringList{QDir::current().absoluteFilePath(QStringLiteral("runs/demo"))});
}

TEST_F(PathFieldsTest, ASemicolonMayBePartOfAName) {
    QTemporaryDir folder;
    const QString odd = folder.filePath(QStringLiteral("a;b"));
    ASSERT_TRUE(QDir().mkdir(odd));
    source->setSources({odd});
    EXPECT_EQ(source->sources(), QStringList{odd});
}

TEST_F(PathFieldsTest, TheEndIsSeenOnceTheFieldIsLeft) {
    PathEdit* edit = model->combo()->edit();
    const QString longPath = QStringLiteral("/a/very/long/folder/name").repeated(8) + QStringLiteral("/end");
    focus(model->combo());
    edit->setText(longPath);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home);
    EXPECT_EQ(edit->cursorPosition(), 0);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    EXPECT_EQ(edit->cursorPosition(), longPath.size());
    EXPECT_EQ(edit->toolTip(), longPath);
}

TEST_F(PathFieldsTest, TakesDroppedFilesAndAddressesAsPaths) {
    PathEdit edit;
    QSignalSpy dropped(&edit, &PathEdit::dropped);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/data/my faces")),
                  QUrl::fromLocalFile(QStringLiteral("/data/more"))});
    // A drop reaches whoever took the files when they came over it.
    QDragEnterEvent enter(QPoint(3, 3), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&edit, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(3, 3), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&edit, &drop);
    EXPECT_EQ(dropped.count(), 1);
    EXPECT_EQ(edit.text(), QStringLiteral("/data/my faces; /data/more"));
    edit.setText(QStringLiteral("  file:///data/my%20faces "));
    EXPECT_EQ(edit.path(), QStringLiteral("/data/my faces"));
    edit.setText(QStringLiteral("~/faces"));
    EXPECT_EQ(edit.path(), QDir::home().filePath(QStringLiteral("faces")));
}

TEST_F(PathFieldsTest, TheMenuCopiesTheWholePathAndOffersOnlyWhatIsThere) {
    QTemporaryDir folder;
    for (const bool there : {true, false}) {
        const QString path = there ? folder.path() : folder.filePath(QStringLiteral("missing"));
        model->setModel(path);
        bool asked = false;
        QTimer::singleShot(50, &window, [&] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            ASSERT_NE(menu, nullptr);
            asked = true;
            EXPECT_EQ(menu->findChild<QAction*>(QStringLiteral("openPathAction"))->isEnabled(), there);
            EXPECT_EQ(menu->findChild<QAction*>(QStringLiteral("revealAction"))->isEnabled(), there);
            menu->findChild<QAction*>(QStringLiteral("copyPathAction"))->trigger();
            menu->close();
        });
        PathEdit* edit = model->combo()->edit();
        QContextMenuEvent menu(QContextMenuEvent::Mouse, QPoint(4, 4), edit->mapToGlobal(QPoint(4, 4)));
        QApplication::sendEvent(edit, &menu);
        EXPECT_TRUE(asked);
        EXPECT_EQ(QApplication::clipboard()->text(), path);
    }
}

}  // namespace
}  // namespace pf::ui
