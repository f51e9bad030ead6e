// Version, and the libraries with their licences.
#pragma once

#include <QDialog>

namespace pf::ui {

class AboutDialog : public QDialog {
    Q_OBJECT
  public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

}  // namespace pf::ui
