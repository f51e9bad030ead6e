// What a check found, a line each: icon and word say how good it is.
#pragma once

#include <vector>

#include <QWidget>

#include "core/session/inspect/backbone_check.h"

namespace pf::ui {

class FindingList : public QWidget {
    Q_OBJECT
  public:
    explicit FindingList(QWidget* parent = nullptr);

    void setFindings(const std::vector<BackboneFinding>& findings);
    int count() const { return static_cast<int>(findings_.size()); }

  private:
    void rebuild();

    std::vector<BackboneFinding> findings_;
    QWidget* lines_ = nullptr;
};

}  // namespace pf::ui
