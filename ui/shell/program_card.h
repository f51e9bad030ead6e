// The question whether a file that is a program may be opened.
#pragma once

#include <QDialog>

#include "core/session/programs.h"

namespace pf::ui {

/// Not modal: the window can be used while the work waits. Accepted: open it; anything else: keep it closed.
class ProgramCard : public QDialog {
    Q_OBJECT
  public:
    explicit ProgramCard(const ForeignProgram& program, QWidget* parent = nullptr);
};

}  // namespace pf::ui
