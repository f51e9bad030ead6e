// Paths that are kept: what is relative to today's working directory means nothing tomorrow.
#pragma once

#include <QString>
#include <QStringList>

#include "core/base/config/options.h"

class QMimeData;

namespace pf::ui {

/// The files and folders of a drop.
QStringList localPaths(const QMimeData& data);
/// What was typed or pasted as a path: without blanks around it, a file:// address or ~/ as a path.
QString typedPath(const QString& text);
/// The whole path of a typed one. An empty text, and what is not a path ("synthetic:...", "builtin:..."),
/// stay.
QString absolutePath(const QString& text);

/// Whether a text names something that is there: a path, LIST@FOLDER, or a `synthetic:` spec.
bool namesImages(const QString& text);

/// The recipe with the paths of its faces, its backbone and its evaluation sets made whole.
Options withAbsolutePaths(Options options);

}  // namespace pf::ui
