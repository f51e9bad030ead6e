// A trained model for use elsewhere: a folder, TorchScript or ONNX.
#pragma once

#include "core/session/commands/file_commands.h"
#include "core/session/exchange/model_export.h"
#include "ui/kit/form_tab.h"
#include "ui/kit/paths/model_selector.h"

class QCheckBox;
class QComboBox;

namespace pf::ui {

class OutcomeCard;
class PathChooser;

class ExportTab : public FormTab {
    Q_OBJECT
  public:
    explicit ExportTab(QWidget* parent = nullptr);

    void setSource(const QString& path) override { model_->setModel(path); }

  protected:
    void activated() override { model_->refresh(); }
    void start() override;
    QString command() const override { return QString::fromStdString(commandOf(request())); }
    QString missing() const override;

  private:
    ExportFormat format() const;
    ExportRequest request() const;
    void formatChanged();
    void showOutcome(const ExportOutcome& outcome);

    ModelSelector* model_ = nullptr;
    QComboBox* format_ = nullptr;
    PathChooser* out_ = nullptr;
    QCheckBox* headOnly_ = nullptr;
    QCheckBox* replace_ = nullptr;
    OutcomeCard* outcome_ = nullptr;
};

}  // namespace pf::ui
