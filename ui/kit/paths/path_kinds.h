// What a path is by its name and a glance, for deciding which page it belongs to.
#pragma once

#include <QString>
#include <QStringList>

namespace pf::ui {

/// A picture by its suffix.
bool isImageFile(const QString& path);
/// Images, lists and pair sets, or a folder with pictures near its beginning: what the gallery opens without
/// a question. Cost: at most a few hundred directory entries.
bool isImageSource(const QString& path);
/// Networks and weights of other programs, and the files that accompany sets: no page but Data knows them.
bool isForeignFile(const QString& path);
/// A folder with runs one or two levels below it.
bool holdsRuns(const QString& folder);
/// The open dialog's filters, everything that opens first.
QStringList openFilters();

}  // namespace pf::ui
