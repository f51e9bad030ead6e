// Photos to aligned crops, with a look at the first ones before anything is written.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <QFrame>
#include <QStackedWidget>
#include <QWidget>

#include "core/session/alignment/alignment.h"
#include "core/session/alignment/alignment_preview.h"
#include "core/session/commands/file_commands.h"
#include "ui/data/align/align_form.h"
#include "ui/kit/form_tab.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QTabWidget;
class QTimer;

namespace pf::ui {

class EmptyState;
class TextTableModel;

/// The first photos of an alignment: what is found in each, and the crops that come out.
class AlignPreviewView : public QWidget {
    Q_OBJECT
  public:
    using Previews = std::vector<std::pair<std::string, AlignPreview>>;

    explicit AlignPreviewView(QWidget* parent = nullptr);

    void setPreviews(const Previews& previews);
    /// Shown instead of photos: what is missing, that it is being made, or an error.
    void setMessage(const QString& title, const QString& text);
    /// The photos that are shown now.
    int count() const { return stack_->currentIndex() == 1 ? count_ : 0; }

  private:
    QWidget* makeCard(const QString& name, const AlignPreview& preview);

    QStackedWidget* stack_ = nullptr;
    EmptyState* message_ = nullptr;
    QWidget* rows_ = nullptr;
    QBoxLayout* column_ = nullptr;
    int count_ = 0;
};

/// What an alignment did, and every photo that did not go through without remark.
class AlignResult : public QFrame {
    Q_OBJECT
  public:
    explicit AlignResult(QWidget* parent = nullptr);

    void setOutcome(const AlignOutcome& outcome);
    QPushButton* gallery() const { return gallery_; }
    QPushButton* report() const { return report_; }

  private:
    QLabel* counts_ = nullptr;
    QLabel* kinds_ = nullptr;
    QPushButton* gallery_ = nullptr;
    QPushButton* report_ = nullptr;
    TextTableModel* remarks_ = nullptr;
};

class AlignTab : public FormTab {
    Q_OBJECT
  public:
    explicit AlignTab(QWidget* parent = nullptr);

    void setSource(const QString& path) override { form_->setSource(path); }
    void saveState(QSettings& settings) const override { form_->saveState(settings); }
    void restoreState(QSettings& settings) override { form_->restoreState(settings); }
    AlignPreviewView* preview() const { return preview_; }

  protected:
    /// A preview follows the form only while somebody may look at it.
    void activated() override;
    void start() override;
    QString command() const override { return QString::fromStdString(commandOf(form_->request())); }
    QString missing() const override { return form_->missing(); }

  private:
    void previewSoon();
    void makePreview();

    AlignForm* form_ = nullptr;
    QTabWidget* views_ = nullptr;
    AlignPreviewView* preview_ = nullptr;
    AlignResult* result_ = nullptr;
    QTimer* previewTimer_ = nullptr;
    QPointer<BackgroundTask> previewTask_;
    int generation_ = 0;
    bool previewIsOld_ = true;
    QString out_;     ///< of the outcome that is shown
    QString report_;  ///< of the outcome that is shown
};

}  // namespace pf::ui
