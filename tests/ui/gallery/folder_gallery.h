// A gallery page over a folder of six pictures, with a known sigma².
#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/gallery/gallery_fixtures.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/gallery_page.h"
#include "ui/kit/model_service.h"

namespace pf::ui {

/// ada/0.png to ada/2.png and bob/0.png to bob/2.png; sigma² 0.25 and an eighth more for each.
class FolderGallery : public testing::Test {
  protected:
    static constexpr int kPatienceMs = 20000;

    void SetUp() override {
        for (const char* person : {"ada", "bob"}) {
            QDir(folder.path()).mkdir(QString::fromLatin1(person));
            for (int i = 0; i < 3; ++i) {
                QImage image(32, 32, QImage::Format_RGB32);
                image.fill(qRgb(40 * i, 100, person[0]));
                ASSERT_TRUE(image.save(file(person, i)));
            }
        }
        page.resize(1290, 700);
        page.show();
        page.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
        open(folder.path());
        page.setMeasured(withMeasurements(
            page.faces(), measurementsOf(page.faces()->catalog, [](std::size_t i) { return 0.25 + i / 8.0; }),
            ModelInfo{}));
    }
    QString file(const char* person, int image) const {
        return folder.filePath(QStringLiteral("%1/%2.png").arg(QString::fromLatin1(person)).arg(image));
    }
    void open(const QString& source) {
        page.openModel({}, {source});
        ASSERT_TRUE(QTest::qWaitFor([&] { return !page.isBusy(); }, kPatienceMs));
    }
    FaceGridView* grid() { return page.findChild<FaceGridView*>(); }
    template <class Widget>
    Widget* find(const char* name) {
        auto* widget = page.findChild<Widget*>(QString::fromLatin1(name));
        EXPECT_NE(widget, nullptr) << name;
        return widget;
    }

    QTemporaryDir folder;
    GalleryPage page{std::make_shared<ModelService>()};
};

}  // namespace pf::ui
