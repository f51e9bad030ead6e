// What is needed to try a backbone: its file, the kind of input it wants, faces, and a pair set.
#pragma once

#include <vector>

#include <QHash>
#include <QStringList>
#include <QWidget>

#include "core/base/config/options.h"
#include "core/session/inspect/backbone_check.h"

class QBoxLayout;
class QComboBox;
class QSettings;

namespace pf::ui {

class FieldEditor;
class PathChooser;
class SourceSelector;

/// The options come from the field table, so that the form knows every option of a backbone and its input.
class BackboneForm : public QWidget {
    Q_OBJECT
  public:
    explicit BackboneForm(QWidget* parent = nullptr);

    void setFile(const QString& file) { setField(QStringLiteral("model.backbone.file"), file); }
    /// KEY=VALUE assignments of options that the form asks for; others are passed over.
    void apply(const QStringList& assignments);
    const Options& options() const { return options_; }
    BackboneCheckRequest request() const;
    /// What is still missing or impossible, in a sentence; empty: it can be tried.
    QString missing() const;
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void changed();

  private:
    void addEditors(QBoxLayout* column);
    FieldEditor* editor(const QString& key) const;
    void setField(const QString& key, const QString& text);
    void takeText(FieldEditor& editor, const QString& text);
    void applyPreset(int index);
    void refresh();

    Options options_;
    std::vector<FieldEditor*> editors_;
    QHash<QString, QString> problems_;
    QComboBox* preset_ = nullptr;
    SourceSelector* images_ = nullptr;
    PathChooser* pairs_ = nullptr;
};

}  // namespace pf::ui
