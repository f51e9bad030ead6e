// Runs of several folders as one list.
#pragma once

#include <vector>

#include <QStringList>

#include "core/session/control.h"
#include "core/session/run/run_reader.h"

namespace pf::ui {

/// The runs below each of the folders, every run once however many of them it lies below, newest first. For a
/// worker; a stop ends it early.
std::vector<RunListing> listRunsOf(const QStringList& roots, const RunControl& control);

}  // namespace pf::ui
