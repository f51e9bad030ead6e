#include "ui/kit/paths/absolute_path.h"

#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include "core/base/list_source.h"

namespace pf::ui {

namespace {

std::string absolute(const std::string& text) {
    return absolutePath(QString::fromStdString(text)).toStdString();
}

}  // namespace

QStringList localPaths(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) {
            paths << url.toLocalFile();
        }
    }
    return paths;
}

QString typedPath(const QString& text) {
    const QString path = text.trimmed();
    if (path.startsWith(QLatin1String("~/"))) {
        return QDir::home().filePath(path.mid(2));
    }
    return path.startsWith(QLatin1String("file://")) ? QUrl(path).toLocalFile() : path;
}

QString absolutePath(const QString& text) {
    if (text.isEmpty() || text.startsWith(QLatin1String("synthetic:")) ||
        text.startsWith(QLatin1String("builtin:"))) {
        return text;
    }
    if (const auto source = listSourceOf(text.toStdString())) {
        return absolutePath(QString::fromStdString(source->list)) + QLatin1Char('@') +
               absolutePath(QString::fromStdString(source->root));
    }
    return QDir::cleanPath(QFileInfo(text).absoluteFilePath());
}

bool namesImages(const QString& text) {
    return QFileInfo::exists(text) || text.startsWith(QLatin1String("synthetic:")) ||
           listSourceOf(text.toStdString());
}

Options withAbsolutePaths(Options options) {
    for (std::string& source : options.data.train) {
        source = absolute(source);
    }
    options.model.backbone.file = absolute(options.model.backbone.file);
    for (auto& [name, source] : options.evaluation.sets) {
        source = absolute(source);
    }
    return options;
}

}  // namespace pf::ui
