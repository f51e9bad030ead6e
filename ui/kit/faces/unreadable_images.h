// Images that could not be read, with the reason for each.
#pragma once

#include <string>
#include <vector>

#include <QPushButton>

#include "core/session/images.h"

namespace pf::ui {

class ThumbnailLoader;

/// Says how many images could not be read, and what else there is to say of a set; a click lists them. Hidden
/// while there is nothing to say.
class UnreadableImages : public QPushButton {
    Q_OBJECT
  public:
    /// Learns from the loader what cannot be decoded.
    UnreadableImages(const QString& name, ThumbnailLoader* loader, QWidget* parent = nullptr);

    /// The images that the loader decodes from now on.
    void setCatalog(const ImageCatalog& catalog);
    /// What is known already: lines "name: reason", and remarks on the set.
    void setKnown(std::vector<std::string> unreadable, std::vector<std::string> notes);

  private:
    void refresh();

    ImageCatalog catalog_;
    std::vector<std::string> known_;
    std::vector<std::string> notes_;
    std::vector<std::string> found_;  ///< while decoding
    QStringList lines_;               ///< of both, each image once
};

}  // namespace pf::ui
