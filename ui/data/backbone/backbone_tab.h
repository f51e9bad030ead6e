// "Use my backbone": a few faces through it before a recipe relies on it.
#pragma once

#include "core/base/config/options.h"
#include "core/session/commands/file_commands.h"
#include "ui/data/backbone/backbone_form.h"
#include "ui/kit/form_tab.h"

namespace pf::ui {

class CheckResult;

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
