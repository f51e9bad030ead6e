// PairsPage: photos to crops, when what was put there is not what the model was trained on.
#include <filesystem>
#include <optional>
#include <utility>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "core/session/inspect/pair_alignment.h"
#include "ui/kit/background_task.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/pairs/drop_well.h"
#include "ui/pairs/pairs_page.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// The crops of both sides; empty where the image is compared as it is.
using Crops = std::pair<std::string, std::string>;

}  // namespace

QWidget* PairsPage::makeAlignRow(QWidget* card) {
    auto* row = new QWidget(card);
    auto* align = new QPushButton(tr("Align and compare"), row);
    align->setObjectName(QStringLiteral("alignPair"));
    align->setProperty("primary", true);
    align->setToolTip(
        tr("Finds the largest face of each photo and cuts it out as the model's training images were"));
    auto* detector = new QPushButton(tr("Detector…"), row);
    detector->setObjectName(QStringLiteral("alignPairDetector"));
    detector->setToolTip(tr("Chooses the YuNet file that finds the faces; it is remembered"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacing());
    layout->addWidget(align);
    layout->addWidget(detector);
    layout->addStretch(1);
    connect(align, &QPushButton::clicked, this, &PairsPage::align);
    connect(detector, &QPushButton::clicked, this, &PairsPage::chooseDetector);
    return row;
}

void PairsPage::align() {
    const std::filesystem::path detector = findDetector();
    if (detector.empty()) {
        chooseDetector();
    } else {
        alignWith(QString::fromStdString(detector.string()));
    }
}

void PairsPage::chooseDetector() {
    auto* dialog = new QFileDialog(this, tr("YuNet face detector"));
    dialog->setObjectName(QStringLiteral("detectorFile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("ONNX (*.onnx)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        rememberDetector(file.toStdString());
        alignWith(file);
    });
    dialog->open();
}

void PairsPage::alignWith(const QString& detector) {
    if (task_) {
        return;
    }
    error_->hide();
    const std::filesystem::path folder = crops_.filePath(QString::number(++cropCount_)).toStdString();
    const std::string a = alignsA_ ? left_->path().toStdString() : std::string();
    const std::string b = alignsB_ ? right_->path().toStdString() : std::string();
    TaskOptions options;
    options.name = tr("Aligning two photos");
    task_ = runInBackground(
        this, options,
        [models = models_, a, b, folder, model = model_->model().toStdString(),
         file = detector.toStdString()](RunControl& control,
                                        const ProgressObserver&) -> std::optional<Crops> {
            const ModelService::Lease lease = models->borrow(model, control);
            if (!lease) {
                return std::nullopt;
            }
            const auto crop = [&](const std::string& photo, const char* side) {
                return photo.empty()
                           ? std::string()
                           : alignFor(lease->info(), photo, file, folder / side, control).crop.string();
            };
            Crops crops{crop(a, "A"), crop(b, "B")};
            return control.stopRequested() ? std::nullopt : std::optional(std::move(crops));
        },
        [this, a, b](const std::optional<Crops>& crops) {
            if (taskEnded() || !crops) {
                return;
            }
            // Another image may have been put there meanwhile.
            if (!crops->first.empty() && left_->path().toStdString() == a) {
                left_->setCrop(QString::fromStdString(crops->first));
            }
            if (!crops->second.empty() && right_->path().toStdString() == b) {
                right_->setCrop(QString::fromStdString(crops->second));
            }
            compare();
        },
        [this](const QString& error) {
            if (!taskEnded()) {
                error_->setText(error);
                error_->show();
                refreshHint();
            }
        });
    refreshHint();
}

}  // namespace pf::ui
