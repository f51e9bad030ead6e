// What an alignment did, and every photo that did not go through without remark.
#pragma once

#include <QFrame>

#include "core/session/alignment/alignment.h"

class QLabel;
class QPushButton;

namespace pf::ui {

class TextTableModel;

class AlignResult : public QFrame {
    Q_OBJECT
  public:
    explicit AlignResult(QWidget* parent = nullptr);

    void setOutcome(const AlignOutcome& outcome);

  Q_SIGNALS:
    void galleryRequested();
    void reportRequested();

  private:
    QLabel* counts_ = nullptr;
    QLabel* kinds_ = nullptr;
    QPushButton* gallery_ = nullptr;
    QPushButton* report_ = nullptr;
    TextTableModel* remarks_ = nullptr;
};

}  // namespace pf::ui
