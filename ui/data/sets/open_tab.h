// "What is this?": anything dropped or named is recognised before anything heavy starts.
#pragma once

#include <optional>

#include <QPointer>
#include <QWidget>

#include "core/session/inspect/source_card.h"
#include "ui/kit/background_task.h"
#include "ui/kit/paths/drop_area.h"

class QLabel;
class QPushButton;
class QSettings;
class QStackedWidget;

namespace pf::ui {

class PathChooser;
class SourceCardView;
class TensorTable;

class OpenTab : public QWidget {
    Q_OBJECT
  public:
    explicit OpenTab(QWidget* parent = nullptr);

    /// Writes the path into the field and looks at it; an empty one empties the tab.
    void look(const QString& path);
    bool isBusy() const { return task_ != nullptr || listing_ != nullptr; }
    /// What was found, while it is shown.
    const std::optional<SourceCard>& card() const { return card_; }
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void messageRequested(const QString& text);
    void useRequested(pf::SourceUse use, pf::SourceKind kind, const QString& path);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent*) override { area_->setHovered(false); }
    void dropEvent(QDropEvent* event) override;

  private:
    QWidget* makeLooking();
    QWidget* makeCard();
    void stop();
    void showCard(const SourceCard& card, bool stopped);
    void listTensors(const SourceCard& card);

    PathChooser* path_ = nullptr;
    QPushButton* look_ = nullptr;
    QPushButton* copy_ = nullptr;
    QLabel* error_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    DropArea* area_ = nullptr;
    QWidget* looking_ = nullptr;
    QLabel* lookingText_ = nullptr;
    QWidget* cardPage_ = nullptr;
    SourceCardView* view_ = nullptr;
    TensorTable* tensors_ = nullptr;
    std::optional<SourceCard> card_;
    QPointer<BackgroundTask> task_;
    QPointer<BackgroundTask> listing_;
    int generation_ = 0;
};

}  // namespace pf::ui
