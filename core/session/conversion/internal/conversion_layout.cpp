#include "core/session/conversion/internal/conversion_layout.h"

namespace pf {

ConversionLayout::ConversionLayout(const FaceSet& faces, FaceFormat format, const std::vector<int>& labels)
    : faces_(faces),
      needsNames_(format == FaceFormat::Folder || format == FaceFormat::Record),
      namer_(faces.pairIsSame().empty()) {
    if (!needsNames_) {
        return;
    }
    folders_ = identityFolders(faces.identities());
    if (faces.pairIsSame().empty()) {
        order_ = VisitOrder(labels);
    }
}

ConversionLayout::Place ConversionLayout::visit(std::size_t position) {
    Place place;
    place.index = order_.at(position);
    place.info = faces_.info(place.index);
    if (needsNames_) {
        place.name = namer_.next(place.info.label, place.info.name);
        renamed_ += place.name.renamed ? 1 : 0;
    }
    return place;
}

std::string ConversionLayout::fileOf(const Place& place, ImageFormat format) const {
    if (!needsNames_) {
        return "";
    }
    const int label = place.info.label;
    const std::string folder = label < 0 ? "" : folders_[static_cast<std::size_t>(label)] + "/";
    const auto& extension = place.name.extension;
    return folder + place.name.stem + (extension.empty() ? std::string(imageExtension(format)) : extension);
}

std::vector<std::string> ConversionLayout::renamedIdentities() const {
    std::vector<std::string> renamed;
    for (std::size_t i = 0; i < folders_.size(); ++i) {
        if (folders_[i] != faces_.identities()[i]) {
            renamed.push_back("'" + faces_.identities()[i] + "' is " + folders_[i]);
        }
    }
    return renamed;
}

void ConversionLayout::noteWritten(int label) {
    if (written_.empty() || written_.back() != label) {
        written_.push_back(label);
    }
}

std::vector<std::string> ConversionLayout::identities() const {
    std::vector<std::string> names;
    for (const int label : written_) {
        if (needsNames_ && label >= 0) {
            names.push_back(folders_[static_cast<std::size_t>(label)]);
        }
    }
    return names;
}

}  // namespace pf
