// Numbers in the window: with a point, whatever the desktop's language.
#pragma once

#include <QLocale>

#include "core/base/numbers.h"

namespace pf::ui {

/// To be called once the application object exists, which sets the process's locale to the desktop's: fields
/// take and show "0.5" as the command line, the recipes and every written file do (a German field would read
/// it as 5), charts label their axes so, and libraries find the C locale's numbers.
inline void usePlainNumbers() {
    QLocale::setDefault(QLocale::c());
    resetProcessNumbers();
}

}  // namespace pf::ui
