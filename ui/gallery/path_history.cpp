#include "ui/gallery/path_history.h"

#include <QSettings>

namespace pf::ui {

namespace {
constexpr int kLongest = 12;
}

QStringList pathHistory(const QString& key) {
    return QSettings().value("history/" + key).toStringList();
}

void addToPathHistory(const QString& key, const QString& path) {
    if (path.isEmpty()) {
        return;
    }
    QStringList paths = pathHistory(key);
    paths.removeAll(path);
    paths.prepend(path);
    QSettings().setValue("history/" + key, QStringList(paths.mid(0, kLongest)));
}

}  // namespace pf::ui
