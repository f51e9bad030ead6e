// Fields of a form whose contents are kept in the settings.
#pragma once

#include <utility>
#include <vector>

class QSettings;
class QWidget;

namespace pf::ui {

/// The keys with their choosers of paths (by the property "kept"), combo boxes (by place; of one to type in
/// the text) and check boxes.
using KeptFields = std::vector<std::pair<const char*, QWidget*>>;

void saveFields(QSettings& settings, const KeptFields& fields);
/// What was never kept becomes empty, the first choice or unticked; a typed text stays.
void restoreFields(QSettings& settings, const KeptFields& fields);

}  // namespace pf::ui
