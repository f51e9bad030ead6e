#include "ui/pairs/pair_export_button.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace pf::ui {
namespace {

class PairExportButtonTest : public testing::Test {
  protected:
    QString copied(const char* entry) {
        QApplication::clipboard()->clear();
        button.menu()->findChild<QAction*>(QString::fromLatin1(entry))->trigger();
        return QApplication::clipboard()->text();
    }

    QTemporaryDir folder;
    std::optional<PairReport> report;
    PairExportButton button{[this] { return report; }};
    QSignalSpy told{&button, &PairExportButton::messageRequested};
};

TEST_F(PairExportButtonTest, HasNothingToGiveWithoutAComparison) {
    EXPECT_EQ(copied("copyPairMarkdown"), QString());
    EXPECT_EQ(told.count(), 0);
    button.ask();
    ASSERT_EQ(told.count(), 1);
    EXPECT_TRUE(told[0][0].toString().contains(QStringLiteral("compare two faces first")));
}

TEST_F(PairExportButtonTest, NamesBothFacesWhateverTheyAreCalled) {
    report =
        PairReport{QStringLiteral("/a|1_x.png"), QStringLiteral("/b.png"), QStringLiteral("/runs/one"), {}};
    EXPECT_TRUE(copied("copyPairMarkdown").contains(QStringLiteral("| A | /a\\|1\\_x.png |")));
    EXPECT_TRUE(copied("copyPairLatex").contains(QStringLiteral("A & /a|1\\_x.png")));
    EXPECT_EQ(copied("copyPairCommand"),
              QStringLiteral("probface compare '/a|1_x.png' /b.png --model /runs/one"));
    report->rightCrop = QStringLiteral("/crops/b.png");
    EXPECT_TRUE(copied("copyPairCommand").endsWith(QStringLiteral(" --align")));
}

TEST_F(PairExportButtonTest, WritesThePageAndSaysWhere) {
    report =
        PairReport{QStringLiteral("/no/a.png"), QStringLiteral("/no/b.png"), QStringLiteral("/runs/one"), {}};
    const QString path = folder.filePath(QStringLiteral("pair.html"));
    button.write(path);
    ASSERT_TRUE(told.wait(20000));
    EXPECT_TRUE(told[0][0].toString().contains(path));
    QFile page(path);
    ASSERT_TRUE(page.open(QIODevice::ReadOnly));
    const QByteArray html = page.readAll();
    EXPECT_EQ(html.count("data:image"), 0) << "images that cannot be read leave their places empty";
    EXPECT_TRUE(html.contains("/no/b.png"));
}

}  // namespace
}  // namespace pf::ui
