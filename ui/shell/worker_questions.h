// Questions that workers have for the user, each waiting for its answer.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <QCoreApplication>
#include <QThread>

namespace pf::ui {

/// Waiting there would stop the very thread that has to bring the answer.
inline bool isUiThread() {
    const QCoreApplication* application = QCoreApplication::instance();
    return application != nullptr && QThread::currentThread() == application->thread();
}

/// What the workers and the window share; a waiting worker holds it too. An `Asker` is a QObject of the
/// window that shows the first question by showNext().
template <class About, class Answer, class Asker>
class WorkerQuestions {
  public:
    explicit WorkerQuestions(Asker* asker) : asker_(asker) {}

    /// On a worker: the user's answer, or an empty one when nobody is there to be asked.
    Answer ask(const About& about) {
        std::unique_lock lock(mutex_);
        if (asker_ == nullptr || !accepting_) {
            return {};
        }
        const auto question = std::make_shared<Question>(Question{about, std::nullopt});
        waiting_.push_back(question);
        // Under the lock, which the asker's end takes too: it cannot go meanwhile.
        QMetaObject::invokeMethod(
            asker_, [asker = asker_] { asker->showNext(); }, Qt::QueuedConnection);
        answered_.wait(lock, [&question] { return question->answer.has_value(); });
        return *question->answer;
    }
    /// What the first one is about; nothing while none waits.
    std::optional<About> first() {
        const std::lock_guard lock(mutex_);
        return waiting_.empty() ? std::nullopt : std::optional(waiting_.front()->about);
    }
    /// Answers the first one; whoever else waits for the same `key` has the same answer.
    void answer(const Answer& answer, std::string About::*key) {
        const std::lock_guard lock(mutex_);
        if (!waiting_.empty()) {
            const std::string same = waiting_.front()->about.*key;
            answerAll(answer, [&](const About& about) { return about.*key == same; });
        }
    }
    void refuseAll() {
        const std::lock_guard lock(mutex_);
        answerAll({}, [](const About&) { return true; });
    }
    Asker* asker() {
        const std::lock_guard lock(mutex_);
        return asker_;
    }
    /// The asker goes.
    void endAsking() {
        const std::lock_guard lock(mutex_);
        asker_ = nullptr;
    }
    bool isAccepting() {
        const std::lock_guard lock(mutex_);
        return accepting_;
    }
    void setAccepting(bool accepting) {
        const std::lock_guard lock(mutex_);
        accepting_ = accepting;
    }

  private:
    struct Question {
        About about;
        std::optional<Answer> answer;
    };

    void answerAll(const Answer& answer, const auto& which) {
        std::erase_if(waiting_, [&](const std::shared_ptr<Question>& question) {
            if (!which(question->about)) {
                return false;
            }
            question->answer = answer;
            return true;
        });
        answered_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable answered_;
    Asker* asker_;
    bool accepting_ = true;
    std::deque<std::shared_ptr<Question>> waiting_;
};

}  // namespace pf::ui
