// "Use my backbone": a few faces through it before a recipe relies on it.
#pragma once

#include <vector>

#include <QHash>
#include <QStringList>
#include <QWidget>

#include "core/base/config/options.h"
#include "core/session/commands/file_commands.h"
#include "core/session/inspect/backbone_check.h"
#include "ui/kit/form_tab.h"

class QBoxLayout;
class QComboBox;
class QSettings;

namespace pf::ui {

class CheckResult;
class FieldEditor;
class PathChooser;
class SourceSelector;

/// What is needed to try a backbone: its file, the kind of input it wants, faces, and a pair set. The
/// options come from the field table, so that the form knows every option of a backbone and its input.
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

class BackboneTab : public FormTab {
    Q_OBJECT
  public:
    explicit BackboneTab(QWidget* parent = nullptr);

    void setSource(const QString& path) override { form_->setFile(path); }
    void saveState(QSettings& settings) const override { form_->saveState(settings); }
    void restoreState(QSettings& settings) override { form_->restoreState(settings); }
    BackboneForm* form() const { return form_; }

  Q_SIGNALS:
    /// model.backbone and model.input of these options are to go into the recipe.
    void recipeRequested(const pf::Options& options);

  protected:
    void start() override;
    QString command() const override { return QString::fromStdString(commandOf(form_->request())); }
    QString missing() const override { return form_->missing(); }

  private:
    BackboneForm* form_ = nullptr;
    CheckResult* check_ = nullptr;
    Options tried_;  ///< of the result that is shown
};

}  // namespace pf::ui
