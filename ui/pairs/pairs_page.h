// Pairs: are these two images of the same person, and how sure is the model?
#pragma once

#include <memory>
#include <optional>

#include <QPointer>

#include "core/session/model/face_model.h"
#include "ui/kit/page.h"

class QLabel;
class QPushButton;

namespace pf::ui {

class BackgroundTask;
class DropWell;
class MlsBar;
class ModelSelector;
class ModelService;
class PairAligner;
class PairExportButton;
struct PairReport;

class PairsPage : public Page {
    Q_OBJECT
  public:
    explicit PairsPage(std::shared_ptr<ModelService> models, QWidget* parent = nullptr);

    /// Fills the empty well, or the right one when both are full.
    bool openPath(const QString& path) override;
    void openModel(const QString& model, const QStringList& sources) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void activated() override;
    void exportCurrent() override;
    PairExportButton* exportButton() const { return export_; }

    /// A comparison, and which of its images are not what the model was trained on.
    struct Outcome {
        PairComparison comparison;
        bool alignsA = false;
        bool alignsB = false;
    };
    /// Shows an outcome; nothing: what is missing is said instead.
    void setOutcome(const std::optional<Outcome>& outcome);
    bool isBusy() const;

  private:
    QWidget* makeResult();
    std::optional<PairReport> report() const;
    void inputsChanged();
    void compare();
    /// True when something else was asked for meanwhile, which is on its way now.
    bool outdated();
    void useCrops(const QString& photoA, const QString& cropA, const QString& photoB, const QString& cropB);
    void showFailure(const QString& error);
    void refreshHint();

    std::shared_ptr<ModelService> models_;
    DropWell* left_ = nullptr;
    DropWell* right_ = nullptr;
    ModelSelector* model_ = nullptr;
    QPushButton* compare_ = nullptr;
    QLabel* hint_ = nullptr;
    QLabel* error_ = nullptr;
    QWidget* result_ = nullptr;
    QLabel* verdict_ = nullptr;
    QLabel* cosine_ = nullptr;
    QLabel* mls_ = nullptr;
    MlsBar* bar_ = nullptr;
    PairAligner* aligner_ = nullptr;
    PairExportButton* export_ = nullptr;
    std::optional<PairComparison> comparison_;  ///< the one shown
    QPointer<BackgroundTask> task_;
    bool again_ = false;
};

}  // namespace pf::ui
