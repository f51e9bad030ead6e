// The order in which a conversion visits images, and the names and labels they get.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/data/convert/file_namer.h"
#include "core/data/convert/visit_order.h"
#include "core/data/face_set.h"
#include "core/session/conversion/conversion.h"

namespace pf {

/// Folders and RecordIO take images identity by identity, pairs and lists keep the source's order.
class ConversionLayout {
  public:
    /// `labels` are those of the set, which must outlive this object.
    ConversionLayout(const FaceSet& faces, FaceFormat format, const std::vector<int>& labels);

    /// An image of the source.
    struct Place {
        std::size_t index = 0;
        FaceInfo info;
        FileNamer::Name name;
    };

    /// The next image; call once for every position, in order. Determinism: the same whatever became of the
    /// images.
    Place visit(std::size_t position);
    /// "identity/name.jpg"; the format decides about an extension that the name does not have. "" of a list
    /// or .bin.
    std::string fileOf(const Place& place, ImageFormat format) const;

    /// Says that an image of this label is in the output. Identities without one leave no gap in its labels.
    void noteWritten(int label);
    /// In RecordIO, of the image noted last.
    int outputLabel() const { return static_cast<int>(written_.size()) - 1; }
    /// Names of the identities by their label in RecordIO: those of their folders, as in its .lst.
    std::vector<std::string> identities() const;

    bool isSourceOrder() const { return order_.isSourceOrder(); }
    std::size_t renamed() const { return renamed_; }
    /// "'a:b' is a_b" of every identity whose folder cannot have its name, or whose name another's has.
    std::vector<std::string> renamedIdentities() const;

  private:
    const FaceSet& faces_;
    bool needsNames_;
    VisitOrder order_;
    FileNamer namer_;
    std::vector<std::string> folders_;  ///< of the identities
    std::vector<int> written_;          ///< labels of the source, by label of the output
    std::size_t renamed_ = 0;
};

}  // namespace pf
