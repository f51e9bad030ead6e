#include "ui/kit/run_stop.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace pf::ui {
namespace {

class RunStopTest : public testing::Test {
  protected:
    void SetUp() override {
        buttons.show();
        buttons.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&buttons));
    }
    QPushButton* button(const char* name) {
        return buttons.findChild<QPushButton*>(QString::fromLatin1(name));
    }
    RunStop buttons{QStringLiteral("job"), QStringLiteral("Run"), QStringLiteral("Run the job")};
};

TEST_F(RunStopTest, OneTakesThePlaceAndTheFocusOfTheOther) {
    const QRect place = button("jobRun")->geometry();
    button("jobRun")->setFocus();
    buttons.setBusy(true);
    EXPECT_FALSE(button("jobRun")->isVisible());
    EXPECT_TRUE(button("jobStop")->isVisible());
    EXPECT_EQ(button("jobStop")->geometry(), place);
    EXPECT_TRUE(button("jobStop")->hasFocus());
    buttons.setBusy(false);
    EXPECT_TRUE(button("jobRun")->hasFocus());
}

TEST_F(RunStopTest, ADoubleClickOnRunIsNoStop) {
    const QSignalSpy stopped(&buttons, &RunStop::stopRequested);
    QObject::connect(&buttons, &RunStop::runRequested, &buttons, [this] { buttons.setBusy(true); });
    QTest::mouseClick(button("jobRun"), Qt::LeftButton);
    const QPointF centre = button("jobStop")->rect().center();
    const QPointF there = button("jobStop")->mapToGlobal(centre);
    QMouseEvent second(QEvent::MouseButtonDblClick, centre, there, Qt::LeftButton, Qt::LeftButton,
                       Qt::NoModifier);
    QMouseEvent release(QEvent::MouseButtonRelease, centre, there, Qt::LeftButton, Qt::NoButton,
                        Qt::NoModifier);
    QApplication::sendEvent(button("jobStop"), &second);
    QApplication::sendEvent(button("jobStop"), &release);
    EXPECT_EQ(stopped.count(), 0);
    QTest::mouseClick(button("jobStop"), Qt::LeftButton);
    EXPECT_EQ(stopped.count(), 1);
    EXPECT_FALSE(button("jobStop")->isEnabled()) << "asked once";
}

}  // namespace
}  // namespace pf::ui
