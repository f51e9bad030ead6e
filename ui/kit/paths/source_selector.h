// Where images come from: typed, chosen from the history, browsed for or dropped.
#pragma once

#include <string>
#include <vector>

#include <QString>
#include <QStringList>

#include "ui/kit/paths/path_chooser.h"

namespace pf::ui {

class SourceSelector : public PathChooser {
    Q_OBJECT
  public:
    /// `historyKey` names the list of earlier sources in the settings. Without a name and words of its own
    /// the field is called "sourceCombo" and "Images".
    explicit SourceSelector(const QString& historyKey, QWidget* parent = nullptr, const QString& name = {},
                            const QString& accessible = {});

    /// Folders, lists, RecordIO or .bin sets from the root on, or `synthetic:` specs; in the field several
    /// are separated by semicolons.
    QStringList sources() const;
    QVariant kept() const override { return sources(); }
    /// The same as the engine takes them.
    std::vector<std::string> sourceTexts() const;
    void setSources(const QStringList& sources) { setPath(sources.join(QStringLiteral("; "))); }
    /// Remembers the present text in the history.
    void remember();

  protected:
    QString browseFrom() const override { return sources().value(0); }

  private:
    void fillHistory();

    QString historyKey_;
};

}  // namespace pf::ui
