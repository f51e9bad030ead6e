#include "ui/kit/paths/path_kinds.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include "core/session/commands/file_commands.h"

namespace pf::ui {

namespace {

constexpr int kGlance = 500;  ///< entries looked at before a folder counts as one without pictures

/// One of those that stand in `suffixes`, with a space between them.
bool hasSuffix(const QString& path, const char* suffixes) {
    return QString::fromLatin1(suffixes).split(QLatin1Char(' ')).contains(QFileInfo(path).suffix().toLower());
}

bool holdsImages(const QString& folder) {
    QDirIterator entries(folder, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    for (int i = 0; i < kGlance && entries.hasNext(); ++i) {
        if (isImageFile(entries.next())) {
            return true;
        }
    }
    return false;
}

QString patterns(const char* suffixes) {
    return QStringLiteral("*.") +
           QString::fromLatin1(suffixes).split(QLatin1Char(' ')).join(QStringLiteral(" *."));
}

}  // namespace

bool isImageFile(const QString& path) {
    return hasSuffix(path, "jpg jpeg png bmp webp");
}

bool isImageSource(const QString& path) {
    if (QFileInfo(path).isDir()) {
        return holdsImages(path);
    }
    return isImageFile(path) || hasSuffix(path, "txt lst bin");
}

bool isForeignFile(const QString& path) {
    return hasSuffix(path, "onnx pt pth idx property h5 zip") || isTensorFlowCheckpoint(path.toStdString());
}

bool holdsRuns(const QString& folder) {
    const QDir root(folder);
    const QStringList names = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (qsizetype i = 0; i < std::min<qsizetype>(names.size(), 50); ++i) {
        const QDir one(root.filePath(names[i]));
        if (one.exists(QStringLiteral("config.yaml"))) {
            return true;
        }
        const QStringList inner = one.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        if (!inner.isEmpty() && QDir(one.filePath(inner.last())).exists(QStringLiteral("config.yaml"))) {
            return true;
        }
    }
    return false;
}

QStringList openFilters() {
    const auto tr = [](const char* text) { return QCoreApplication::translate("pf::ui::MainWindow", text); };
    constexpr auto kConfigs = "yaml yml";
    constexpr auto kImages = "jpg jpeg png bmp webp";
    constexpr auto kSets = "bin txt lst csv rec idx";
    constexpr auto kNetworks = "onnx pt pth safetensors index";
    constexpr auto kEmbeddings = "npz npy pkl";
    QStringList all;
    for (const char* some : {kConfigs, kImages, kSets, kNetworks, kEmbeddings}) {
        all << patterns(some);
    }
    const auto filter = [](const QString& text, const QString& names) {
        return QStringLiteral("%1 (%2)").arg(text, names);
    };
    return {filter(tr("Everything that opens"), all.join(QLatin1Char(' '))),
            filter(tr("Configs"), patterns(kConfigs)),
            filter(tr("Images"), patterns(kImages)),
            filter(tr("Sets and lists"), patterns(kSets)),
            filter(tr("Networks and weights"), patterns(kNetworks)),
            filter(tr("Embeddings"), patterns(kEmbeddings)),
            filter(tr("All files"), QStringLiteral("*"))};
}

}  // namespace pf::ui
