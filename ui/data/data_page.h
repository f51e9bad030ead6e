// Data: foreign files are recognised, tried, aligned, converted, exported and imported.
#pragma once

#include <QTabWidget>

#include "core/base/config/options.h"
#include "core/session/inspect/source_card.h"
#include "ui/kit/form_tab.h"
#include "ui/kit/page.h"

namespace pf::ui {

class AlignTab;
class BackboneTab;
class OpenTab;

class DataPage : public Page {
    Q_OBJECT
  public:
    enum Tab { Open, Backbone, Align, Convert, Export, Import, TabCount };

    explicit DataPage(QWidget* parent = nullptr);

    /// Shows the card of anything that exists, or of a `synthetic:` spec.
    bool openPath(const QString& path) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    /// Goes to the tab that exports models.
    void exportCurrent() override { showTab(Export); }

    void showTab(Tab tab) { tabs_->setCurrentIndex(tab); }
    Tab tab() const { return static_cast<Tab>(tabs_->currentIndex()); }
    OpenTab* openTab() const { return open_; }
    BackboneTab* backboneTab() const { return backbone_; }
    AlignTab* alignTab() const { return align_; }
    /// The tabs with a form. Range: Backbone to Import.
    FormTab& formTab(Tab tab) const { return *static_cast<FormTab*>(tabs_->widget(tab)); }

  Q_SIGNALS:
    /// A source is wanted on another page.
    void useRequested(pf::SourceUse use, pf::SourceKind kind, const QString& path);
    /// model.backbone and model.input of these options are to go into the recipe.
    void recipeRequested(const pf::Options& options);

  private:
    void use(SourceUse use, SourceKind kind, const QString& path);
    template <class State>
    void forEachState(QSettings& settings, const State& state) const;

    QTabWidget* tabs_ = nullptr;
    OpenTab* open_ = nullptr;
    BackboneTab* backbone_ = nullptr;
    AlignTab* align_ = nullptr;
};

}  // namespace pf::ui
