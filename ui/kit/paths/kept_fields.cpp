#include "ui/kit/paths/kept_fields.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QSettings>

#include "ui/kit/paths/path_chooser.h"

namespace pf::ui {

void saveFields(QSettings& settings, const KeptFields& fields) {
    for (const auto& [key, field] : fields) {
        if (const auto* path = qobject_cast<PathChooser*>(field)) {
            settings.setValue(key, path->kept());
        } else if (const auto* combo = qobject_cast<QComboBox*>(field)) {
            settings.setValue(
                key, combo->isEditable() ? QVariant(combo->currentText()) : QVariant(combo->currentIndex()));
        } else if (const auto* box = qobject_cast<QCheckBox*>(field)) {
            settings.setValue(key, box->isChecked());
        }
    }
}

void restoreFields(QSettings& settings, const KeptFields& fields) {
    for (const auto& [key, field] : fields) {
        const QVariant kept = settings.value(key);
        if (auto* path = qobject_cast<PathChooser*>(field)) {
            path->setPath(kept.toStringList().join(QStringLiteral("; ")));
        } else if (auto* box = qobject_cast<QCheckBox*>(field)) {
            box->setChecked(kept.toBool());
        } else if (auto* combo = qobject_cast<QComboBox*>(field); combo != nullptr && !combo->isEditable()) {
            combo->setCurrentIndex(std::clamp(kept.toInt(), 0, combo->count() - 1));
        } else if (combo != nullptr && !kept.toString().isEmpty()) {
            combo->setCurrentText(kept.toString());
        }
    }
}

}  // namespace pf::ui
