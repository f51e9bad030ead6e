// Charts that leave the window: every word is there, whole, and says which curve is which.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QImage>
#include <QMenu>
#include <QPolygonF>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTransform>
#include <QWheelEvent>
#include <QXmlStreamReader>

#include "ui/chart/chart.h"
#include "ui/chart/chart_readout.h"
#include "ui/theme/theme.h"

namespace pf::ui {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

QByteArray contentOf(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

/// One piece of text of an SVG and where it stands.
struct Written {
    QString words;
    QRectF at;
};

QTransform transformOf(const QXmlStreamAttributes& attributes) {
    QString text = attributes.value(QLatin1String("transform")).toString();
    if (!text.startsWith(QLatin1String("matrix("))) {
        return {};
    }
    const QStringList n = text.mid(7).chopped(1).split(QLatin1Char(','));
    return QTransform(n[0].toDouble(), n[1].toDouble(), n[2].toDouble(), n[3].toDouble(), n[4].toDouble(),
                      n[5].toDouble());
}

QVector<Written> textsOf(const QByteArray& svg, QRectF& paper) {
    QVector<Written> texts;
    QVector<QTransform> stack{QTransform()};
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::StartElement) {
            const QXmlStreamAttributes attributes = xml.attributes();
            if (xml.name() == QLatin1String("svg")) {
                const QStringList box = attributes.value(QLatin1String("viewBox")).toString().split(' ');
                paper = QRectF(0, 0, box[2].toDouble(), box[3].toDouble());
            }
            stack << transformOf(attributes) * stack.last();
            if (xml.name() == QLatin1String("text")) {
                QFont font(attributes.value(QLatin1String("font-family")).toString());
                font.setPixelSize(attributes.value(QLatin1String("font-size")).toInt());
                const QPointF at(attributes.value(QLatin1String("x")).toDouble(),
                                 attributes.value(QLatin1String("y")).toDouble());
                const QTransform place = stack.last();
                const QString words = xml.readElementText();
                stack.removeLast();
                QRectF box = QFontMetricsF(font).tightBoundingRect(words).translated(at);
                texts.push_back({words, place.mapRect(box)});
            }
        } else if (token == QXmlStreamReader::EndElement) {
            stack.removeLast();
        }
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    return texts;
}

/// Where the lines of a colour run in an SVG.
QRectF linesOf(const QByteArray& svg, const QColor& colour) {
    QPolygonF all;
    QVector<QTransform> places{QTransform()};
    QStringList strokes{QString()};
    static const QRegularExpression number(QStringLiteral("-?[0-9.]+(e-?[0-9]+)?"));
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::StartElement) {
            const QXmlStreamAttributes attributes = xml.attributes();
            places << transformOf(attributes) * places.last();
            strokes << (attributes.hasAttribute(QLatin1String("stroke"))
                            ? attributes.value(QLatin1String("stroke")).toString()
                            : strokes.last());
            const QString path = attributes.value(QLatin1String("d")).toString() +
                                 attributes.value(QLatin1String("points")).toString();
            if (strokes.last() == colour.name()) {
                QVector<double> values;
                for (auto at = number.globalMatch(path); at.hasNext();) {
                    values << at.next().captured().toDouble();
                }
                for (qsizetype i = 1; i < values.size(); i += 2) {
                    all << places.last().map(QPointF(values[i - 1], values[i]));
                }
            }
        } else if (token == QXmlStreamReader::EndElement) {
            places.removeLast();
            strokes.removeLast();
        }
    }
    return all.boundingRect();
}

QString joined(const QVector<Written>& texts) {
    QStringList words;
    for (const Written& one : texts) {
        words << one.words.simplified();
    }
    return words.join(QLatin1Char(' ')).simplified();
}

