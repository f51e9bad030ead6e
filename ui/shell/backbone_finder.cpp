#include "ui/shell/backbone_finder.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include <QCoreApplication>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QThread>

namespace pf::ui {

/// What the workers and the window share; a waiting worker holds it too.
struct WindowBackboneFinder::Questions {
    struct Question {
        MissingBackbone missing;
        std::optional<std::filesystem::path> answer;
    };
    std::mutex mutex;
    std::condition_variable answered;
    WindowBackboneFinder* finder = nullptr;  ///< null once it is gone
    std::deque<std::shared_ptr<Question>> waiting;
};

WindowBackboneFinder::WindowBackboneFinder(QWidget* window)
    : window_(window), questions_(std::make_shared<Questions>()) {
    questions_->finder = this;
    window->installEventFilter(this);
    setBackboneFinder([questions = questions_](const MissingBackbone& missing) -> std::filesystem::path {
        if (QThread::currentThread() == QCoreApplication::instance()->thread()) {
            return {};  // waiting here would stop the very thread that has to bring the answer
        }
        std::unique_lock lock(questions->mutex);
        if (questions->finder == nullptr) {
            return {};
        }
        const auto question = std::make_shared<Questions::Question>();
        question->missing = missing;
        questions->waiting.push_back(question);
        // Under the lock, which the finder's end takes too: it cannot go meanwhile.
        QMetaObject::invokeMethod(
            questions->finder, [finder = questions->finder] { finder->showNext(); }, Qt::QueuedConnection);
        questions->answered.wait(lock, [&question] { return question->answer.has_value(); });
        return *question->answer;
    });
}

WindowBackboneFinder::~WindowBackboneFinder() {
    {
        const std::lock_guard lock(questions_->mutex);
        questions_->finder = nullptr;
    }
    refuseWaiting();
}

void WindowBackboneFinder::refuseWaiting() {
    {
        const std::lock_guard lock(questions_->mutex);
        for (const auto& question : questions_->waiting) {
            question->answer = std::filesystem::path();
        }
        questions_->waiting.clear();
        questions_->answered.notify_all();
    }
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
    MissingBackbone missing;
    {
        const std::lock_guard lock(questions_->mutex);
        if (questions_->waiting.empty()) {
            return;
        }
        missing = questions_->waiting.front()->missing;
    }
    const QString name = QString::fromStdString(missing.name());
    box_ = new QMessageBox(window_);
    box_->setObjectName(QStringLiteral("missingBackbone"));
    box_->setAttribute(Qt::WA_DeleteOnClose);
    box_->setIcon(QMessageBox::Question);
    box_->setWindowTitle(tr("Where is %1?").arg(name));
    box_->setTextFormat(Qt::PlainText);
    box_->setText(
        tr("The model %1 runs on the backbone %2, which is neither where it was trained nor beside it.")
            .arg(QString::fromStdString(missing.model.string()), name));
    const std::string& hash = missing.fileHash.empty() ? missing.networkHash : missing.fileHash;
    box_->setInformativeText(
        tr("It was at %1. SHA-256 %2. The file that you choose is compared with it and remembered.")
            .arg(QString::fromStdString(missing.recorded), QString::fromStdString(hash)));
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
    {
        const std::lock_guard lock(questions_->mutex);
        if (!questions_->waiting.empty()) {
            // Whoever else waits for the same network has the same answer.
            const std::string hash = questions_->waiting.front()->missing.networkHash;
            std::erase_if(questions_->waiting, [&](const auto& question) {
                if (question->missing.networkHash != hash) {
                    return false;
                }
                question->answer = file;
                return true;
            });
            questions_->answered.notify_all();
        }
    }
    showNext();
}

}  // namespace pf::ui
