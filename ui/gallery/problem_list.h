// Images that could not be read, with the reason for each.
#pragma once

#include <QDialog>
#include <QStringList>

namespace pf::ui {

struct GalleryData;

/// Lines "name: reason" of the data and of what decoding found, without repetition.
QStringList unreadableLines(const GalleryData* data, const QStringList& found);

class ProblemList : public QDialog {
    Q_OBJECT
  public:
    explicit ProblemList(const QStringList& lines, QWidget* parent = nullptr);
};

}  // namespace pf::ui
