// A tab of the Data page: a form on the left, what came of it on the right.
#pragma once

#include <QPointer>
#include <QStackedWidget>
#include <QWidget>

#include "core/session/inspect/source_card.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/background_task.h"
#include "ui/kit/kept_fields.h"

class QBoxLayout;
class QFormLayout;
class QFrame;
class QScrollArea;

namespace pf::ui {

class FormTab : public QWidget {
    Q_OBJECT
  public:
    /// The tab's objectName is `name` + "Tab"; `name` leads the names of its buttons.
    FormTab(const QString& name, const QString& runText, QWidget* parent);

    bool isBusy() const { return task_ != nullptr; }
    /// A path that this tab is to work on; nothing starts yet.
    virtual void setSource(const QString& path) = 0;
    virtual void saveState(QSettings& settings) const { saveFields(settings, kept_); }
    virtual void restoreState(QSettings& settings) { restoreFields(settings, kept_); }

  Q_SIGNALS:
    void messageRequested(const QString& text);
    /// What came of it is wanted elsewhere.
    void useRequested(pf::SourceUse use, pf::SourceKind kind, const QString& path);

  protected:
    /// The tab, or the page with it, came to the front.
    virtual void activated() {}
    void showEvent(QShowEvent* event) override;

    /// Starts the work of a complete form (with runJob()).
    virtual void start() = 0;
    /// The command that does the same.
    virtual QString command() const = 0;
    /// What the form still needs, in a sentence; empty: it can start.
    virtual QString missing() const = 0;

    /// What saveState and restoreState are to care for.
    void keep(KeptFields fields) { kept_ = std::move(fields); }
    QBoxLayout* formColumn() const { return formColumn_; }
    /// A new form with its labels above the fields, at the end of the column.
    QFormLayout* addForm();
    /// What the right side shows while there is no result, and the result.
    void setResult(QWidget* result, const QString& icon, const QString& title, const QString& text);
    void showResult(bool shown) { right_->setCurrentWidget(shown ? result_ : empty_); }
    QStackedWidget* right() const { return right_; }
    ActionBar* bar() const { return bar_; }

    /// Runs `work` as the form's job; `done` hears of its result.
    template <class Work, class Done>
    void runJob(const QString& name, Work work, Done done) {
        follow(runInBackground(
            this, {name}, std::move(work),
            [this, done = std::move(done)](const auto& result) {
                ended({});
                done(result);
            },
            [this](const QString& error) { ended(error); }));
    }
    /// Call when something of the form changed.
    void refresh() { bar_->setMissing(missing()); }

  private:
    void follow(BackgroundTask* task);
    /// The work is over; an error's text, or empty.
    void ended(const QString& error);

    QBoxLayout* formColumn_ = nullptr;
    QFrame* card_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QStackedWidget* right_ = nullptr;
    QWidget* empty_ = nullptr;
    QWidget* result_ = nullptr;
    ActionBar* bar_ = nullptr;
    QPointer<BackgroundTask> task_;
    KeptFields kept_;
};

}  // namespace pf::ui
