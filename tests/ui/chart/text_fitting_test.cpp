#include "ui/chart/text_fitting.h"

#include <gtest/gtest.h>

namespace pf::ui {
namespace {

TEST(TextFittingTest, BreaksBetweenWordsAndLeavesNothingOut) {
    const QFontMetricsF metrics{QFont()};
    const QString text = QStringLiteral("a long sentence with_a_word_that_is_wider_than_any_line and an end");
    const double width = metrics.horizontalAdvance(QStringLiteral("a long sentence"));
    const QStringList lines = wrappedText(text, metrics, width + 1);
    EXPECT_EQ(lines.first(), QStringLiteral("a long sentence"));
    for (const QString& line : lines) {
        EXPECT_LE(metrics.horizontalAdvance(line), width + 1) << line.toStdString();
    }
    EXPECT_EQ(lines.join(QString()).remove(QLatin1Char(' ')), QString(text).remove(QLatin1Char(' ')));
    EXPECT_EQ(wrappedText({}, metrics, 10), QStringList(QString()));
}

TEST(TextFittingTest, NamesLoseWholeWordsThatTheyShare) {
    const auto apart = [](const QStringList& names) { return namesApart(names); };
    EXPECT_EQ(apart({"runs/faces/seed 1 · lfw", "runs/faces/seed 11 · lfw"}).rest, QStringList({"1", "11"}));
    EXPECT_EQ(apart({"runs/faces/seed 1 · lfw", "runs/faces/seed 11 · lfw"}).shared,
              QStringLiteral("runs/faces/seed … · lfw"));
    EXPECT_EQ(apart({"base · lfw", "probface · lfw"}).rest, QStringList({"base", "probface"}));
    EXPECT_EQ(apart({"faces/a", "faces/a b"}).rest, QStringList({"a", "a b"}));
    EXPECT_EQ(apart({"model", "model, MLS"}).rest, QStringList({"model", "model, MLS"}))
        << "one that is nothing but what they share keeps its name";
    EXPECT_EQ(apart({"same name", "same name"}).rest, QStringList({"same name", "same name"}));
    EXPECT_EQ(apart({"alone"}).rest, QStringList({"alone"}));
}

TEST(TextFittingTest, ShortNamesStayDifferent) {
    const QFontMetricsF metrics{QFont()};
    const QString start(60, QLatin1Char('x'));
    const QString end(60, QLatin1Char('y'));
    const QStringList names{start + QStringLiteral("A") + end, start + QStringLiteral("B") + end};
    const QStringList shown = shortNames(names, metrics, 80).rest;
    EXPECT_NE(shown[0], shown[1]);
    EXPECT_EQ(shortNames({"a", "b"}, metrics, 80).rest, QStringList({"a", "b"}));
    EXPECT_TRUE(shortNames({"runs/faces/a", "runs/faces/b"}, metrics, 1000).shared.isEmpty());
    EXPECT_EQ(shortNames({"runs/faces/a", "runs/faces/b"}, metrics, 20).shared,
              QStringLiteral("runs/faces/…"));
}

}  // namespace
}  // namespace pf::ui
