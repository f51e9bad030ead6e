#include "ui/data/weights/import_tab.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QPushButton>
#include <QTimer>

#include "core/base/weight_listing.h"
#include "core/session/exchange/tensorflow_import.h"
#include "core/session/exchange/weight_listing.h"
#include "ui/data/weights/tensor_table.h"
#include "ui/kit/box.h"
#include "ui/kit/outcome_card.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kListDelayMs = 400;

ImportTab::ImportTab(QWidget* parent)
    : FormTab(QStringLiteral("import"), tr("Import"), parent), listTimer_(new QTimer(this)) {
    file_ = new PathChooser(QStringLiteral("importFile"), PathChooser::Kind::OpenAny, tr("Weights"),
                            tr("checkpoint folder, .index, .pth, .pt or .safetensors"), this);
    file_->setNameFilters({tr("Weights (*.index *.pth *.pt *.bin *.safetensors)"), tr("All files (*)")});
    architecture_ = makeCombo(QStringLiteral("importArchitecture"), tr("Network"), {}, this);
    architecture_->setEditable(true);  // a state_dict may be of others than the reference networks
    architecture_->setInsertPolicy(QComboBox::NoInsert);
    architecture_->setCompleter(nullptr);  // it would make another name of the one that is typed
    for (const std::string& name : referenceArchitectures()) {
        architecture_->addItem(QString::fromStdString(name));
    }
    byOrder_ = named(new QCheckBox(tr("Match by order and shape instead of by name"), this), "importByOrder");
    samePadding_ = named(new QCheckBox(tr("Padded as TensorFlow does (SAME)"), this), "importSamePadding");
    samePadding_->setToolTip(tr("Convolutions of stride 2; otherwise by 1 on every side"));
    epsilon_ =
        makeCombo(QStringLiteral("importEpsilon"), tr("Epsilon of the batch normalisations"), {}, this);
    epsilon_->addItem(tr("0.001, as the reference networks"), 1e-3);
    epsilon_->addItem(tr("0.00001, PyTorch's default"), 1e-5);
    out_ = new PathChooser(QStringLiteral("importOut"), PathChooser::Kind::SaveFolder, tr("Output"),
                           tr("a new folder"), this);
    layout_ = addForm();
    layout_->addRow(tr("Weights"), file_);
    layout_->addRow(tr("Network"), architecture_);
    layout_->addRow(byOrder_);
    layout_->addRow(samePadding_);
    layout_->addRow(tr("Epsilon of the batch normalisations"), epsilon_);
    layout_->addRow(tr("Output"), out_);
    connect(file_, &PathChooser::pathChanged, this, &ImportTab::fileChanged);
    connect(out_, &PathChooser::pathChanged, this, &ImportTab::refresh);
    auto* result = new QWidget(this);
    outcome_ = new OutcomeCard(QStringLiteral("importOutcome"),
                               {tr("Tensor of the file"), tr("Tensor of the network")}, result);
    outcome_->hide();
    use_ = outcome_->addButton(QStringLiteral("importUse"), tr("Use as backbone"));
    use_->setProperty("primary", true);
    tensors_ = new TensorTable(result);
    makeColumn(result, Theme::spacing(), {outcome_, {tensors_, 1}})->addStretch(0);
    setResult(result, QStringLiteral("table"), tr("Weights of another program"),
              tr("A TensorFlow checkpoint (its folder or .index file), a PyTorch state_dict or a safetensors "
                 "file of one of the reference networks. Its tensors are listed before anything is written, "
                 "and nothing of the file is run."));
    listTimer_->setSingleShot(true);
    listTimer_->setInterval(kListDelayMs);
    connect(listTimer_, &QTimer::timeout, this, &ImportTab::listTensors);
    connect(use_, &QPushButton::clicked, this,
            [this] { Q_EMIT useRequested(SourceUse::UseAsBackbone, SourceKind::Backbone, made_); });
    keep({{"file", file_},
          {"architecture", architecture_},
          {"byOrder", byOrder_},
          {"samePadding", samePadding_},
          {"epsilon", epsilon_},
          {"out", out_}});
    fileChanged();
}

ImportRequest ImportTab::request() const {
    ImportRequest request;
    request.file = file_->path().toStdString();
    request.architecture = architecture_->currentText().toStdString();
    request.tensorFlow = isTensorFlowCheckpoint(request.file);
    request.byOrder = byOrder_->isChecked();
    request.conventions.samePadding = samePadding_->isChecked();
    request.conventions.bnEpsilon = epsilon_->currentData().toDouble();
    request.out = out_->path().toStdString();
    return request;
}

void ImportTab::fileChanged() {
    const QString file = file_->path();
    // A checkpoint says itself what a state_dict does not.
    const bool asked = file.isEmpty() || !isTensorFlowCheckpoint(file.toStdString());
    for (QWidget* field : std::initializer_list<QWidget*>{byOrder_, samePadding_, epsilon_}) {
        showRow(layout_, field, asked);
    }
    refresh();
    if (file.isEmpty()) {
        listTimer_->stop();
        listed_.clear();
        showResult(false);
    } else if (isVisible()) {
        listTimer_->start();
    }
}

void ImportTab::activated() {
    if (!file_->path().isEmpty() && listed_ != file_->path()) {
        listTimer_->start();
    }
}

void ImportTab::listTensors() {
    const QString file = file_->path();
    if (file.isEmpty() || file == listed_) {
        return;
    }
    listed_ = file;
    outcome_->hide();
    tensors_->setMessage(tr("Reading the list of tensors…"));
    showResult(true);
    runInBackground(
        this, {tr("Listing tensors"), false},
        [path = file.toStdString()](RunControl&, const ProgressObserver&) { return listWeights(path); },
        [this, file](const WeightListing& listing) {
            if (file == listed_) {
                tensors_->setListing(listing, true);
            }
        },
        [this, file](const QString& error) {
            if (file == listed_) {
                tensors_->setMessage(error);
            }
        });
}

QString ImportTab::missing() const {
    return file_->path().isEmpty()  ? tr("Choose the weights.")
           : out_->path().isEmpty() ? tr("Choose where to write the backbone.")
                                    : QString();
}

void ImportTab::start() {
    runJob(
        tr("Importing %1").arg(QFileInfo(file_->path()).fileName()),
        [asked = request()](RunControl&, const ProgressObserver&) { return importWeights(asked); },
        [this](const ImportOutcome& outcome) { showOutcome(outcome); });
}

void ImportTab::showOutcome(const ImportOutcome& outcome) {
    QStringList lines = {QString::fromStdString(outcome.description),
                         outcome.headIncluded ? tr("The uncertainty head is included, as a model folder.")
                                              : tr("There is no uncertainty head in it.")};
    made_.clear();
    for (const auto& file : outcome.files) {
        const QString name = QString::fromStdString(file.string());
        lines << name;
        if (file.filename() == "backbone.safetensors") {
            made_ = name;
        }
    }
    outcome_->setTexts(tr("Imported"), lines << textList(outcome.notes));
    std::vector<QStringList> rows;
    for (const std::string& name : outcome.unused) {
        rows.push_back({QString::fromStdString(name), tr("has no place in the network")});
    }
    for (const auto& [ours, theirs] : outcome.matched) {
        rows.push_back({QString::fromStdString(theirs), QString::fromStdString(ours)});
    }
    outcome_->setRows(tr("Tensors left out, or that have another name here:"), std::move(rows));
    use_->setEnabled(!made_.isEmpty());
    outcome_->show();
    showResult(true);
}

}  // namespace pf::ui
