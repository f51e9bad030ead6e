// "Use my backbone": a few faces through it before a recipe relies on it.
#pragma once

#include "core/base/config/options.h"
#include "ui/kit/form_tab.h"

namespace pf::ui {

class BackboneForm;
class CheckResult;

class BackboneTab : public FormTab {
    Q_OBJECT
  public:
    explicit BackboneTab(QWidget* parent = nullptr);

    void setSource(const QString& path) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    BackboneForm* form() const { return form_; }

  Q_SIGNALS:
    /// model.backbone and model.input of these options are to go into the recipe.
    void recipeRequested(const pf::Options& options);

  protected:
    void start() override;
    QString command() const override;
    QString missing() const override;

  private:
    BackboneForm* form_ = nullptr;
    CheckResult* check_ = nullptr;
    Options tried_;  ///< of the result that is shown
};

}  // namespace pf::ui
