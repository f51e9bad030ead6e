// One conversion under way: from the images of a set to a sink, with its state on the disk.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files/output_file.h"
#include "core/data/convert/image_sink.h"
#include "core/data/face_set.h"
#include "core/session/control.h"
#include "core/session/conversion/conversion.h"
#include "core/session/conversion/conversion_files.h"
#include "core/session/conversion/conversion_state.h"
#include "core/session/conversion/internal/conversion_layout.h"

namespace pf {

class ConversionJob {
  public:
    /// Goes on from `state`, or begins; `source` is the set's sourceKey. `strict`: an image that cannot be
    /// used is an error. Throws: Error(Config) when the set is not the one of `state`, or does not fit the
    /// format; Error(Io).
    ConversionJob(FaceSetPtr faces, std::string source, FaceFormat format, const ConversionFiles& files,
                  std::optional<ConversionState> state, bool strict);

    /// Copies until the end or a stop; the state is on the disk when it returns. False when stopped.
    /// Throws: Error(Data) when no image can be used; Error(Io).
    bool run(RunControl& control, const ProgressObserver& observer);

    const ConversionState& state() const { return state_; }
    std::vector<std::string> skipped() const;
    std::vector<std::string> notes() const;

  private:
    struct Loaded;

    void goOnFrom(ConversionState state);
    void openOutput();
    bool isSkipped(std::size_t position) const;
    void load(Loaded& image) const;
    void add(const Loaded& image);
    void skip(std::size_t position, const Loaded& image);
    void copyNext();
    void flush();
    void finish();

    FaceSetPtr faces_;
    FaceFormat format_;
    ConversionFiles files_;
    bool isPairSet_;
    bool hasPairFile_;
    bool strict_;
    ConversionLayout layout_;
    ConversionState state_;
    std::unique_ptr<ImageSink> sink_;
    std::unique_ptr<OutputFile> skippedFile_;
    std::unique_ptr<OutputFile> pairFile_;
};

}  // namespace pf
