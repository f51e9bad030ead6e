#include "ui/kit/kept_fields.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QSettings>
#include <QVariant>

namespace pf::ui {

void saveFields(QSettings& settings, const KeptFields& fields) {
    for (const auto& [key, field] : fields) {
        if (const QVariant kept = field->property("kept"); kept.isValid()) {
            settings.setValue(key, kept);
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
        if (field->property("kept").isValid()) {
            field->setProperty("kept", kept);
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