/// What has been cut reaches the edge of the paper.
bool hasWhiteEdge(const QImage& image) {
    const QRgb white = QColor(Qt::white).rgb();
    for (int x = 0; x < image.width(); ++x) {
        if (image.pixel(x, 0) != white || image.pixel(x, image.height() - 1) != white) {
            return false;
        }
    }
    for (int y = 0; y < image.height(); ++y) {
        if (image.pixel(0, y) != white || image.pixel(image.width() - 1, y) != white) {
            return false;
        }
    }
    return true;
}

int pixelsLike(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) < 12 &&
                     std::abs(pixel.green() - colour.green()) < 12 &&
                     std::abs(pixel.blue() - colour.blue()) < 12;
        }
    }
    return count;
}

class FigureTest : public testing::Test {
  protected:
    QString path(const QString& name) const { return folder.filePath(name); }

    /// As the Evaluate page draws many results: a legend entry each, and baselines without one.
    void drawMany(int count) {
        chart.setTitle(
            QStringLiteral("Accuracy after discarding uncertain pairs of every set that was evaluated "
                           "with each of the models"));
        chart.setAxes(percentAxis("discarded pairs, by the larger uncertainty of the two faces (%)"),
                      percentAxis("false non-match rate of the pairs that remain, at a fixed threshold (%)"),
                      percentAxis("false match rate of the same pairs at the same threshold (%)"));
        for (int i = 0; i < count; ++i) {
            const QString name = nameOf(i);
            SeriesStyle style;
            style.colour = Theme::instance().seriesColour(i);
            style.symbol = i / kSeriesColours;
            style.group = name;
            style.meaning = QStringLiteral("re-fitted");
            chart.setSeries(name, name, {0.0, 0.1, 0.2}, {0.1 + i * 0.01, 0.2, 0.3}, style);
            style.inLegend = false;
            style.symbol = 0;
            style.dotted = true;
            style.meaning = QStringLiteral("random discard");
            chart.setSeries(name + "r", name + ", random", {0.0, 0.2}, {0.1, 0.15 + i * 0.01}, style);
        }
        chart.setFootnote(QStringLiteral("4 curves, 2 different"));
    }
    static QString nameOf(int i) {
        return QStringLiteral("runs/2024-experiments/pf-bars-real_mobilefacenet-seed %1 · lfw-funneled")
            .arg(i);
    }

    Chart chart;
    QTemporaryDir folder;
};

TEST_F(FigureTest, EveryWordOfTheLegendCanBeReadBackAtAnySize) {
    drawMany(20);
    for (const QSize size : {QSize(360, 240), QSize(), QSize(2200, 1300)}) {
        SCOPED_TRACE(size.width());
        chart.exportTo(path(QStringLiteral("figure.svg")), size);
        QRectF paper;
        const QVector<Written> texts = textsOf(contentOf(path(QStringLiteral("figure.svg"))), paper);
        for (const Written& one : texts) {
            EXPECT_TRUE(paper.contains(one.at))
                << one.words.toStdString() << " at " << one.at.left() << " to " << one.at.right();
        }
        const QString all = joined(texts);
        QString unbroken = all;
        unbroken.remove(QLatin1Char(' '));
        EXPECT_TRUE(
            unbroken.contains(QStringLiteral("runs/2024-experiments/pf-bars-real_mobilefacenet-seed")));
        for (int i = 0; i < 20; ++i) {
            const bool own = std::any_of(texts.begin(), texts.end(), [i](const Written& one) {
                return one.words.simplified() == QString::number(i);
            });
            EXPECT_TRUE(own || all.contains(nameOf(i))) << i;
        }
        for (const char* word : {"re-fitted", "random discard", "with each of the models",
                                 "4 curves, 2 different", "discarded pairs", "fixed threshold"}) {
            EXPECT_TRUE(all.contains(QLatin1String(word))) << word << " in " << all.toStdString();
        }
        chart.exportTo(path(QStringLiteral("figure.png")), size);
        const QImage image(path(QStringLiteral("figure.png")));
        EXPECT_EQ(image.size(), QSize(static_cast<int>(paper.width()), static_cast<int>(paper.height())) * 2);
        EXPECT_TRUE(hasWhiteEdge(image));
    }
}

