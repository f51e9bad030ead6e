#include <gtest/gtest.h>

#include <memory>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "tests/ui/runs/run_fixture.h"
#include "ui/chart/chart.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/train/live_charts.h"
#include "ui/train/recipe_form.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {
namespace {

class WindowTest : public testing::Test {
  protected:
    void SetUp() override {
        window = std::make_unique<MainWindow>();
        window->show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
    }
    void drop(const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(500, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent event(QPointF(500, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &event);
    }
    QTemporaryDir folder;
    std::unique_ptr<MainWindow> window;
};

TEST_F(WindowTest, ControlAndDigitGoToThePlaces) {
    for (int place = MainWindow::Data; place >= MainWindow::Train; --place) {
        QTest::keyClick(window.get(), static_cast<Qt::Key>(Qt::Key_1 + place), Qt::ControlModifier);
        EXPECT_EQ(window->place(), place);
    }
}

TEST_F(WindowTest, RailButtonsGoToThePlaces) {
    const auto buttons = window->findChildren<QToolButton*>(QStringLiteral("railButton"));
    ASSERT_EQ(buttons.size(), 6);
    for (QToolButton* button : buttons) {
        QTest::mouseClick(button, Qt::LeftButton);
        EXPECT_EQ(window->page(window->place()).title(), button->property("place").toString());
        EXPECT_TRUE(button->isChecked());
    }
}

TEST_F(WindowTest, EveryShownControlHasAnAccessibleName) {
    for (int place = MainWindow::Train; place <= MainWindow::Data; ++place) {
        window->showPlace(place);
        if (place == MainWindow::Train) {
            window->train().selectDemo();
        }
        for (const QToolButton* button : window->page(place).findChildren<QToolButton*>()) {
            const bool ofQt =
                qobject_cast<const QLineEdit*>(button->parent()) != nullptr;  // "clear the text"
            if (button->isVisible() && !ofQt) {
                EXPECT_FALSE(button->accessibleName().isEmpty() && button->text().isEmpty())
                    << window->page(place).title().toStdString() << ": "
                    << button->objectName().toStdString();
            }
        }
    }
}

TEST_F(WindowTest, ADroppedConfigFillsTheForm) {
    Options options;
    options.run.name = "dropped";
    options.train.epochs = 9;
    const QString file = folder.filePath(QStringLiteral("mine.yaml"));
    std::ofstream(file.toStdString()) << configText(options);
    window->showPlace(MainWindow::Runs);
    drop(file);
    EXPECT_EQ(window->place(), MainWindow::Train);
    EXPECT_EQ(window->train().form().options().train.epochs, 9);
    EXPECT_EQ(window->train().form().options().run.name, "dropped");
}

TEST_F(WindowTest, ADroppedRunIsAttachedTo) {
    const auto run = std::filesystem::path(folder.path().toStdString()) / "alpha/20260101-120000";
    Options options;
    options.run.name = "alpha";
    writeRun(run, options, 12, "finished");
    drop(QString::fromStdString(run.string()));
    Chart* loss = window->train().charts().lossChart();
    ASSERT_TRUE(QTest::qWaitFor([&] { return loss->pointCount(QStringLiteral("mls")) == 12; }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->train().session().phase() == RunPhase::Finished; }));
    EXPECT_TRUE(window->findChild<QPushButton*>(QStringLiteral("galleryButton"))->isVisible());
    EXPECT_TRUE(window->findChild<QPushButton*>(QStringLiteral("extendButton"))->isVisible());
    EXPECT_FALSE(window->findChild<QPushButton*>(QStringLiteral("pauseButton"))->isVisible());
    auto* hint = window->findChild<QLabel*>(QStringLiteral("hintText"));
    EXPECT_TRUE(hint->isVisible()) << "a negative MLS is explained";
}

TEST_F(WindowTest, ABrokenConfigIsExplainedAndNothingIsLost) {
    const QString file = folder.filePath(QStringLiteral("broken.yaml"));
    std::ofstream(file.toStdString()) << "train:\n  epoch: 3\n";
    const Options before = window->train().form().options();
    drop(file);
    auto* hint = window->findChild<QLabel*>(QStringLiteral("hintText"));
    ASSERT_NE(hint, nullptr);
    EXPECT_TRUE(hint->text().contains(QStringLiteral("broken.yaml:2"))) << hint->text().toStdString();
    EXPECT_EQ(window->train().form().options().train.epochs, before.train.epochs);
}

TEST_F(WindowTest, CopyCommandNamesTheConfigAndTheChange) {
    window->train().selectDemo();
    auto* seed = window->findChild<QLineEdit*>(QStringLiteral("field-train.seed"));
    ASSERT_NE(seed, nullptr);
    seed->setFocus();
    seed->selectAll();
    QTest::keyClicks(seed, QStringLiteral("42"));
    QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("copyCommandButton")), Qt::LeftButton);
    const QString command = QApplication::clipboard()->text();
    EXPECT_TRUE(command.startsWith(QStringLiteral("probface train "))) << command.toStdString();
    EXPECT_TRUE(command.contains(QStringLiteral("demo.yaml"))) << command.toStdString();
    EXPECT_TRUE(command.contains(QStringLiteral("--set train.seed=42"))) << command.toStdString();
}

TEST_F(WindowTest, GeometryPlaceAndThemeComeBack) {
    const QString file = folder.filePath(QStringLiteral("settings.ini"));
    window->resize(1100, 700);
    window->showPlace(MainWindow::Runs);
    Theme::instance().setMode(Theme::Mode::Dark);
    {
        QSettings settings(file, QSettings::IniFormat);
        window->save(settings);
    }
    Theme::instance().setMode(Theme::Mode::Light);
    MainWindow other;
    QSettings settings(file, QSettings::IniFormat);
    other.restore(settings);
    EXPECT_EQ(other.size(), QSize(1100, 700));
    EXPECT_EQ(other.place(), MainWindow::Runs);
    EXPECT_TRUE(Theme::instance().isDark());
    Theme::instance().setMode(Theme::Mode::Light);
}

TEST_F(WindowTest, AboutNamesVersionAndLicences) {
    window->findChild<QAction*>(QStringLiteral("aboutAction"))->trigger();
    auto* dialog = window->findChild<QWidget*>(QStringLiteral("aboutDialog"));
    ASSERT_NE(dialog, nullptr);
    auto* table = dialog->findChild<QTableWidget*>(QStringLiteral("libraryTable"));
    ASSERT_NE(table, nullptr);
    EXPECT_GE(table->rowCount(), 5);
    for (int row = 0; row < table->rowCount(); ++row) {
        EXPECT_FALSE(table->item(row, 2)->text().isEmpty()) << table->item(row, 0)->text().toStdString();
    }
    dialog->close();
}

TEST_F(WindowTest, ClosingWithoutARunJustCloses) {
    EXPECT_TRUE(window->close());
}

}  // namespace
}  // namespace pf::ui
