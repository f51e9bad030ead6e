// The command line that does what a form of the Data page says.
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/session/alignment.h"
#include "core/session/backbone_check.h"
#include "core/session/conversion.h"
#include "core/session/model_export.h"
#include "ui/data/import_request.h"

namespace pf::ui {

/// The words as a POSIX shell reads them back: quoted where it is needed.
QString shellCommand(const std::vector<std::string>& words);

QString inspectCommand(const std::string& path);
QString checkCommand(const BackboneCheckRequest& request);
QString alignCommand(const AlignRequest& request);
QString convertCommand(const ConvertRequest& request);
QString exportCommand(const ExportRequest& request);
QString importCommand(const ImportRequest& request);

}  // namespace pf::ui
