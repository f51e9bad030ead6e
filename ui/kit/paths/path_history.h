// Paths chosen lately, kept in the settings, newest first; each from the root on.
#pragma once

#include <QString>
#include <QStringList>

namespace pf::ui {

/// At most twelve paths under `key`.
QStringList pathHistory(const QString& key);
void addToPathHistory(const QString& key, const QString& path);

}  // namespace pf::ui
