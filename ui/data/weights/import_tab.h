// Weights of another program into a native backbone, with a look at the tensors first.
#pragma once

#include "core/session/commands/file_commands.h"
#include "ui/kit/form_tab.h"
#include "ui/kit/paths/path_chooser.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QPushButton;
class QTimer;

namespace pf::ui {

class OutcomeCard;
class TensorTable;

class ImportTab : public FormTab {
    Q_OBJECT
  public:
    explicit ImportTab(QWidget* parent = nullptr);

    void setSource(const QString& path) override { file_->setPath(path); }

  protected:
    void activated() override;
    void start() override;
    QString command() const override { return QString::fromStdString(commandOf(request())); }
    QString missing() const override;

  private:
    ImportRequest request() const;
    void fileChanged();
    void listTensors();
    void showOutcome(const ImportOutcome& outcome);

    QFormLayout* layout_ = nullptr;
    PathChooser* file_ = nullptr;
    QComboBox* architecture_ = nullptr;
    QCheckBox* byOrder_ = nullptr;
    QCheckBox* samePadding_ = nullptr;
    QComboBox* epsilon_ = nullptr;
    PathChooser* out_ = nullptr;
    TensorTable* tensors_ = nullptr;
    OutcomeCard* outcome_ = nullptr;
    QPushButton* use_ = nullptr;
    QTimer* listTimer_ = nullptr;
    QString listed_;  ///< the file whose tensors are shown or being listed
    QString made_;    ///< the backbone of the outcome that is shown
};

}  // namespace pf::ui