TEST_F(FigureTest, ThePdfHoldsTheSameWordsWithinItsPage) {
    const QString reader = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
    if (reader.isEmpty()) {
        GTEST_SKIP() << "needs pdftotext (poppler-utils)";
    }
    drawMany(9);
    chart.exportTo(path(QStringLiteral("figure.pdf")));
    QProcess process;
    process.start(reader, {QStringLiteral("-bbox"), path(QStringLiteral("figure.pdf")), QStringLiteral("-")});
    ASSERT_TRUE(process.waitForFinished());
    QXmlStreamReader xml(process.readAllStandardOutput());
    double width = 0;
    double height = 0;
    QStringList words;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        const auto number = [&](const char* name) {
            return xml.attributes().value(QLatin1String(name)).toDouble();
        };
        if (xml.name() == QLatin1String("page")) {
            width = number("width");
            height = number("height");
        } else if (xml.name() == QLatin1String("word")) {
            const double right = number("xMax");
            const double bottom = number("yMax");
            const bool within =
                number("xMin") >= 0 && number("yMin") >= 0 && right <= width && bottom <= height;
            words << xml.readElementText();
            EXPECT_TRUE(within) << words.last().toStdString();
        }
    }
    const QString all = words.join(QLatin1Char(' '));
    EXPECT_TRUE(all.contains(QStringLiteral("random discard"))) << all.toStdString();
    EXPECT_TRUE(all.contains(QStringLiteral("lfw-funneled"))) << all.toStdString();
    for (int i = 0; i < 9; ++i) {
        EXPECT_TRUE(words.contains(QString::number(i))) << i;
    }
}

TEST_F(FigureTest, NothingOfAZoomedCurveLeavesThePlotInAnSvg) {
    const QColor colour(0, 114, 178);
    SeriesStyle style;
    style.colour = colour;
    chart.setSeries(QStringLiteral("a"), QStringLiteral("a"), {0.0, 0.2, 0.5, 0.8, 1.0}, {0, 1, 0, 1, 0},
                    style);
    chart.setBand(QStringLiteral("b"), QStringLiteral("b"), {0.0, 0.5, 1.0}, {0, 0, 0}, {0.2, 1, 0.2},
                  {.colour = colour});
    chart.resize(640, 400);
    chart.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&chart));
    QTest::qWait(50);
    const auto drawn = [&] {
        chart.exportTo(path(QStringLiteral("figure.svg")), QSize(700, 400));
        return linesOf(contentOf(path(QStringLiteral("figure.svg"))), colour);
    };
    const QRectF whole = drawn();
    ASSERT_GT(whole.width(), 500);
    ASSERT_GT(whole.height(), 250);
    // The home range of y leaves a twentieth free on each side.
    const double free = 0.05 * whole.height() + 1;
    const QRectF inside = whole.adjusted(-1, -free, 1, free);
    auto* plot = chart.findChild<QWidget*>(QStringLiteral("plot"));
    ASSERT_NE(plot, nullptr);
    const QPointF at(plot->width() / 2.0, plot->height() / 2.0);
    QWheelEvent wheel(at, plot->mapToGlobal(at), {}, QPoint(0, 120 * 6), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(plot, &wheel);
    const QRectF zoomed = drawn();
    EXPECT_GT(zoomed.width(), 500) << "what is in view is drawn";
    EXPECT_TRUE(inside.contains(zoomed))
        << zoomed.left() << " " << zoomed.top() << " to " << zoomed.right() << " " << zoomed.bottom();
    // A range of its own, as that of the DET, ends before the data do.
    chart.resetView();
    chart.setAxes({.low = 0.1, .high = 0.6}, {.low = 0.3, .high = 0.7});
    const QRectF ranged = drawn();
    EXPECT_TRUE(inside.contains(ranged))
        << ranged.left() << " " << ranged.top() << " to " << ranged.right() << " " << ranged.bottom();
}

