#include "ui/data/weights/export_tab.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QPushButton>

#include "ui/kit/action_bar.h"
#include "ui/kit/outcome_card.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

ExportTab::ExportTab(QWidget* parent) : FormTab(QStringLiteral("export"), tr("Export"), parent) {
    model_ = new ModelSelector(this, QStringLiteral("exportModel"));
    format_ = makeCombo(QStringLiteral("exportFormat"), tr("Format"),
                        {tr("folder: weights, card and backbone, opens here again"),
                         tr("TorchScript: images to mu and sigma² in plain PyTorch"),
                         tr("ONNX: the same for ONNX Runtime or OpenCV")},
                        this);
    out_ =
        new PathChooser(QStringLiteral("exportOut"), PathChooser::Kind::SaveFolder, tr("Output"), {}, this);
    headOnly_ = named(new QCheckBox(tr("The head only: features to sigma²"), this), "exportHeadOnly");
    replace_ = named(new QCheckBox(tr("Replace what is there"), this), "exportReplace");
    QFormLayout* form = addForm();
    form->addRow(tr("Model"), model_);
    form->addRow(tr("Format"), format_);
    form->addRow(tr("Output"), out_);
    form->addRow(headOnly_);
    form->addRow(replace_);
    connect(model_, &PathChooser::pathChanged, this, &ExportTab::refresh);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportTab::formatChanged);
    connect(out_, &PathChooser::pathChanged, this, &ExportTab::refresh);
    outcome_ = new OutcomeCard(QStringLiteral("exportOutcome"), {tr("File")}, this);
    QPushButton* folder = outcome_->addButton(QStringLiteral("exportShow"), tr("Show in the file manager"));
    setResult(outcome_, QStringLiteral("export"), tr("A model that works elsewhere"),
              tr("Choose a run or checkpoint and a format. The file is read back and compared with the model "
                 "before it counts as written; a difference above 1e-5 is an error."));
    connect(folder, &QPushButton::clicked, this, [this] { showInFileManager(out_->path()); });
    keep({{"model", model_}, {"format", format_}, {"out", out_}, {"headOnly", headOnly_}});
    formatChanged();
}

ExportFormat ExportTab::format() const {
    return static_cast<ExportFormat>(std::max(0, format_->currentIndex()));
}

void ExportTab::formatChanged() {
    const bool folder = format() == ExportFormat::Folder;
    out_->setKind(folder ? PathChooser::Kind::SaveFolder : PathChooser::Kind::SaveFile);
    out_->setHint(folder                           ? tr("a new folder")
                  : format() == ExportFormat::Onnx ? tr("NAME.onnx")
                                                   : tr("NAME.pt"));
    refresh();
}

ExportRequest ExportTab::request() const {
    ExportRequest request;
    request.model = model_->model().toStdString();
    request.format = format();
    request.out = out_->path().toStdString();
    request.headOnly = headOnly_->isChecked();
    request.replace = replace_->isChecked();
    return request;
}

QString ExportTab::missing() const {
    return model_->model().isEmpty() ? tr("Choose a run or checkpoint.")
           : out_->path().isEmpty()  ? tr("Choose where to write it.")
                                     : QString();
}

void ExportTab::start() {
    const ExportRequest asked = request();
    model_->remember();
    runJob(
        tr("Exporting %1").arg(QFileInfo(out_->path()).fileName()),
        [asked](RunControl& control, const ProgressObserver& observer) {
            return exportModel(asked, control, observer);
        },
        [this](const ExportOutcome& outcome) {
            if (outcome.files.empty()) {
                bar()->showState(tr("Stopped; nothing was written."));
            } else {
                showOutcome(outcome);
            }
        });
}

void ExportTab::showOutcome(const ExportOutcome& outcome) {
    QStringList lines = {
        outcome.backboneIncluded ? tr("The backbone is inside.") : tr("The backbone is not inside."),
        tr("Read back and compared with the model: the largest difference is %1.")
            .arg(outcome.largestDifference, 0, 'g', 3)};
    outcome_->setTexts(tr("Exported"), lines << textList(outcome.notes));
    std::vector<QStringList> rows;
    for (const auto& file : outcome.files) {
        rows.push_back({QString::fromStdString(file.string())});
    }
    outcome_->setRows(tr("Files"), std::move(rows));
    showResult(true);
}

}  // namespace pf::ui
