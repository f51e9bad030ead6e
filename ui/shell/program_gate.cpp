#include "ui/shell/program_gate.h"

#include <algorithm>
#include <mutex>
#include <vector>

#include <QEvent>
#include <QWidget>

#include "ui/shell/program_card.h"

namespace pf::ui {

/// The windows of the process, oldest first.
struct WindowProgramGate::Registry {
    std::mutex mutex;
    std::vector<std::shared_ptr<Questions>> windows;

    static Registry& instance() {
        static Registry all;
        return all;
    }
    std::shared_ptr<Questions> newestAccepting() {
        const std::lock_guard lock(mutex);
        const auto at = std::find_if(windows.rbegin(), windows.rend(),
                                     [](const auto& questions) { return questions->isAccepting(); });
        return at == windows.rend() ? nullptr : *at;
    }
};

WindowProgramGate::WindowProgramGate(QWidget* window)
    : window_(window), questions_(std::make_shared<Questions>(this)) {
    window->installEventFilter(this);
    setAccepting(window->isVisible());
    {
        Registry& all = Registry::instance();
        const std::lock_guard lock(all.mutex);
        all.windows.push_back(questions_);
    }
    setProgramGate([](const ForeignProgram& program) {
        const auto questions = Registry::instance().newestAccepting();
        if (questions == nullptr || !isUiThread()) {
            return questions != nullptr && questions->ask(program);
        }
        if (WindowProgramGate* gate = questions->asker()) {
            Q_EMIT gate->refused(
                tr("%1 is a program and was not opened: open it from a page that loads it in "
                   "the background.")
                    .arg(QString::fromStdString(program.file.filename().string())));
        }
        return false;
    });
}

WindowProgramGate::~WindowProgramGate() {
    {
        Registry& all = Registry::instance();
        const std::lock_guard lock(all.mutex);
        std::erase(all.windows, questions_);
    }
    setAccepting(false);
    questions_->endAsking();
}

void WindowProgramGate::setAccepting(bool accepting) {
    questions_->setAccepting(accepting);
    if (!accepting) {
        refuseWaiting();
    }
}

void WindowProgramGate::refuseWaiting() {
    questions_->refuseAll();
    if (card_) {
        card_->disconnect(this);
        card_->close();
        card_->deleteLater();
        card_.clear();
    }
}

void WindowProgramGate::showNext() {
    const auto program = card_ ? std::nullopt : questions_->first();
    if (!program) {
        return;
    }
    card_ = new ProgramCard(*program, window_);
    card_->setAttribute(Qt::WA_DeleteOnClose);
    connect(card_, &QDialog::finished, this, [this](int result) { answered(result == QDialog::Accepted); });
    card_->show();
    card_->raise();
    card_->activateWindow();
}

void WindowProgramGate::answered(bool open) {
    card_.clear();
    questions_->answer(open, &ForeignProgram::sha256);
    showNext();
}

bool WindowProgramGate::eventFilter(QObject* watched, QEvent* event) {
    // Spontaneous ones come from the desktop: a minimised window is still there to be asked.
    if (watched == window_ && !event->spontaneous()) {
        if (event->type() == QEvent::Show) {
            setAccepting(true);
        } else if (event->type() == QEvent::Hide) {
            setAccepting(false);
        }
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace pf::ui