TEST_F(FigureTest, ShortNamesStandWholeAndOneLineStyleNeedsNoWords) {
    chart.setSeries(QStringLiteral("a"), QStringLiteral("base · lfw"), {1, 2}, {1, 2});
    SeriesStyle style;
    style.meaning = QStringLiteral("smoothed");
    chart.setSeries(QStringLiteral("b"), QStringLiteral("probface · lfw"), {1, 2}, {2, 1}, style);
    chart.exportTo(path(QStringLiteral("figure.svg")));
    QRectF paper;
    const QString all = joined(textsOf(contentOf(path(QStringLiteral("figure.svg"))), paper));
    EXPECT_TRUE(all.contains(QStringLiteral("base · lfw"))) << all.toStdString();
    EXPECT_TRUE(all.contains(QStringLiteral("probface · lfw"))) << all.toStdString();
    EXPECT_FALSE(all.contains(QStringLiteral("smoothed"))) << "nothing is drawn otherwise";
}

TEST_F(FigureTest, IsTheSameWhateverTheWindowLooksLike) {
    drawMany(3);
    chart.exportTo(path(QStringLiteral("light.png")), QSize(700, 400));
    Theme::instance().setMode(Theme::Mode::Dark);
    chart.exportTo(path(QStringLiteral("dark.png")), QSize(700, 400));
    Theme::instance().setMode(Theme::Mode::Light);
    EXPECT_EQ(QImage(path(QStringLiteral("light.png"))), QImage(path(QStringLiteral("dark.png"))));
    Theme::instance().setMode(Theme::Mode::System);
}

