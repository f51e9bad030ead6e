// "What is this?": sets, weights, programs and unknown files on the Data page, with the real engine.
#include "ui/data/sets/open_tab.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTableWidget>

#include "tests/ui/data/data_fixtures.h"
#include "tests/ui/data/data_page_fixture.h"
#include "ui/data/weights/tensor_table.h"

namespace pf::ui {
namespace {

TEST_F(DataPageTest, ASetOfFacesHasACardAndLeadsToTraining) {
    writeFaces(path("faces"), 3);
    EXPECT_TRUE(page.openTab()->findChild<QPushButton*>(QStringLiteral("emptyStateButton"))->isVisible())
        << "what goes here, and a way to fill it";
    drop(page.openTab(), path("faces"));
    ASSERT_TRUE(QTest::qWaitFor([this] { return page.openTab()->card().has_value(); }, kPatienceMs));
    EXPECT_EQ(page.openTab()->card()->kind, SourceKind::Faces);
    EXPECT_EQ(find<QLineEdit>("openPath")->text(), path("faces"));
    EXPECT_TRUE(find<QLabel>("sourceTitle")->isVisible());
    auto* facts = find<QTableWidget>("sourceFacts");
    ASSERT_GE(facts->rowCount(), 2);
    QStringList values;
    for (int row = 0; row < facts->rowCount(); ++row) {
        values << facts->item(row, 0)->text() + QLatin1Char('=') + facts->item(row, 1)->text();
    }
    EXPECT_TRUE(values.contains(QStringLiteral("images=6"))) << values.join(QLatin1Char(' ')).toStdString();
    EXPECT_FALSE(find<QWidget>("programWarning")->isVisible());
    auto* train = find<QPushButton>(QStringLiteral("use-%1").arg(static_cast<int>(SourceUse::Train)));
    EXPECT_EQ(train->text(), QStringLiteral("Train with these faces"));
    QTest::mouseClick(train, Qt::LeftButton);
    ASSERT_TRUE(wish.has_value());
    EXPECT_EQ(wish->use, SourceUse::Train);
    EXPECT_EQ(wish->path, path("faces"));
}

TEST_F(DataPageTest, BrokenImagesAreListedAsProblems) {
    writeFaces(path("faces"), 2);
    QFile broken(path("faces/p0/broken.jpg"));
    ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
    broken.write("no picture");
    broken.close();
    const SourceCard* card = look(path("faces"));
    ASSERT_NE(card, nullptr);
    EXPECT_GE(card->problemCount, 1U);
    EXPECT_TRUE(find<QWidget>("sourceProblems")->isVisible());
    EXPECT_TRUE(text("sourceProblemCount").contains(QStringLiteral("problem")));
}

TEST_F(DataPageTest, SomethingUnknownGetsACardNotAnError) {
    QFile noise(path("noise.xyz"));
    ASSERT_TRUE(noise.open(QIODevice::WriteOnly));
    noise.write(QByteArray(1000, '\x5a'));
    noise.close();
    const SourceCard* card = look(path("noise.xyz"));
    ASSERT_NE(card, nullptr);
    EXPECT_EQ(card->kind, SourceKind::Unknown);
    EXPECT_TRUE(find<QLabel>("sourceTitle")->isVisible());
    EXPECT_FALSE(text("sourceTitle").isEmpty());
    EXPECT_FALSE(page.openPath(path("not there"))) << "nothing to look at";
}

TEST_F(DataPageTest, WeightsAreListedAndLeadToTheImport) {
    writeSafetensors(
        path("foreign.safetensors"),
        {{"module.conv1.weight", {8, 3, 3, 3}}, {"module.conv1.bias", {8}}, {"module.fc", {4, 8}}});
    const SourceCard* card = look(path("foreign.safetensors"));
    ASSERT_NE(card, nullptr);
    EXPECT_EQ(card->kind, SourceKind::Weights);
    auto* table = page.openTab()->findChild<TensorTable*>();
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->shownCount(), 3);
    QTest::keyClicks(table->findChild<QLineEdit*>(QStringLiteral("tensorFilter")), QStringLiteral("conv1"));
    EXPECT_EQ(table->shownCount(), 2);
    QTest::mouseClick(find<QPushButton>(QStringLiteral("use-%1").arg(static_cast<int>(SourceUse::Import))),
                      Qt::LeftButton);
    EXPECT_EQ(page.tab(), DataPage::Import);
    EXPECT_EQ(find<QLineEdit>("importFile")->text(), path("foreign.safetensors"));
    auto* tensors = page.formTab(DataPage::Import).findChild<TensorTable*>();
    ASSERT_TRUE(QTest::qWaitFor([tensors] { return tensors->shownCount() == 3; }, kPatienceMs));

    // It is none of the reference networks: one sentence says so, and nothing is left behind.
    EXPECT_FALSE(find<QPushButton>("importRun")->isEnabled()) << "where to is missing";
    type("importOut", path("native"));
    click("importRun");
    waitFor(DataPage::Import);
    EXPECT_TRUE(find<QLabel>("importError")->isVisible());
    EXPECT_TRUE(text("importError").contains(QStringLiteral("foreign.safetensors")))
        << text("importError").toStdString();
    EXPECT_FALSE(QFile::exists(path("native/backbone.safetensors")));
}

TEST_F(DataPageTest, AProgramIsAnnounced) {
    writeProgram(path("net.pt"));
    const SourceCard* card = look(path("net.pt"));
    ASSERT_NE(card, nullptr);
    EXPECT_TRUE(card->isProgram);
    EXPECT_TRUE(find<QWidget>("programWarning")->isVisible());
    EXPECT_TRUE(text("programWarningText").contains(QStringLiteral("program")));
}

}  // namespace
}  // namespace pf::ui
