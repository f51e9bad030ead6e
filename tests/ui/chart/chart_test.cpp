#include "ui/chart/chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QXmlStreamReader>

#include "core/base/error.h"
#include "ui/chart/chart_legend.h"
#include "ui/kit/elided_label.h"
#include "ui/theme/theme.h"

namespace pf::ui {
namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

class ChartTest : public testing::Test {
  protected:
    void SetUp() override {
        chart.resize(640, 400);
        chart.setTitle(QStringLiteral("Risk curve"));
        chart.setAxes(percentAxis("discarded pairs (%)"), percentAxis("accuracy (%)"));
        chart.setSeries(QStringLiteral("a"), QStringLiteral("set A"), {0.0, 0.1, 0.2}, {0.9, 0.95, 0.97});
        chart.setSeries(QStringLiteral("b"), QStringLiteral("set, B"), {0.0, 0.2}, {0.8, 0.85});
    }
    Chart chart;
    QTemporaryDir folder;
};

TEST_F(ChartTest, WritesTheFourFormats) {
    for (const char* suffix : {"png", "pdf", "svg", "csv"}) {
        chart.exportTo(folder.filePath(QStringLiteral("chart.") + suffix));
    }
    const QImage image(folder.filePath(QStringLiteral("chart.png")));
    EXPECT_EQ(image.width(), 1280);
    EXPECT_GT(image.height(), 800) << "title and legend stand beside the plot, not in it";
    EXPECT_EQ(image.pixelColor(2, 2), QColor(Qt::white)) << "paper is white whatever the theme";

    const QByteArray pdf = contentOf(folder.filePath(QStringLiteral("chart.pdf")));
    EXPECT_TRUE(pdf.startsWith("%PDF-"));
    EXPECT_TRUE(pdf.trimmed().endsWith("%%EOF"));

    const QByteArray svg = contentOf(folder.filePath(QStringLiteral("chart.svg")));
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        xml.readNext();
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    EXPECT_TRUE(QSvgRenderer(svg).isValid());
    EXPECT_TRUE(svg.contains("discarded pairs (%)"));

    const QString csv = QString::fromUtf8(contentOf(folder.filePath(QStringLiteral("chart.csv"))));
    EXPECT_EQ(csv, QStringLiteral("discarded pairs (%),accuracy (%): set A,\"accuracy (%): set, B\"\n"
                                  "0,90,80\n10,95,\n20,97,85\n"));
}

TEST_F(ChartTest, RefusesAnotherEndingAndAMissingFolder) {
    EXPECT_THROW(chart.exportTo(folder.filePath(QStringLiteral("chart.gif"))), Error);
    EXPECT_THROW(chart.exportTo(folder.filePath(QStringLiteral("nowhere/chart.png"))), Error);
    EXPECT_FALSE(QFile::exists(folder.filePath(QStringLiteral("chart.gif"))));
}

TEST_F(ChartTest, LegendClickHidesASeries) {
    chart.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&chart));
    auto* button = chart.findChild<QToolButton*>(QStringLiteral("legend-a"));
    ASSERT_NE(button, nullptr);
    QSignalSpy toggled(&chart, &Chart::seriesToggled);
    QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_FALSE(chart.isSeriesVisible(QStringLiteral("a")));
    EXPECT_TRUE(chart.isSeriesVisible(QStringLiteral("b")));
    ASSERT_EQ(toggled.count(), 1);
    EXPECT_FALSE(chart.csv().contains(QStringLiteral("set A"))) << "hidden curves are not exported";
    QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_TRUE(chart.isSeriesVisible(QStringLiteral("a")));
}

TEST_F(ChartTest, GroupsAreToggledTogether) {
    SeriesStyle raw;
    raw.group = QStringLiteral("mls");
    raw.inLegend = false;
    SeriesStyle smooth;
    smooth.group = QStringLiteral("mls");
    chart.setSeries(QStringLiteral("mls/raw"), QStringLiteral("mls"), {1, 2}, {1, 2}, raw);
    chart.setSeries(QStringLiteral("mls"), QStringLiteral("mls"), {1, 2}, {1, 2}, smooth);
    chart.setSeriesVisible(QStringLiteral("mls"), false);
    EXPECT_FALSE(chart.isSeriesVisible(QStringLiteral("mls/raw")));
    EXPECT_FALSE(chart.isSeriesVisible(QStringLiteral("mls")));
}

