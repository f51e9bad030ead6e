#include <gtest/gtest.h>

#include <memory>

#include <QApplication>
#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>

#include "ui/chart/chart.h"
#include "ui/chart/chart_readout.h"

namespace pf::ui {
namespace {

class ChartZoomTest : public testing::Test {
  protected:
    void SetUp() override {
        chart->setSeries(QStringLiteral("a"), QStringLiteral("a"), {0.0, 0.5, 1.0}, {0.9, 0.95, 0.97});
        chart->resize(640, 400);
        chart->show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(chart.get()));
        plot = chart->findChild<QWidget*>(QStringLiteral("plot"));
        ASSERT_NE(plot, nullptr);
        QTest::qWait(50);
    }
    /// Returns: whether the chart has taken it; else it goes on to what the chart stands in.
    bool turn(int steps, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        const QPointF at(plot->width() / 3.0, plot->height() / 2.0);
        QWheelEvent wheel(at, plot->mapToGlobal(at), {}, QPoint(0, 120 * steps), Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(plot, &wheel);
        QTest::qWait(50);
        return wheel.isAccepted() || plot->testAttribute(Qt::WA_NoMousePropagation);
    }
    /// The x that stands at two thirds of the plot.
    double shownX() {
        const QPointF at(plot->width() * 2 / 3.0, plot->height() / 2.0);
        QMouseEvent move(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QApplication::sendEvent(plot, &move);
        return chart->cursorLine().value_or(-1);
    }
    std::unique_ptr<Chart> chart = std::make_unique<Chart>();
    QWidget* plot = nullptr;
};

TEST_F(ChartZoomTest, ZoomsInAndNeverOutBeyondTheData) {
    const double whole = shownX();
    turn(3);
    EXPECT_LT(shownX(), whole - 0.05);
    turn(-2);
    EXPECT_LT(shownX(), whole - 0.01);
    turn(-20);
    EXPECT_NEAR(shownX(), whole, 0.01);
    // The whole is shown again: what is added is seen.
    chart->appendPoints(QStringLiteral("a"), {2.0}, {0.98});
    QTest::qWait(150);
    EXPECT_NEAR(shownX(), 2 * whole, 0.05);
}

TEST_F(ChartZoomTest, OnAPageThatScrollsTheWheelAloneScrolls) {
    const double whole = shownX();
    EXPECT_TRUE(turn(1));
    turn(-1);
    chart->setWheelScrolls(true);
    EXPECT_FALSE(turn(-1));
    EXPECT_NEAR(shownX(), whole, 0.01);
    turn(3, Qt::ControlModifier);
    EXPECT_LT(shownX(), whole);
}

TEST_F(ChartZoomTest, TheReadOutIsOfThePlaceAlsoBesideALineOfTwoPoints) {
    QVector<double> xs;
    QVector<double> ys;
    for (int i = 0; i <= 100; ++i) {
        xs.append(i / 100.0);
        ys.append(0.5);
    }
    chart->setAxes({.name = "discarded"}, {.name = "FNMR"});
    chart->setSeries(QStringLiteral("a"), QStringLiteral("a"), xs, ys);
    chart->setSeries(QStringLiteral("line"), QStringLiteral("line"), {0.0, 1.0}, {0.0, 1.0});
    QTest::qWait(150);
    const double x = shownX();
    const auto* readout = chart->findChild<ChartReadout*>();
    ASSERT_NE(readout, nullptr);
    const QStringList parts =
        readout->text().split(QStringLiteral("; "));  // "discarded 0.6600; a 0.5000; ..."
    ASSERT_EQ(parts.size(), 3) << readout->text().toStdString();
    const auto numberOf = [&](int part) { return parts[part].section(QLatin1Char(' '), -1).toDouble(); };
    EXPECT_NEAR(numberOf(0), x, 0.011);
    EXPECT_NEAR(numberOf(2), x, 0.011) << "the line goes from 0 to 1";
}

}  // namespace
}  // namespace pf::ui
