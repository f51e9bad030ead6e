// The gallery as files, and the command that writes the same.
#include "ui/gallery/gallery_export.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/ui/gallery/folder_gallery.h"
#include "ui/gallery/gallery_filters.h"

namespace pf::ui {
namespace {

class GalleryExportTest : public FolderGallery {};

TEST_F(GalleryExportTest, WritesWhatIsShown) {
    QSignalSpy told(&page, &Page::messageRequested);
    const auto write = [&](const char* name) {
        const QString path = folder.filePath(QString::fromLatin1(name));
        page.exporter()->writeFaces(path);
        EXPECT_TRUE(told.wait(kPatienceMs)) << name;
        QFile written(path);
        EXPECT_TRUE(written.open(QIODevice::ReadOnly)) << name;
        return written.readAll();
    };
    const QByteArray table = write("gallery.csv");
    EXPECT_EQ(table.count('\n'), 7);
    EXPECT_TRUE(
        table.startsWith("rank,sigma_sq,percentile,identity,degradation,file,norm\n1,0.875,91.67,bob,,"))
        << table.toStdString();
    const QByteArray report = write("gallery.html");
    EXPECT_EQ(report.count("data:image/jpeg;base64,"), 6);
    EXPECT_TRUE(report.contains("0.875"));
    EXPECT_FALSE(QImage::fromData(write("sheet.png")).isNull());
    // Only one person.
    page.findChild<GalleryFilters*>()->setIdentity(page.faces()->labels[5]);
    ASSERT_TRUE(QTest::qWaitFor([&] { return grid()->model()->rowCount() == 3; }, kPatienceMs));
    const QByteArray bob = write("bob.csv");
    EXPECT_EQ(bob.count('\n'), 4);
    EXPECT_TRUE(
        bob.startsWith("rank,sigma_sq,percentile,identity,degradation,file,norm,part\n1,0.875,91.67,bob,,"))
        << bob.toStdString();
    EXPECT_TRUE(bob.contains("\n3,0.625,58.33,bob,,"))
        << "rank and percentile among all: " << bob.toStdString();
    EXPECT_TRUE(bob.contains(",identity bob\n"));
    const QByteArray part = write("bob.html");
    EXPECT_EQ(part.count("data:image/jpeg;base64,"), 3);
    EXPECT_TRUE(part.contains("identity bob"));
    EXPECT_TRUE(part.contains("<td>0.25</td>")) << "the percentiles are of all faces";
    page.exporter()->writeFaces(folder.filePath(QStringLiteral("faces.xls")));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return page.findChild<QLabel*>(QStringLiteral("galleryError"))->text().contains(".xls"); },
        kPatienceMs));
}

TEST_F(GalleryExportTest, TheCommandDoesTheSame) {
    EXPECT_EQ(page.exporter()->command(), QStringLiteral("probface inspect ") + folder.path());
    page.findChild<QComboBox*>(QStringLiteral("modelCombo"))->setEditText(QStringLiteral("/runs/my run"));
    auto* copy = page.findChild<QAction*>(QStringLiteral("galleryCopyCommand"));
    ASSERT_NE(copy, nullptr);
    copy->trigger();
    EXPECT_EQ(QApplication::clipboard()->text(),
              QStringLiteral("probface gallery --model '/runs/my run' --images %1 --out gallery")
                  .arg(folder.path()));
    page.findChild<QToolButton*>(QStringLiteral("viewIdentities"))->click();
    EXPECT_TRUE(page.exporter()->command().endsWith(QStringLiteral(" --people 1000"))) << "all of them";
    page.findChild<QSpinBox*>(QStringLiteral("exportCount"))->setValue(2);
    EXPECT_TRUE(page.exporter()->command().endsWith(QStringLiteral(" --out gallery --people 2")));
}

TEST_F(GalleryExportTest, ExportsTheFigureAsPngAndPdf) {
    QTest::mouseClick(find<QToolButton>("viewIdentities"), Qt::LeftButton);
    QSignalSpy told(&page, &Page::messageRequested);
    const auto exportTo = [&](const QString& name) {
        const QString path = folder.filePath(name);
        page.exporter()->writeFigure(path);
        EXPECT_TRUE(told.wait(kPatienceMs)) << name.toStdString();
        return path;
    };
    const QImage all(exportTo(QStringLiteral("all.png")));
    find<QSpinBox>("exportCount")->setValue(1);
    const QImage two(exportTo(QStringLiteral("two.png")));
    ASSERT_FALSE(all.isNull());
    ASSERT_FALSE(two.isNull());
    EXPECT_EQ(all.width(), two.width());
    EXPECT_GT(all.height(), two.height());
    QFile pdf(exportTo(QStringLiteral("figure.pdf")));
    ASSERT_TRUE(pdf.open(QIODevice::ReadOnly));
    const QByteArray bytes = pdf.readAll();
    EXPECT_TRUE(bytes.startsWith("%PDF-"));
    EXPECT_TRUE(bytes.trimmed().endsWith("%%EOF"));
}

TEST_F(GalleryExportTest, AnExportToAnImpossiblePlaceIsAnErrorOnThePage) {
    QTest::mouseClick(find<QToolButton>("viewIdentities"), Qt::LeftButton);
    page.exporter()->writeFigure(folder.filePath(QStringLiteral("missing/figure.png")));
    EXPECT_TRUE(QTest::qWaitFor([&] { return find<QLabel>("galleryError")->isVisible(); }, kPatienceMs));
    page.exporter()->writeFigure(folder.filePath(QStringLiteral("figure.gif")));
    EXPECT_TRUE(
        QTest::qWaitFor([&] { return find<QLabel>("galleryError")->text().contains(".gif"); }, kPatienceMs));
}

TEST_F(GalleryExportTest, AsksForTheFileOfItsKind) {
    const std::pair<GalleryExport, const char*> kinds[] = {{GalleryExport::Table, "gallery.csv"},
                                                           {GalleryExport::Report, "gallery.html"},
                                                           {GalleryExport::ContactSheet, "gallery.png"},
                                                           {GalleryExport::FigurePng, "faces-by-sigma.png"},
                                                           {GalleryExport::FigurePdf, "faces-by-sigma.pdf"}};
    for (const auto& [kind, name] : kinds) {
        page.exporter()->ask(kind);
        auto* dialog = find<QFileDialog>("saveDialog");
        ASSERT_NE(dialog, nullptr);
        EXPECT_TRUE(dialog->selectedFiles().value(0).endsWith(QLatin1String(name)))
            << dialog->selectedFiles().value(0).toStdString();
        EXPECT_EQ(dialog->defaultSuffix(), QString::fromLatin1(name).section(QLatin1Char('.'), -1));
        delete dialog;
    }
}

}  // namespace
}  // namespace pf::ui