TEST_F(ChartTest, AppendsAndDrops) {
    chart.appendPoints(QStringLiteral("a"), {0.3, 0.4}, {0.98, 0.99});
    EXPECT_EQ(chart.pointCount(QStringLiteral("a")), 5);
    chart.dropAfter(0.25);
    EXPECT_EQ(chart.pointCount(QStringLiteral("a")), 3);
    chart.appendPoints(QStringLiteral("unknown"), {1}, {1});
    EXPECT_FALSE(chart.seriesIds().contains(QStringLiteral("unknown")));
}

TEST_F(ChartTest, BandsTakeTwoColumns) {
    chart.clear();
    chart.setBand(QStringLiteral("fan"), QStringLiteral("30-50 %"), {1, 2}, {0.1, 0.2}, {0.3, 0.4},
                  {.colour = Qt::blue});
    chart.appendBand(QStringLiteral("fan"), {3}, {0.3}, {0.5});
    EXPECT_EQ(chart.pointCount(QStringLiteral("fan")), 3);
    EXPECT_EQ(chart.csv(),
              QStringLiteral("discarded pairs (%),accuracy (%): 30-50 % (low),accuracy (%): 30-50 % (high)\n"
                             "100,10,30\n200,20,40\n300,30,50\n"));
}

TEST_F(ChartTest, TiesInXKeepTheirOrder) {
    chart.clear();
    QVector<double> xs;
    QVector<double> ys;
    for (int i = 0; i < 40; ++i) {
        xs.append(0.5);
        ys.append(i);
    }
    chart.setSeries(QStringLiteral("roc"), QStringLiteral("ROC"), xs, ys);
    const QStringList lines = chart.csv().split('\n', Qt::SkipEmptyParts);
    ASSERT_EQ(lines.size(), 41);
    EXPECT_EQ(lines[1], QStringLiteral("50,0"));
    EXPECT_EQ(lines[40], QStringLiteral("50,3900"));
}

TEST_F(ChartTest, MouseOverThePlotMovesTheCursorAndLeavingHidesIt) {
    chart.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&chart));
    QTest::qWait(200);
    auto* plot = chart.findChild<QWidget*>(QStringLiteral("plot"));
    ASSERT_NE(plot, nullptr);
    QTest::mouseMove(plot, plot->rect().center() - QPoint(40, 0));
    QTest::mouseMove(plot, plot->rect().center());
    ASSERT_TRUE(QTest::qWaitFor([&] { return chart.cursorLine().has_value(); }));
    EXPECT_GT(*chart.cursorLine(), 0.0);
    EXPECT_LT(*chart.cursorLine(), 0.2);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(plot, &leave);
    EXPECT_FALSE(chart.cursorLine().has_value());
}

TEST_F(ChartTest, NotFiniteValuesDoNotBreakTheDrawing) {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    chart.setSeries(QStringLiteral("gap"), QStringLiteral("gap"), {1, 2, 3}, {1, kNan, 3});
    chart.setLogY(true);
    chart.setSeries(QStringLiteral("negative"), QStringLiteral("negative"), {1, 2}, {-5, -1});
    chart.exportTo(folder.filePath(QStringLiteral("gap.png")));
    EXPECT_FALSE(QImage(folder.filePath(QStringLiteral("gap.png"))).isNull());
    EXPECT_TRUE(chart.csv().contains(QStringLiteral("200,,,,-100"))) << chart.csv().toStdString();
}

class PinTest : public ChartTest {
  protected:
    void SetUp() override {
        ChartTest::SetUp();
        chart.setPin(0.1);
        chart.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&chart));
        QTest::qWait(200);
        plot = chart.findChild<QWidget*>(QStringLiteral("plot"));
        ASSERT_NE(plot, nullptr);
    }
    /// Puts the pin at the middle of the plot and says what x that is.
    double clickCentre() {
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->rect().center());
        return *chart.pin();
    }
    QWidget* plot = nullptr;
};

