// What a source can be used for, in the window's words.
#pragma once

#include <QString>

#include "core/session/inspect/source_card.h"

namespace pf::ui {

/// The button's text: "Train with these faces".
QString useText(SourceUse use, SourceKind kind);
/// Where the button leads, for its tool tip.
QString useHelp(SourceUse use);

}  // namespace pf::ui
