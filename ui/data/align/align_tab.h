// Photos to aligned crops, with a look at the first ones before anything is written.
#pragma once

#include "core/session/alignment/alignment.h"
#include "core/session/commands/file_commands.h"
#include "ui/data/align/align_form.h"
#include "ui/kit/form_tab.h"

class QTabWidget;
class QTimer;

namespace pf::ui {

class AlignPreviewView;
class AlignResult;

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