TEST_F(PinTest, AClickPutsItAndADragMovesIt) {
    QSignalSpy moved(&chart, &Chart::pinMoved);
    QSignalSpy clicked(&chart, &Chart::clicked);
    const double before = clickCentre();
    ASSERT_EQ(clicked.count(), 1);
    EXPECT_DOUBLE_EQ(clicked.first().first().toDouble(), before);
    const QPoint centre = plot->rect().center();
    QTest::mousePress(plot, Qt::LeftButton, {}, centre);
    QTest::mouseMove(plot, centre + QPoint(30, 0));
    QTest::mouseMove(plot, centre + QPoint(60, 0));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, centre + QPoint(60, 0));
    EXPECT_GT(*chart.pin(), before);
    EXPECT_GE(moved.count(), 2);
    EXPECT_EQ(clicked.count(), 1) << "a drag is no click";
    EXPECT_EQ(clickCentre(), before) << "the axes stood still meanwhile";
}

TEST_F(PinTest, ArrowKeysMoveItInSteps) {
    chart.setPinLimits(0, 0.2, 0.01);
    clickCentre();
    const double before = *chart.pin();
    QTest::keyClick(plot, Qt::Key_Right);
    EXPECT_NEAR(*chart.pin(), before + 0.01, 1e-12);
    QTest::keyClick(plot, Qt::Key_Left, Qt::ControlModifier);
    EXPECT_NEAR(*chart.pin(), std::max(0.0, before - 0.09), 1e-12);
    QTest::keyClick(plot, Qt::Key_End);
    EXPECT_NEAR(*chart.pin(), 0.2, 1e-12);
    QTest::keyClick(plot, Qt::Key_Right);
    EXPECT_NEAR(*chart.pin(), 0.2, 1e-12) << "not beyond its limit";
    QSignalSpy clicked(&chart, &Chart::clicked);
    QTest::keyClick(plot, Qt::Key_Return);
    EXPECT_EQ(clicked.count(), 1);
}

TEST_F(PinTest, RangesByShiftWithMouseAndKeys) {
    QSignalSpy ranges(&chart, &Chart::rangeSelected);
    const QPoint centre = plot->rect().center();
    QTest::mousePress(plot, Qt::LeftButton, Qt::ShiftModifier, centre + QPoint(50, 0));
    QTest::mouseMove(plot, centre);
    QTest::mouseRelease(plot, Qt::LeftButton, Qt::ShiftModifier, centre - QPoint(50, 0));
    EXPECT_EQ(ranges.count(), 0) << "not unless the page has a use for it";
    chart.resetView();
    QTest::qWait(200);
    chart.setRangeSelection(true);
    QTest::mousePress(plot, Qt::LeftButton, Qt::ShiftModifier, centre + QPoint(50, 0));
    QTest::mouseMove(plot, centre);
    QTest::mouseRelease(plot, Qt::LeftButton, Qt::ShiftModifier, centre - QPoint(50, 0));
    ASSERT_EQ(ranges.count(), 1);
    EXPECT_LT(ranges[0][0].toDouble(), ranges[0][1].toDouble()) << "low first, wherever the drag began";
    ASSERT_TRUE(chart.selectedRange().has_value());
    const double at = clickCentre();
    QTest::keyClick(plot, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(plot, Qt::Key_Right, Qt::ShiftModifier);
    ASSERT_EQ(ranges.count(), 3);
    EXPECT_DOUBLE_EQ(ranges[2][0].toDouble(), at);
    EXPECT_GT(ranges[2][1].toDouble(), ranges[1][1].toDouble());
    EXPECT_DOUBLE_EQ(*chart.pin(), at);
}

TEST_F(PinTest, FiguresShowNoPin) {
    chart.exportTo(folder.filePath(QStringLiteral("with.png")));
    chart.setPin(std::nullopt);
    chart.exportTo(folder.filePath(QStringLiteral("without.png")));
    EXPECT_EQ(QImage(folder.filePath(QStringLiteral("with.png"))),
              QImage(folder.filePath(QStringLiteral("without.png"))));
}

TEST_F(ChartTest, ANarrowHeaderPutsTheLegendBelowAndTheTitleIsNeverCutInALetter) {
    chart.setTitle(QStringLiteral("Accuracy after discarding uncertain pairs"));
    chart.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&chart));
    auto* legend = chart.findChild<ChartLegend*>();
    auto* title = chart.findChild<ElidedLabel*>();
    auto* plot = chart.findChild<QWidget*>(QStringLiteral("plot"));
    ASSERT_TRUE(legend != nullptr && title != nullptr && plot != nullptr);
    QTest::qWait(20);
    EXPECT_LT(legend->y(), title->geometry().bottom()) << "beside the title while there is room";
    EXPECT_EQ(title->shownText(), chart.title());
    chart.setFixedSize(300, 300);
    QTest::qWait(20);
    EXPECT_GE(legend->y(), title->geometry().bottom()) << "in a row of its own";
    EXPECT_GT(legend->width(), 270) << "as wide as the chart";
    for (const QToolButton* entry : legend->findChildren<QToolButton*>()) {
        EXPECT_EQ(entry->visibleRegion().boundingRect(), entry->rect()) << entry->text().toStdString();
    }
    EXPECT_LE(legend->mapTo(&chart, QPoint(0, legend->height())).y(), plot->y() + 2);
    EXPECT_TRUE(title->shownText().endsWith(QChar(0x2026))) << title->shownText().toStdString();
    EXPECT_EQ(title->toolTip(), chart.title());
    EXPECT_GT(plot->height(), 200);
}

