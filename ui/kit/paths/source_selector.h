// Where images come from: typed, chosen from the history, browsed for or dropped.
#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/kit/paths/path_combo.h"

namespace pf::ui {

class SourceSelector : public QWidget {
    Q_OBJECT
  public:
    /// `historyKey` names the list of earlier sources in the settings.
    explicit SourceSelector(const QString& historyKey, QWidget* parent = nullptr);

    /// Folders, lists, RecordIO or .bin sets from the root on, or `synthetic:` specs; in the field several
    /// are separated by semicolons.
    QStringList sources() const;
    void setSources(const QStringList& sources);
    /// Remembers the present text in the history.
    void remember();
    PathCombo* combo() const { return combo_; }

  Q_SIGNALS:
    void sourcesChanged();
    /// Return was pressed, or something was chosen, browsed for or dropped.
    void submitted();

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void browse(bool folder);
    void choose(const QStringList& sources);
    void fillHistory();

    QString historyKey_;
    PathCombo* combo_ = nullptr;
};

}  // namespace pf::ui
