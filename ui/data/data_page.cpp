#include "ui/data/data_page.h"

#include <algorithm>
#include <map>

#include <QSettings>
#include <QTabBar>

#include "ui/data/align/align_tab.h"
#include "ui/data/backbone/backbone_tab.h"
#include "ui/data/convert/convert_tab.h"
#include "ui/data/sets/open_tab.h"
#include "ui/data/weights/export_tab.h"
#include "ui/data/weights/import_tab.h"
#include "ui/kit/box.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/theme/theme.h"

namespace pf::ui {

DataPage::DataPage(QWidget* parent)
    : Page(tr("Data"), QStringLiteral("data"), parent),
      tabs_(new QTabWidget(this)),
      open_(new OpenTab(this)),
      backbone_(new BackboneTab(this)),
      align_(new AlignTab(this)) {
    setObjectName(QStringLiteral("dataPage"));
    tabs_->setObjectName(QStringLiteral("dataTabs"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setAccessibleName(tr("What to do with the data"));
    tabs_->addTab(open_, tr("What is this?"));
    tabs_->addTab(backbone_, tr("Use my backbone"));
    tabs_->addTab(align_, tr("Align photos"));
    tabs_->addTab(new ConvertTab(this), tr("Convert"));
    tabs_->addTab(new ExportTab(this), tr("Export a model"));
    tabs_->addTab(new ImportTab(this), tr("Import weights"));
    const int gap = Theme::spacing();
    makeColumn(this, kUsualGap, {tabs_})->setContentsMargins(gap, gap / 2, gap, gap);

    connect(open_, &OpenTab::useRequested, this, &DataPage::use);
    connect(open_, &OpenTab::messageRequested, this, &Page::messageRequested);
    for (int i = Backbone; i < TabCount; ++i) {
        const FormTab& tab = formTab(static_cast<Tab>(i));
        connect(&tab, &FormTab::useRequested, this, &DataPage::use);
        connect(&tab, &FormTab::messageRequested, this, &Page::messageRequested);
    }
    connect(backbone_, &BackboneTab::recipeRequested, this, &DataPage::recipeRequested);
}

bool DataPage::openPath(const QString& path) {
    if (!namesImages(path)) {
        return false;
    }
    showTab(Open);
    open_->look(path);
    return true;
}

void DataPage::use(SourceUse use, SourceKind kind, const QString& path) {
    static const std::map<SourceUse, Tab> kTabs = {{SourceUse::UseAsBackbone, Backbone},
                                                   {SourceUse::Align, Align},
                                                   {SourceUse::Convert, Convert},
                                                   {SourceUse::Export, Export},
                                                   {SourceUse::Import, Import}};
    const auto tab = kTabs.find(use);
    if (tab == kTabs.end()) {
        Q_EMIT useRequested(use, kind, path);
        return;
    }
    showTab(tab->second);
    formTab(tab->second).setSource(path);
    formTab(tab->second).setFocus();
}

/// Each tab keeps its state in a group of its own.
template <class State>
void DataPage::forEachState(QSettings& settings, const State& state) const {
    const auto inGroup = [&](auto& tab) {
        settings.beginGroup(tab.objectName());
        state(tab);
        settings.endGroup();
    };
    inGroup(*open_);
    for (int i = Backbone; i < TabCount; ++i) {
        inGroup(formTab(static_cast<Tab>(i)));
    }
}

void DataPage::saveState(QSettings& settings) const {
    settings.setValue("tab", tabs_->currentIndex());
    forEachState(settings, [&settings](const auto& tab) { tab.saveState(settings); });
}

void DataPage::restoreState(QSettings& settings) {
    forEachState(settings, [&settings](auto& tab) { tab.restoreState(settings); });
    tabs_->setCurrentIndex(std::clamp(settings.value("tab", 0).toInt(), 0, TabCount - 1));
}

}  // namespace pf::ui
