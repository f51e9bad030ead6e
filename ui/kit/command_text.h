// The command line that does what a form of the Data page says.
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/session/alignment/alignment.h"
#include "core/session/conversion/conversion.h"
#include "core/session/exchange/model_export.h"
#include "core/session/inspect/backbone_check.h"
#include "ui/kit/import_request.h"

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
