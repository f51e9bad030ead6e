// A folder of pictures one of which cannot be read.
#pragma once

#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include "core/session/images.h"

namespace pf::ui {

/// Two grey pictures of 32 x 32, 0.png and 1.png; the second was cut after the folder had been opened.
inline ImageCatalog wholeAndCutImage(const QTemporaryDir& folder) {
    QImage picture(32, 32, QImage::Format_RGB32);
    picture.fill(Qt::gray);
    for (const char* name : {"0.png", "1.png"}) {
        EXPECT_TRUE(picture.save(folder.filePath(QString::fromLatin1(name))));
    }
    const ImageCatalog images = openImages({folder.path().toStdString()});
    EXPECT_TRUE(QFile::resize(folder.filePath(QStringLiteral("1.png")), 30));
    return images;
}

}  // namespace pf::ui