TEST_F(ChartTest, WordsAtMarkersStandAboveThePlot) {
    const auto topRows = [&] {
        chart.exportTo(folder.filePath(QStringLiteral("m.svg")), QSize(640, 340));
        return contentOf(folder.filePath(QStringLiteral("m.svg")));
    };
    EXPECT_FALSE(topRows().contains("best: step 7"));
    chart.setMarker(QStringLiteral("m"), 0.1, QStringLiteral("best: step 7"));
    EXPECT_TRUE(topRows().contains("best: step 7"));
    ChartAxis later = percentAxis("discarded pairs (%)");
    later.low = 0.15;
    later.high = 0.2;
    chart.setAxes(later, percentAxis("accuracy (%)"));
    EXPECT_FALSE(topRows().contains("best: step 7")) << "its place is not in view";
}

TEST(ThemeColours, AreSeenOnADarkCard) {
    QColor violet = Theme::viridis(0);
    violet.setAlpha(150);
    EXPECT_EQ(Theme::adapted(violet, false), violet);
    const QColor dark = Theme::adapted(violet, true);
    EXPECT_EQ(dark.alpha(), violet.alpha());
    EXPECT_GT(dark.lightness(), violet.lightness() + 20);
    const QColor yellow = Theme::viridis(1);
    EXPECT_EQ(Theme::adapted(yellow, true), yellow);
}

TEST_F(ChartTest, DeviatesAreExportedInPerCentAsTheAxisShowsThem) {
    ChartDescription det;
    det.x = percentAxis("FMR (%)", AxisScale::Probit);
    det.y = percentAxis("FNMR (%)", AxisScale::Probit);
    ChartSeries line;
    line.id = line.name = "det";
    line.x = {0.0, 0.025, 0.1};
    line.y = {0.9, 0.5, 1.0};
    det.series = {line};
    chart.draw(det);
    EXPECT_EQ(chart.csv(), QStringLiteral("FMR (%),FNMR (%): det\n2.5,50\n10,\n"));
}

TEST_F(ChartTest, AColumnSaysItsQuantityAndUnitAndPercentagesAreWholeNumbersOfIt) {
    chart.clear();
    chart.setAxes({.name = "score"}, {.name = "density (share per unit of score)"},
                  percentAxis("accuracy (%)"));
    chart.setSeries(QStringLiteral("d"), QStringLiteral("demo"), {0.07}, {0.07});
    SeriesStyle right;
    right.rightAxis = true;
    chart.setSeries(QStringLiteral("r"), QStringLiteral("demo"), {0.07}, {0.07}, right);
    chart.setSeries(QStringLiteral("alone"), QStringLiteral("accuracy"), {0.07}, {0.005}, right);
    EXPECT_EQ(chart.csv(),
              QStringLiteral("score,density (share per unit of score): demo,accuracy (%): demo,accuracy (%)\n"
                             "0.07,0.07,7,0.5\n"));
    chart.clear();
    chart.setSeries(QStringLiteral("a"), QStringLiteral("d"), {1}, {2});
    EXPECT_EQ(chart.csv(), QStringLiteral("score,density (share per unit of score): d\n1,2\n"))
        << "a short name is no beginning of the quantity";
}

}  // namespace
}  // namespace pf::ui
