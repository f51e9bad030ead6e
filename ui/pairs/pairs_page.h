// Pairs: are these two images of the same person, and how sure is the model?
#pragma once

#include <memory>
#include <optional>

#include <QPointer>
#include <QTemporaryDir>

#include "core/session/model/face_model.h"
#include "ui/kit/page.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace pf::ui {

class BackgroundTask;
class DropWell;
class MlsBar;
class ModelSelector;
class ModelService;
struct PairReport;

class PairsPage : public Page {
    Q_OBJECT
  public:
    explicit PairsPage(QWidget* parent = nullptr);
    PairsPage(std::shared_ptr<ModelService> models, QWidget* parent);

    /// Fills the empty well, or the right one when both are full.
    bool openPath(const QString& path) override;
    void openModel(const QString& model, const QStringList& sources) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void activated() override;
    /// A page with both faces and the numbers.
    void exportCurrent() override;
    void exportTo(const QString& path);
    /// The command that compares the same, and what came out as tables.
    QString command() const;
    QString markdown() const;
    QString latex() const;

    /// A comparison, and which of its images are not what the model was trained on.
    struct Outcome {
        PairComparison comparison;
        bool alignsA = false;
        bool alignsB = false;
    };
    /// Shows an outcome; nothing: what is missing is said instead.
    void setOutcome(const std::optional<Outcome>& outcome);
    void setComparison(const std::optional<PairComparison>& comparison);
    bool isBusy() const;

  private:
    QWidget* makeResult();
    QToolButton* makeExportButton(QWidget* parent);
    PairReport report() const;
    void inputsChanged();
    void compare();
    bool taskEnded();
    QWidget* makeAlignRow(QWidget* card);
    /// Cuts the faces out of the images that are not what the model was trained on, and compares the crops.
    void align();
    void alignWith(const QString& detector);
    void chooseDetector();
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
    QWidget* alignRow_ = nullptr;
    bool alignsA_ = false;  ///< of the comparison that is shown
    bool alignsB_ = false;
    QTemporaryDir crops_;
    int cropCount_ = 0;
    std::optional<PairComparison> comparison_;  ///< the one shown
    QPointer<BackgroundTask> task_;
    bool again_ = false;
};

}  // namespace pf::ui