TEST_F(FigureTest, WideNumbersAtTheEndOfAnAxisAreWhole) {
    chart.setAxes({.format = AxisFormat::Count}, {});
    chart.setSeries(QStringLiteral("a"), QStringLiteral("loss"), {0, 1'000'000'000}, {1, 2});
    chart.exportTo(path(QStringLiteral("figure.png")), QSize(400, 240));
    EXPECT_TRUE(hasWhiteEdge(QImage(path(QStringLiteral("figure.png")))));
}

TEST_F(FigureTest, StepsAreWholeNumbers) {
    chart.setAxes({.format = AxisFormat::Count}, {.low = 0.0, .high = 1.0});
    for (const double last : {1.0, 2.0, 3.0, 7.0}) {
        chart.setSeries(QStringLiteral("a"), {}, {1, last}, {0, 1});
        chart.exportTo(path(QStringLiteral("figure.svg")), QSize(900, 300));
        QRectF paper;
        for (const Written& one : textsOf(contentOf(path(QStringLiteral("figure.svg"))), paper)) {
            if (one.at.center().y() > 270) {
                EXPECT_FALSE(one.words.contains(QLatin1Char('.'))) << one.words.toStdString();
            }
        }
    }
}

TEST_F(FigureTest, PointsWithoutNeighboursAreDrawn) {
    const QColor colour(0, 114, 178);
    SeriesStyle style;
    style.colour = colour;
    style.inLegend = false;
    const auto drawn = [&](const QVector<double>& xs, const QVector<double>& ys) {
        chart.clear();
        chart.setAxes({.low = 0.0, .high = 10.0}, {.low = 0.0, .high = 10.0});
        chart.setSeries(QStringLiteral("a"), {}, xs, ys, style);
        chart.exportTo(path(QStringLiteral("figure.png")), QSize(640, 340));
        return pixelsLike(QImage(path(QStringLiteral("figure.png"))), colour);
    };
    const int one = drawn({5}, {5});
    EXPECT_GT(one, 20) << "a run of one step";
    EXPECT_EQ(drawn({}, {}), 0);
    EXPECT_NEAR(drawn({1, 2, 3, 4, 5}, {5, kNan, 5, kNan, 5}), 3 * one, one / 2) << "every second is missing";
    style.stepped = true;
    EXPECT_GE(drawn({3, 4, 5}, {kNan, 5, kNan}), one - one / 4) << "a step may hold its value besides";
    const int gap = drawn({1, 2, 3, 4, 5, 6}, {5, 5, kNan, kNan, 5, 5});
    EXPECT_LT(gap, drawn({1, 2, 3, 4, 5, 6}, {5, 5, 5, 5, 5, 5})) << "a gap is no line";

    chart.clear();
    chart.setBand(QStringLiteral("band"), {}, {5}, {2}, {8}, {.colour = colour, .inLegend = false});
    chart.exportTo(path(QStringLiteral("figure.png")), QSize(640, 340));
    EXPECT_GT(pixelsLike(QImage(path(QStringLiteral("figure.png"))), colour), 500) << "a band of one step";
}

TEST_F(FigureTest, SaysWhichCurvesLieOnEachOther) {
    chart.setSeries(QStringLiteral("a"), QStringLiteral("A"), {1, 2, 3}, {1, kNan, 3});
    chart.setSeries(QStringLiteral("b"), QStringLiteral("B"), {1, 2, 3}, {1, kNan, 3});
    chart.setSeries(QStringLiteral("c"), QStringLiteral("C"), {1, 2, 3}, {1, 2, 3});
    ASSERT_EQ(chart.coinciding().size(), 1);
    EXPECT_EQ(chart.coinciding().first(), QStringList({QStringLiteral("A"), QStringLiteral("B")}));
    chart.setSeriesVisible(QStringLiteral("b"), false);
    EXPECT_TRUE(chart.coinciding().isEmpty());
}

TEST_F(FigureTest, TheReadOutNeverCoversThePlotAndLeavesNoValueOut) {
    drawMany(12);
    chart.resize(560, 360);
    chart.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&chart));
    QTest::qWait(200);
    auto* plot = chart.findChild<QWidget*>(QStringLiteral("plot"));
    ASSERT_NE(plot, nullptr);
    QTest::mouseMove(plot, plot->rect().center() - QPoint(30, 0));
    QTest::mouseMove(plot, plot->rect().center());
    auto* readout = chart.findChild<ChartReadout*>(QStringLiteral("chartReadout"));
    ASSERT_NE(readout, nullptr);
    ASSERT_TRUE(QTest::qWaitFor([&] { return readout->isVisible(); }));
    const QRect over(readout->mapTo(&chart, QPoint()), readout->size());
    EXPECT_FALSE(over.intersects(plot->geometry()));
    for (int i = 0; i < 12; ++i) {
        EXPECT_TRUE(readout->text().contains(nameOf(i))) << i;
    }
    readout->grab();
    EXPECT_EQ(readout->left(), 0);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(plot, &leave);
    EXPECT_FALSE(readout->isVisible());
}

TEST_F(FigureTest, TheMenuUnderTheMouseExportsCopiesAndResets) {
    drawMany(2);
    chart.resize(560, 360);
    chart.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&chart));
    chart.setSeriesVisible(nameOf(0), false);
    chart.showContextMenu(chart.mapToGlobal(QPoint(200, 200)));
    auto* menu = chart.findChild<QMenu*>(QStringLiteral("chartMenu"));
    ASSERT_NE(menu, nullptr);
    const auto trigger = [&](const char* name) {
        auto* action = menu->findChild<QAction*>(QLatin1String(name));
        ASSERT_NE(action, nullptr) << name;
        EXPECT_TRUE(action->isEnabled()) << name;
        action->trigger();
    };
    trigger("export-copy-data");
    EXPECT_EQ(QGuiApplication::clipboard()->text(), chart.csv());
    trigger("export-copy");
    EXPECT_GT(QGuiApplication::clipboard()->image().width(), 600);
    trigger("showAllCurves");
    EXPECT_TRUE(chart.isSeriesVisible(nameOf(0)));
    EXPECT_NE(menu->findChild<QAction*>(QStringLiteral("export-pdf")), nullptr);
    menu->close();
}

}  // namespace
}  // namespace pf::ui
