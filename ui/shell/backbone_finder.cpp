#include "ui/shell/backbone_finder.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace pf::ui {

WindowBackboneFinder::WindowBackboneFinder(QWidget* window)
    : window_(window), questions_(std::make_shared<Questions>(this)) {
    window->installEventFilter(this);
    setBackboneFinder([questions = questions_](const MissingBackbone& missing) {
        return isUiThread() ? std::filesystem::path() : questions->ask(missing);
    });
}

WindowBackboneFinder::~WindowBackboneFinder() {
    questions_->endAsking();
    refuseWaiting();
}

void WindowBackboneFinder::refuseWaiting() {
    questions_->refuseAll();
    if (box_) {
        box_->disconnect(this);
        box_->close();
        box_.clear();
    }
}

bool WindowBackboneFinder::eventFilter(QObject* watched, QEvent* event) {
    // Spontaneous ones come from the desktop: a minimised window is still there to be asked.
    if (watched == window_ && event->type() == QEvent::Hide && !event->spontaneous()) {
        refuseWaiting();
    }
    return QObject::eventFilter(watched, event);
}

void WindowBackboneFinder::showNext() {
    if (box_) {
        return;
    }
    if (!window_->isVisible()) {
        refuseWaiting();
        return;
    }
    const auto missing = questions_->first();
    if (!missing) {
        return;
    }
    const QString name = QString::fromStdString(missing->name());
    box_ = new QMessageBox(window_);
    box_->setObjectName(QStringLiteral("missingBackbone"));
    box_->setAttribute(Qt::WA_DeleteOnClose);
    box_->setIcon(QMessageBox::Question);
    box_->setWindowTitle(tr("Where is %1?").arg(name));
    box_->setTextFormat(Qt::PlainText);
    box_->setText(
        tr("The model %1 runs on the backbone %2, which is neither where it was trained nor beside it.")
            .arg(QString::fromStdString(missing->model.string()), name));
    const std::string& hash = missing->fileHash.empty() ? missing->networkHash : missing->fileHash;
    box_->setInformativeText(
        tr("It was at %1. SHA-256 %2. The file that you choose is compared with it and remembered.")
            .arg(QString::fromStdString(missing->recorded), QString::fromStdString(hash)));
    auto* choose = box_->addButton(tr("Choose its file…"), QMessageBox::AcceptRole);
    choose->setObjectName(QStringLiteral("chooseBackbone"));
    auto* leave = box_->addButton(tr("Not now"), QMessageBox::RejectRole);
    leave->setObjectName(QStringLiteral("leaveBackbone"));
    box_->setDefaultButton(choose);
    box_->setModal(false);
    connect(box_, &QDialog::finished, this, [this, box = box_.data(), choose] {
        if (box->clickedButton() == choose) {
            chooseFile();
        } else {
            answer({});
        }
    });
    box_->show();
}

void WindowBackboneFinder::chooseFile() {
    auto* dialog = new QFileDialog(window_, tr("The model's backbone"));
    dialog->setObjectName(QStringLiteral("backboneFile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Networks (*.onnx *.pt *.pth *.torchscript *.safetensors)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { answer(QFileInfo(file).filesystemAbsoluteFilePath()); });
    connect(dialog, &QDialog::rejected, this, [this] { answer({}); });
    dialog->open();
}

void WindowBackboneFinder::answer(const std::filesystem::path& file) {
    box_.clear();
    questions_->answer(file, &MissingBackbone::networkHash);
    showNext();
}

}  // namespace pf::ui
