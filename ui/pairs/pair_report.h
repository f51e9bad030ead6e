// A comparison of two faces as a text to keep.
#pragma once

#include <QString>

#include "core/session/model/face_model.h"

namespace pf::ui {

/// What was compared, and what came out.
struct PairReport {
    QString left;
    QString right;
    QString model;
    PairComparison pair;
    /// The crops that were compared where the images are photos; empty: the images themselves.
    QString leftCrop = {};
    QString rightCrop = {};

    bool isAligned() const { return !leftCrop.isEmpty() || !rightCrop.isEmpty(); }
};

/// The command that compares the same.
QString compareCommand(const PairReport& report);

QString pairMarkdown(const PairReport& report);
/// A booktabs table.
QString pairLatex(const PairReport& report);
/// One self-contained page with both faces; an image that cannot be read any more leaves its place empty.
/// Cost: decodes both.
QString pairHtml(const PairReport& report);

}  // namespace pf::ui
