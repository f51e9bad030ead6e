// What a backbone made of a few faces, and what the numbers say.
#pragma once

#include <vector>

#include <QFrame>
#include <QStringList>
#include <QWidget>

#include "core/session/inspect/backbone_check.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace pf::ui {

/// What a check found, a line each: icon and word say how good it is.
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

class CheckResult : public QFrame {
    Q_OBJECT
  public:
    explicit CheckResult(QWidget* parent = nullptr);

    void setCheck(const BackboneCheck& check);

  Q_SIGNALS:
    /// The settings that were tried are to go into the recipe.
    void useRequested();
    /// KEY=VALUE assignments that did better are to go into the form.
    void betterRequested(const QStringList& assignments);

  private:
    void showRows(const BackboneCheck& check);

    QLabel* title_ = nullptr;
    QLabel* sizes_ = nullptr;
    QLabel* accuracy_ = nullptr;
    FindingList* findings_ = nullptr;
    QPushButton* better_ = nullptr;
    QStringList betterSettings_;
    QTableWidget* rows_ = nullptr;
};

}  // namespace pf::ui
