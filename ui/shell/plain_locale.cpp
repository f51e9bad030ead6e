#include "ui/shell/plain_locale.h"

#include <QLocale>

#include "core/base/numbers.h"

namespace pf::ui {

void usePlainNumbers() {
    QLocale::setDefault(QLocale::c());
    resetProcessNumbers();
}

}  // namespace pf::ui
