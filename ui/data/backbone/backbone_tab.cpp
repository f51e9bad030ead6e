#include "ui/data/backbone/backbone_tab.h"

#include <QFileInfo>
#include <QLabel>
#include <QScrollArea>
#include <QSettings>
#include <QVBoxLayout>
#include <QVariant>

#include "ui/data/backbone/check_result.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

BackboneTab::BackboneTab(QWidget* parent)
    : FormTab(QStringLiteral("backbone"), tr("Try it"), parent),
      form_(new BackboneForm(this)),
      check_(new CheckResult(this)) {
    formColumn()->addWidget(form_);
    setResult(
        makeScroll(check_, this), QStringLiteral("face"), tr("Does my backbone work with these settings?"),
        tr("Choose its file and the input it was trained with, then press Try it: eight faces go through it, "
           "and the norms, shapes and, with a pair set, the accuracy show whether the settings are right."));
    connect(form_, &BackboneForm::changed, this, &BackboneTab::refresh);
    connect(check_, &CheckResult::useRequested, this, [this] { Q_EMIT recipeRequested(tried_); });
    connect(check_, &CheckResult::betterRequested, form_, &BackboneForm::apply);
    refresh();
}

void BackboneTab::start() {
    const BackboneCheckRequest request = form_->request();
    runJob(
        tr("Trying %1")
            .arg(QFileInfo(QString::fromStdString(request.options.model.backbone.file)).fileName()),
        [request](RunControl& control, const ProgressObserver& observer) {
            return checkBackbone(request, control, observer);
        },
        [this, tried = request.options](const BackboneCheck& check) {
            bar()->showState(!check.stopped       ? QString()
                             : check.rows.empty() ? tr("Stopped before a face was tried.")
                                                  : tr("Stopped: what is shown was found by then."));
            if (check.rows.empty() && check.stopped) {
                return;
            }
            tried_ = tried;
            check_->setCheck(check);
            showResult(true);
        });
}

}  // namespace pf::ui
