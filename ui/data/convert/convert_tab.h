// Copies of face sets in another format: folder, list, RecordIO, .bin.
#pragma once

#include "core/session/commands/file_commands.h"
#include "core/session/conversion/conversion.h"
#include "ui/kit/form_tab.h"
#include "ui/kit/paths/source_selector.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QPushButton;

namespace pf::ui {

class OutcomeCard;
class PathChooser;

class ConvertTab : public FormTab {
    Q_OBJECT
  public:
    explicit ConvertTab(QWidget* parent = nullptr);

    void setSource(const QString& path) override { sources_->setSources({path}); }

  protected:
    void start() override;
    QString command() const override { return QString::fromStdString(commandOf(request())); }
    QString missing() const override;

  private:
    FaceFormat format() const;
    ConvertRequest request() const;
    void takeOut();
    void formatChanged();
    void showOutcome(const ConvertRequest& made, const ConvertOutcome& outcome);

    SourceSelector* sources_ = nullptr;
    QComboBox* format_ = nullptr;
    QFormLayout* form_ = nullptr;
    PathChooser* pairs_ = nullptr;  ///< asked for a .bin only
    PathChooser* out_ = nullptr;
    QCheckBox* resume_ = nullptr;
    OutcomeCard* outcome_ = nullptr;
    QPushButton* gallery_ = nullptr;
    QPushButton* train_ = nullptr;
    QString made_;  ///< the set of the outcome that is shown, as it is opened
};

}  // namespace pf::ui
