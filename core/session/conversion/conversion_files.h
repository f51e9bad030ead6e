// Names of what a conversion writes, while it works and when it is done.
#pragma once

#include <filesystem>
#include <vector>

#include "core/session/conversion/conversion.h"

namespace pf {

/// OUT and, beside it, the working folder OUT.part.
class ConversionFiles {
  public:
    /// Throws: Error(Config) for an empty path.
    ConversionFiles(const std::filesystem::path& out, FaceFormat format);

    const std::filesystem::path& out() const { return out_; }
    const std::filesystem::path& part() const { return part_; }
    /// What the sink writes, in the working folder: the folder of images, or the file.
    std::filesystem::path payload() const;
    std::filesystem::path state() const { return part_ / "state.json"; }
    std::filesystem::path pairs() const { return part_ / "pairs.csv"; }
    std::filesystem::path skipped() const { return part_ / "skipped.txt"; }
    std::filesystem::path lock() const { return part_ / "lock"; }

    /// Whether an interrupted conversion is there. Throws: Error(Config) when one is and `resume` is off.
    bool isBegun(bool resume) const;
    /// Throws: Error(Config) when something has the name of what will be written.
    void requireFree() const;

    /// Gives every finished file its name, OUT last, and removes the working folder. Returns the names.
    /// Throws: Error(Io); Error(Config) when a name is taken.
    std::vector<std::filesystem::path> publish() const;
    /// Removes the working folder with what is in it.
    void remove() const;

  private:
    struct Move {
        std::filesystem::path from;
        std::filesystem::path to;
    };
    std::vector<Move> moves() const;

    FaceFormat format_;
    std::filesystem::path out_;
    std::filesystem::path part_;
};

}  // namespace pf
