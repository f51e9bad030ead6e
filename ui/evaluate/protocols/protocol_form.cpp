#include "ui/evaluate/protocols/protocol_form.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>

#include "core/base/text.h"
#include "ui/evaluate/plan/evaluation_job.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/path_field.h"
#include "ui/kit/run_stop.h"
#include "ui/kit/tick_list.h"
#include "ui/theme/theme.h"

namespace pf::ui {

QString ProtocolRun::name() const {
    return embeddings.isEmpty() ? shortModelName(model) : shortSetName(embeddings);
}

ProtocolForm::ProtocolForm(const QString& folderHint, QWidget* parent) : QWidget(parent) {
    folder_ = new PathField(PathField::Kind::Folder, tr("Protocol folder"), folderHint, this);
    folder_->edit()->setObjectName(QStringLiteral("protocolFolder"));
    from_ = new QComboBox(this);
    from_->setObjectName(QStringLiteral("embeddingsFrom"));
    from_->setAccessibleName(tr("Embeddings"));
    from_->addItem(tr("ready, from a file"));
    from_->addItem(tr("by a model, from images"));
    embeddings_ = new PathField(PathField::Kind::File, tr("Embeddings file"), tr(".npz, .npy or .pkl"), this);
    embeddings_->edit()->setObjectName(QStringLiteral("protocolEmbeddings"));
    model_ = new ModelSelector(this);
    images_ = new PathField(PathField::Kind::Folder, tr("Images"),
                            tr("folder below which the protocol's images lie"), this);
    images_->edit()->setObjectName(QStringLiteral("protocolImages"));
    buttons_ = new RunStop(QStringLiteral("protocol"), QStringLiteral("Run"), tr("Run"), this);
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(8);
    state_ = new QLabel(this);
    state_->setProperty("muted", true);
    error_ = new QLabel(this);
    error_->setObjectName(QStringLiteral("protocolError"));
    error_->setProperty("hint", "error");
    error_->setWordWrap(true);
    error_->setTextFormat(Qt::PlainText);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->hide();

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
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::spacing());
    row->addWidget(buttons_);
    row->addWidget(progress_, 1);
    row->addWidget(state_);
    row->addStretch(0);
    layout_->addRow(row);
    layout_->addRow(error_);
    for (PathField* field : {folder_, embeddings_, images_}) {
        connect(field, &PathField::pathChanged, this, &ProtocolForm::refresh);
        connect(field->edit(), &QLineEdit::returnPressed, buttons_->runButton(), &QPushButton::click);
    }
    connect(from_, &QComboBox::currentIndexChanged, this, &ProtocolForm::refresh);
    connect(model_, &ModelSelector::modelChanged, this, &ProtocolForm::refresh);
    connect(buttons_, &RunStop::runRequested, this, &ProtocolForm::runRequested);
    connect(buttons_, &RunStop::stopRequested, this, &ProtocolForm::stopRequested);
    setBusy(false);
}

bool ProtocolForm::byModel() const {
    return from_->currentIndex() == 1;
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
    const auto show = [this](QWidget* field, bool on) {
        field->setVisible(on);
        layout_->labelForField(field)->setVisible(on);
    };
    show(embeddings_, !byModel());
    show(model_, byModel());
    show(images_, byModel());
    buttons_->setRunEnabled(isComplete());
    if (!buttons_->isBusy()) {
        state_->setText(isComplete()                ? QString()
                        : folder_->path().isEmpty() ? tr("Choose the protocol's folder.")
                        : byModel()                 ? tr("Choose a model and the images.")
                                                    : tr("Choose a file of embeddings."));
    }
}

void ProtocolForm::setBusy(bool busy) {
    buttons_->setBusy(busy);
    progress_->setVisible(busy);
    if (busy) {
        showError({});
        progress_->setRange(0, 0);
        state_->setText(tr("Reading"));
    }
    refresh();
}

void ProtocolForm::showProgress(const Progress& progress) {
    if (progress.total <= 0) {
        return;
    }
    const bool all = progress.done >= progress.total;
    progress_->setRange(0, all ? 0 : 1000);
    progress_->setValue(
        static_cast<int>(1000.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total)));
    state_->setText(all ? tr("comparing")
                        : tr("%1 of %2 images")
                              .arg(QString::fromStdString(formatCount(progress.done)),
                                   QString::fromStdString(formatCount(progress.total))));
}

void ProtocolForm::showError(const QString& message) {
    error_->setText(message);
    error_->setVisible(!message.isEmpty());
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
