// Paths chosen lately, kept in the settings, newest first; each from the root on.
#pragma once

#include <QSettings>
#include <QStringList>

namespace pf::ui {

/// At most twelve paths under `key`.
inline QStringList pathHistory(const QString& key) {
    // An earlier version kept paths as they were typed: one that starts nowhere says nothing any more.
    QStringList paths = QSettings().value(QStringLiteral("history/") + key).toStringList();
    paths.removeIf([](const QString& path) {
        return !path.startsWith(QLatin1Char('/')) && !path.startsWith(QLatin1String("synthetic"));
    });
    return paths;
}

inline void addToPathHistory(const QString& key, const QString& path) {
    constexpr int kLongest = 12;
    if (path.isEmpty()) {
        return;
    }
    QStringList paths = pathHistory(key);
    paths.removeAll(path);
    paths.prepend(path);
    QSettings().setValue(QStringLiteral("history/") + key, QStringList(paths.mid(0, kLongest)));
}

}  // namespace pf::ui
