#include "ui/evaluate/protocols/protocol_form.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QSettings>

#include "ui/evaluate/plan/evaluation_job.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/tick_list.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

QString ProtocolRun::name() const {
    return embeddings.isEmpty() ? shortModelName(model) : shortSetName(embeddings);
}

ProtocolForm::ProtocolForm(const QString& folderHint, QWidget* parent) : QWidget(parent) {
    folder_ = new PathChooser(QStringLiteral("protocolFolder"), PathMode::OpenFolder, tr("Protocol folder"),
                              folderHint, this);
    from_ = makeCombo(QStringLiteral("embeddingsFrom"), tr("Embeddings"),
                      {tr("ready, from a file"), tr("by a model, from images")}, this);
    embeddings_ = new PathChooser(QStringLiteral("protocolEmbeddings"), PathMode::OpenFile,
                                  tr("Embeddings file"), tr(".npz, .npy or .pkl"), this);
    model_ = new ModelSelector(this);
    images_ = new PathChooser(QStringLiteral("protocolImages"), PathMode::OpenFolder, tr("Images"),
                              tr("folder below which the protocol's images lie"), this);
    bar_ = new ActionBar(QStringLiteral("protocol"), tr("Run"), this, false);

    setMaximumWidth(820);  // longer lines would be hard to follow
    layout_ = new QFormLayout(this);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(Theme::spacing() / 2);
    layout_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout_->addRow(tr("Protocol folder"), folder_);
    layout_->addRow(tr("Embeddings"), from_);
    layout_->addRow(tr("File"), embeddings_);
    layout_->addRow(tr("Model"), model_);
    layout_->addRow(tr("Images"), images_);
    layout_->addRow(bar_);
    for (PathChooser* field : {folder_, embeddings_, images_}) {
        connect(field, &PathChooser::pathChanged, this, &ProtocolForm::refresh);
        connect(field->edit(), &QLineEdit::returnPressed, bar_, &ActionBar::runRequested);
    }
    connect(from_, &QComboBox::currentIndexChanged, this, &ProtocolForm::refresh);
    connect(model_, &PathChooser::pathChanged, this, &ProtocolForm::refresh);
    refresh();
}

ProtocolRun ProtocolForm::run() const {
    ProtocolRun run;
    run.folder = folder_->path();
    if (byModel()) {
        run.model = model_->model();
        run.imagesRoot = images_->path();
    } else {
        run.embeddings = embeddings_->path();
    }
    return run;
}

bool ProtocolForm::openPath(const QString& path) {
    if (isEmbeddingFile(path)) {
        from_->setCurrentIndex(0);
        embeddings_->setPath(path);
        return true;
    }
    if (QFileInfo(path).isDir()) {
        folder_->setPath(path);
        return true;
    }
    return false;
}

bool ProtocolForm::isComplete() const {
    const ProtocolRun now = run();
    return !now.folder.isEmpty() &&
           (byModel() ? !now.model.isEmpty() && !now.imagesRoot.isEmpty() : !now.embeddings.isEmpty());
}

void ProtocolForm::refresh() {
    showRow(layout_, embeddings_, !byModel());
    showRow(layout_, model_, byModel());
    showRow(layout_, images_, byModel());
    bar_->setMissing(isComplete()                ? QString()
                     : folder_->path().isEmpty() ? tr("Choose the protocol's folder.")
                     : byModel()                 ? tr("Choose a model and the images.")
                                                 : tr("Choose a file of embeddings."));
}

void ProtocolForm::saveState(QSettings& settings) const {
    settings.setValue("folder", folder_->path());
    settings.setValue("from", from_->currentIndex());
    settings.setValue("embeddings", embeddings_->path());
    settings.setValue("model", model_->model());
    settings.setValue("images", images_->path());
}

void ProtocolForm::restoreState(QSettings& settings) {
    folder_->setPath(settings.value("folder").toString());
    from_->setCurrentIndex(settings.value("from", 0).toInt());
    embeddings_->setPath(settings.value("embeddings").toString());
    model_->setModel(settings.value("model").toString());
    images_->setPath(settings.value("images").toString());
    refresh();
}

}  // namespace pf::ui
