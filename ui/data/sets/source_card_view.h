// A source's card: what it is, its facts and problems, and what it can be used for.
#pragma once

#include <QFrame>

#include "core/session/inspect/source_card.h"

class QLabel;
class QListWidget;
class QTableWidget;

namespace pf::ui {

class SourceCardView : public QFrame {
    Q_OBJECT
  public:
    explicit SourceCardView(QWidget* parent = nullptr);

    /// `remark` stands under the path (that the look was stopped early); may be empty.
    void setCard(const SourceCard& card, const QString& remark);

  Q_SIGNALS:
    void useRequested(pf::SourceUse use, pf::SourceKind kind, const QString& path);

  private:
    void showFacts(const SourceCard& card);
    void showProblems(const SourceCard& card);
    void showUses(const SourceCard& card);
    QWidget* makeWarning();

    QLabel* title_ = nullptr;
    QLabel* path_ = nullptr;
    QLabel* remark_ = nullptr;
    QWidget* warning_ = nullptr;
    QTableWidget* facts_ = nullptr;
    QLabel* problemCount_ = nullptr;
    QListWidget* problems_ = nullptr;
    QWidget* uses_ = nullptr;
};

}  // namespace pf::ui
