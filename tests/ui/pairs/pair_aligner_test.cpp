#include "ui/pairs/pair_aligner.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QFileDialog>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/session/inspect/pair_alignment.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/model_selector.h"

namespace pf::ui {
namespace {

class PairAlignerTest : public testing::Test {
  protected:
    void SetUp() override {
        qputenv("XDG_STATE_HOME", folder.filePath(QStringLiteral("state")).toLocal8Bit());
        qputenv("XDG_DATA_HOME", folder.filePath(QStringLiteral("data")).toLocal8Bit());
        model.setModel(QStringLiteral("/no/such/model"));
        host.show();
    }
    void TearDown() override {
        qunsetenv("XDG_STATE_HOME");
        qunsetenv("XDG_DATA_HOME");
    }
    void press() {
        QTest::mouseClick(aligner.findChild<QPushButton*>(QStringLiteral("alignPair")), Qt::LeftButton);
    }

    QTemporaryDir folder;
    QWidget host;
    ModelSelector model{&host};
    PairAligner aligner{std::make_shared<ModelService>(), &model, &host};
    QSignalSpy started{&aligner, &PairAligner::started};
};

TEST_F(PairAlignerTest, IsThereWhileOneOfThePhotosNeedsIt) {
    aligner.setPhotos({}, {});
    EXPECT_FALSE(aligner.isVisible());
    aligner.setPhotos({}, QStringLiteral("/photos/b.jpg"));
    EXPECT_TRUE(aligner.isVisible());
}

TEST_F(PairAlignerTest, AsksForADetectorThatIsNotKnown) {
    aligner.setPhotos(QStringLiteral("/photos/a.jpg"), {});
    press();
    auto* dialog = aligner.findChild<QFileDialog*>(QStringLiteral("detectorFile"));
    ASSERT_NE(dialog, nullptr);
    dialog->reject();
    EXPECT_EQ(started.count(), 0);
}

TEST_F(PairAlignerTest, TellsWhyItFailedAndCanTryAgain) {
    QFile detector(folder.filePath(QStringLiteral("yunet.onnx")));
    ASSERT_TRUE(detector.open(QIODevice::WriteOnly));
    rememberDetector(detector.fileName().toStdString());
    QSignalSpy failed(&aligner, &PairAligner::failed);
    aligner.setPhotos(QStringLiteral("/photos/a.jpg"), {});
    press();
    EXPECT_EQ(started.count(), 1);
    EXPECT_TRUE(aligner.isBusy());
    ASSERT_TRUE(failed.wait(20000));
    EXPECT_TRUE(failed[0][0].toString().contains(QStringLiteral("/no/such/model")))
        << failed[0][0].toString().toStdString();
    EXPECT_FALSE(aligner.isBusy());
    press();
    EXPECT_EQ(started.count(), 2);
}

}  // namespace
}  // namespace pf::ui
