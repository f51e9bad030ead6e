#include "ui/shell/program_gate.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include <QCoreApplication>
#include <QEvent>
#include <QThread>
#include <QWidget>

#include "ui/shell/program_card.h"

namespace pf::ui {

/// What the workers and the window share; a waiting worker holds it too.
struct WindowProgramGate::Questions {
    struct Question {
        ForeignProgram program;
        std::optional<bool> answer;
    };
    std::mutex mutex;
    std::condition_variable answered;
    WindowProgramGate* gate = nullptr;  ///< null once it is gone
    bool accepting = false;             ///< the window is shown
    std::deque<std::shared_ptr<Question>> waiting;

    /// With the mutex held: answers what `which` holds for and forgets it.
    template <class Which>
    void answerAll(bool open, const Which& which) {
        std::erase_if(waiting, [&](const std::shared_ptr<Question>& question) {
            if (!which(*question)) {
                return false;
            }
            question->answer = open;
            return true;
        });
        answered.notify_all();
    }
};

namespace {

using QuestionsPtr = std::shared_ptr<WindowProgramGate::Questions>;

/// The windows of the process, oldest first.
struct Registry {
    std::mutex mutex;
    std::vector<QuestionsPtr> windows;
};

Registry& registry() {
    static Registry all;
    return all;
}

QuestionsPtr newestAccepting() {
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    for (auto at = all.windows.rbegin(); at != all.windows.rend(); ++at) {
        const std::lock_guard inner((*at)->mutex);
        if ((*at)->accepting) {
            return *at;
        }
    }
    return nullptr;
}

bool isUiThread() {
    const QCoreApplication* application = QCoreApplication::instance();
    return application != nullptr && QThread::currentThread() == application->thread();
}

}  // namespace

WindowProgramGate::WindowProgramGate(QWidget* window)
    : window_(window), questions_(std::make_shared<Questions>()) {
    questions_->gate = this;
    window->installEventFilter(this);
    {
        Registry& all = registry();
        const std::lock_guard lock(all.mutex);
        all.windows.push_back(questions_);
    }
    setAccepting(window->isVisible());
    setProgramGate([](const ForeignProgram& program) {
        const QuestionsPtr questions = newestAccepting();
        if (!questions) {
            return false;
        }
        std::unique_lock lock(questions->mutex);
        if (isUiThread()) {
            // Waiting here would stop the very thread that has to bring the answer.
            WindowProgramGate* gate = questions->gate;
            lock.unlock();
            if (gate != nullptr) {
                Q_EMIT gate->refused(WindowProgramGate::tr("%1 is a program and was not opened: open it from "
                                                           "a page that loads it in the background.")
                                         .arg(QString::fromStdString(program.file.filename().string())));
            }
            return false;
        }
        if (!questions->accepting || questions->gate == nullptr) {
            return false;
        }
        const auto question = std::make_shared<Questions::Question>();
        question->program = program;
        questions->waiting.push_back(question);
        // Under the lock, which the gate's end takes too: it cannot go meanwhile.
        QMetaObject::invokeMethod(
            questions->gate, [gate = questions->gate] { gate->showNext(); }, Qt::QueuedConnection);
        questions->answered.wait(lock, [&question] { return question->answer.has_value(); });
        return *question->answer;
    });
}

WindowProgramGate::~WindowProgramGate() {
    {
        Registry& all = registry();
        const std::lock_guard lock(all.mutex);
        std::erase(all.windows, questions_);
    }
    setAccepting(false);
    const std::lock_guard lock(questions_->mutex);
    questions_->gate = nullptr;
}

void WindowProgramGate::setAccepting(bool accepting) {
    {
        const std::lock_guard lock(questions_->mutex);
        questions_->accepting = accepting;
    }
    if (!accepting) {
        refuseWaiting();
    }
}

void WindowProgramGate::refuseWaiting() {
    {
        const std::lock_guard lock(questions_->mutex);
        questions_->answerAll(false, [](const auto&) { return true; });
    }
    if (card_) {
        card_->disconnect(this);
        card_->close();
        card_->deleteLater();
        card_.clear();
    }
}

void WindowProgramGate::showNext() {
    if (card_) {
        return;
    }
    ForeignProgram program;
    {
        const std::lock_guard lock(questions_->mutex);
        if (questions_->waiting.empty()) {
            return;
        }
        program = questions_->waiting.front()->program;
    }
    card_ = new ProgramCard(program, window_);
    card_->setAttribute(Qt::WA_DeleteOnClose);
    connect(card_, &QDialog::finished, this, [this](int result) { answered(result == QDialog::Accepted); });
    card_->show();
    card_->raise();
    card_->activateWindow();
}

void WindowProgramGate::answered(bool open) {
    card_.clear();
    {
        const std::lock_guard lock(questions_->mutex);
        if (!questions_->waiting.empty()) {
            // Whoever else waits for the same content has the same answer.
            const std::string hash = questions_->waiting.front()->program.sha256;
            questions_->answerAll(open,
                                  [&hash](const auto& question) { return question.program.sha256 == hash; });
        }
    }
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
