#include "ui/pairs/pair_aligner.h"

#include <filesystem>
#include <utility>

#include <QPushButton>

#include "core/session/inspect/pair_alignment.h"
#include "ui/kit/background_task.h"
#include "ui/kit/box.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

using Crops = std::pair<std::string, std::string>;

PairAligner::PairAligner(std::shared_ptr<ModelService> models, const ModelSelector* model, QWidget* parent)
    : QWidget(parent), models_(std::move(models)), model_(model) {
    QPushButton* align = makeButton(
        QStringLiteral("alignPair"), tr("Align and compare"), this,
        tr("Finds the largest face of each photo and cuts it out as the model's training images were"));
    align->setProperty("primary", true);
    QPushButton* detector =
        makeButton(QStringLiteral("alignPairDetector"), tr("Detector…"), this,
                   tr("Chooses the YuNet file that finds the faces; the choice is remembered"));
    makeRow(this, Theme::spacing(), {align, detector, Spring()});
    connect(align, &QPushButton::clicked, this, &PairAligner::align);
    connect(detector, &QPushButton::clicked, this, &PairAligner::chooseDetector);
}

void PairAligner::setPhotos(const QString& a, const QString& b) {
    a_ = a;
    b_ = b;
    setVisible(!a.isEmpty() || !b.isEmpty());
}

void PairAligner::align() {
    const std::filesystem::path detector = findDetector();
    if (detector.empty()) {
        chooseDetector();
    } else {
        alignWith(detector.string());
    }
}

void PairAligner::chooseDetector() {
    PathQuestion question;
    question.name = QStringLiteral("detectorFile");
    question.title = tr("YuNet face detector");
    question.filters = {tr("ONNX (*.onnx)"), tr("All files (*)")};
    askForPath(this, question, [this](const QString& file) {
        rememberDetector(file.toStdString());
        alignWith(file.toStdString());
    });
}

void PairAligner::alignWith(const std::string& detector) {
    if (task_) {
        return;
    }
    const std::filesystem::path folder = crops_.filePath(QString::number(++cropCount_)).toStdString();
    task_ = runInBackground(
        this, {tr("Aligning two photos")},
        [models = models_, a = a_.toStdString(), b = b_.toStdString(), folder,
         model = model_->model().toStdString(), detector](RunControl& control, const ProgressObserver&) {
            const ModelService::Lease lease = models->borrow(model, control);
            const auto crop = [&](const std::string& photo, const char* side) {
                return photo.empty() || !lease
                           ? std::string()
                           : alignFor(lease->info(), photo, detector, folder / side, control).crop.string();
            };
            Crops crops{crop(a, "A"), crop(b, "B")};
            return control.stopRequested() ? Crops() : crops;
        },
        [this, a = a_, b = b_](const Crops& crops) {
            task_.clear();
            Q_EMIT aligned(a, QString::fromStdString(crops.first), b, QString::fromStdString(crops.second));
        },
        [this](const QString& error) {
            task_.clear();
            Q_EMIT failed(error);
        });
    Q_EMIT started();
}

}  // namespace pf::ui
