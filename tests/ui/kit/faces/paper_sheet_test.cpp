#include "ui/kit/faces/paper_sheet.h"

#include <gtest/gtest.h>

#include <vector>

#include <QImage>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "tests/ui/kit/faces/cut_image.h"

namespace pf::ui {
namespace {

TEST(PaperSheet, IsWhiteTwiceAsFineAndHoldsWhatIsPainted) {
    QTemporaryDir folder;
    PaperSheet sheet({40, 20.5}, QStringLiteral("Export less."));
    sheet.painter().fillRect(QRectF(10, 5, 4, 4), Qt::black);
    sheet.write(folder.filePath(QStringLiteral("sheet.png")));
    const QImage written(folder.filePath(QStringLiteral("sheet.png")));
    ASSERT_EQ(written.size(), QSize(80, 41));
    EXPECT_EQ(written.pixelColor(0, 0), QColor(Qt::white));
    EXPECT_EQ(written.pixelColor(22, 12), QColor(Qt::black));
}

TEST(PaperSheet, SaysWhatToDoAboutOneThatIsTooLarge) {
    try {
        const PaperSheet sheet({1e8, 1e8}, QStringLiteral("Export a shorter list."));
        FAIL() << "no machine has memory for it";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("Export a shorter list."), std::string::npos);
    }
}

TEST(PaperSheet, AnImageThatCannotBeReadIsDrawnAsSuch) {
    QTemporaryDir folder;
    const ImageCatalog images = wholeAndCutImage(folder);
    FaceTile whole;
    addPrintedImage(whole, images, 0, 32);
    EXPECT_EQ(whole.image.size(), QSize(32, 32));
    EXPECT_FALSE(whole.broken);
    FaceTile cut;
    addPrintedImage(cut, images, 1, 32);
    EXPECT_TRUE(cut.broken);
}

TEST(InParts, ReportsEveryPartAndStopsBetweenTwo) {
    RunControl control;
    std::vector<long long> done;
    std::vector<std::size_t> parts;
    const auto observe = [&done](const Progress& progress) {
        EXPECT_EQ(progress.total, 4);
        done.push_back(progress.done);
    };
    EXPECT_TRUE(inParts(4, control, observe, [&parts](std::size_t part) { parts.push_back(part); }));
    EXPECT_EQ(parts, (std::vector<std::size_t>{0, 1, 2, 3}));
    EXPECT_EQ(done, (std::vector<long long>{1, 2, 3, 4}));
    parts.clear();
    EXPECT_FALSE(inParts(4, control, observe, [&](std::size_t part) {
        parts.push_back(part);
        if (part == 1) {
            control.requestStop();
        }
    }));
    EXPECT_EQ(parts, (std::vector<std::size_t>{0, 1}));
}

}  // namespace
}  // namespace pf::ui
