#include "ui/absolute_path.h"

#include <QDir>
#include <QFileInfo>

namespace pf::ui {

namespace {

std::string absolute(const std::string& text) {
    return absolutePath(QString::fromStdString(text)).toStdString();
}

}  // namespace

QString absolutePath(const QString& text) {
    if (text.isEmpty() || text.startsWith(QLatin1String("synthetic:")) ||
        text.startsWith(QLatin1String("builtin:"))) {
        return text;
    }
    return QDir::cleanPath(QFileInfo(text).absoluteFilePath());
}

QStringList absolutePaths(const QStringList& texts) {
    QStringList paths;
    for (const QString& text : texts) {
        paths << absolutePath(text);
    }
    return paths;
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
