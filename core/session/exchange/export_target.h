// Where an export goes: written beside its place, checked, then put there.
#pragma once

#include <filesystem>
#include <vector>

#include "core/session/exchange/model_export.h"

namespace pf {

/// The file or folder of one export. What was staged is removed unless it was published.
class ExportTarget {
  public:
    /// Throws: Error(Config) when the request's `out` exists and may not be replaced, or has a name that does
    /// not fit its format; Error(Io) when the folder to write in cannot be made.
    explicit ExportTarget(const ExportRequest& request);
    ~ExportTarget();
    ExportTarget(const ExportTarget&) = delete;
    ExportTarget& operator=(const ExportTarget&) = delete;

    /// Where to write: a file, or a folder that exists, beside the final place.
    const std::filesystem::path& staged() const { return staged_; }
    const std::filesystem::path& final() const { return out_; }

    /// Puts it in its place; returns the files. Throws: Error(Io), what was there is then still there.
    std::vector<std::filesystem::path> publish();

  private:
    std::vector<std::filesystem::path> publishFolder();

    std::filesystem::path out_;
    std::filesystem::path staged_;
    bool folder_;
};

}  // namespace pf
