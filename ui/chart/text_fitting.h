// Making words fit: lines of a width, and names that say only what tells them apart.
#pragma once

#include <QFontMetricsF>
#include <QString>
#include <QStringList>

namespace pf::ui {

/// The text in lines no wider than `width`: broken between words, and within a word only where the word alone
/// is too wide. Nothing is left out; "\n" breaks too. Units: px.
QStringList wrappedText(const QString& text, const QFontMetricsF& metrics, double width);

/// Names without what all of them begin and end with.
struct NamesApart {
    QString shared;    ///< "runs/faces/…, lfw"; empty: they share nothing worth saying once
    QStringList rest;  ///< what tells them apart, in the order of the names
};

/// Cuts at separators (blank, comma, slash, dash, dot, ...) only, so that "seed 1" and "seed 11" keep their
/// words. Two names at least, all different; else `rest` are the names as they are.
NamesApart namesApart(const QStringList& names);

/// The names for places of `width` px: as they are where they fit (then nothing is said to be shared), else
/// without what they share, else cut in the middle, but never so much that two different names read the same.
NamesApart shortNames(const QStringList& names, const QFontMetricsF& metrics, double width);

}  // namespace pf::ui
