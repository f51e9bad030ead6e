#include "ui/data/convert/convert_tab.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QPushButton>

#include "ui/kit/action_bar.h"
#include "ui/kit/number_text.h"
#include "ui/kit/outcome_card.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

ConvertTab::ConvertTab(QWidget* parent) : FormTab(QStringLiteral("convert"), tr("Convert"), parent) {
    sources_ = new SourceSelector(QStringLiteral("convertSources"), this, QStringLiteral("convertSources"),
                                  tr("Sets to copy"));
    format_ = makeCombo(QStringLiteral("convertFormat"), tr("Format"),
                        {tr("folder: OUT/identity/name"), tr("list: a text file, images stay where they are"),
                         tr("RecordIO: .rec, .idx, .property, .lst"), tr(".bin: a pair set of insightface")},
                        this);
    out_ =
        new PathChooser(QStringLiteral("convertOut"), PathChooser::Kind::SaveFolder, tr("Output"), {}, this);
    pairs_ = new PathChooser(QStringLiteral("convertPairs"), PathChooser::Kind::OpenFile, tr("List of pairs"),
                             tr("none: the pairs of the set"), this);
    resume_ = named(new QCheckBox(tr("Continue an interrupted conversion"), this), "convertResume");
    form_ = addForm();
    form_->addRow(tr("Sets to copy"), sources_);
    form_->addRow(tr("Format"), format_);
    form_->addRow(tr("List of pairs"), pairs_);
    form_->addRow(tr("Output"), out_);
    form_->addRow(resume_);
    connect(sources_, &PathChooser::pathChanged, this, &ConvertTab::refresh);
    connect(format_, &QComboBox::currentIndexChanged, this, &ConvertTab::formatChanged);
    connect(pairs_, &PathChooser::pathChanged, this, &ConvertTab::refresh);
    connect(out_, &PathChooser::pathChanged, this, &ConvertTab::takeOut);
    connect(resume_, &QCheckBox::toggled, this, &ConvertTab::refresh);
    outcome_ = new OutcomeCard(QStringLiteral("convertOutcome"), {tr("Image"), tr("Reason")}, this);
    gallery_ = outcome_->addButton(QStringLiteral("convertGallery"), tr("Look at in Gallery"));
    train_ = outcome_->addButton(QStringLiteral("convertTrain"), tr("Train with these faces"));
    setResult(
        outcome_, QStringLiteral("swap"), tr("The same faces in another format"),
        tr("Folder, list, RecordIO and .bin are copied image by image, byte for byte: nothing is compressed "
           "again, and memory does not grow with the set. A stopped conversion can be continued later."));
    connect(gallery_, &QPushButton::clicked, this,
            [this] { Q_EMIT useRequested(SourceUse::Gallery, SourceKind::Faces, made_); });
    connect(train_, &QPushButton::clicked, this,
            [this] { Q_EMIT useRequested(SourceUse::Train, SourceKind::Faces, made_); });
    keep({{"sources", sources_}, {"format", format_}, {"pairs", pairs_}, {"out", out_}});
    formatChanged();
}

FaceFormat ConvertTab::format() const {
    return static_cast<FaceFormat>(std::max(0, format_->currentIndex()));
}

void ConvertTab::takeOut() {
    // A name with a known ending says which format is meant; one without does not.
    const FaceFormat named = faceFormatOf(out_->path().toStdString());
    if (named != FaceFormat::Folder && named != format()) {
        format_->setCurrentIndex(static_cast<int>(named));
    }
    refresh();
}

void ConvertTab::formatChanged() {
    const bool folder = format() == FaceFormat::Folder;
    out_->setKind(folder ? PathChooser::Kind::SaveFolder : PathChooser::Kind::SaveFile);
    out_->setHint(folder                           ? tr("a new folder")
                  : format() == FaceFormat::List   ? tr("NAME.txt")
                  : format() == FaceFormat::Record ? tr("NAME.rec")
                                                   : tr("NAME.bin"));
    showRow(form_, pairs_, format() == FaceFormat::Bin);
    refresh();
}

ConvertRequest ConvertTab::request() const {
    ConvertRequest request;
    request.sources = sources_->sourceTexts();
    request.out = out_->path().toStdString();
    request.format = format();
    request.pairs = format() == FaceFormat::Bin ? pairs_->path().toStdString() : std::string();
    request.resume = resume_->isChecked();
    return request;
}

QString ConvertTab::missing() const {
    return sources_->sources().isEmpty() ? tr("Choose what to copy.")
           : out_->path().isEmpty()      ? tr("Choose where to write it.")
                                         : QString();
}

void ConvertTab::start() {
    const ConvertRequest asked = request();
    sources_->remember();
    runJob(
        tr("Converting to %1").arg(QFileInfo(out_->path()).fileName()),
        [asked](RunControl& control, const ProgressObserver& observer) {
            return convertImages(asked, control, observer);
        },
        [this, asked](const ConvertOutcome& outcome) { showOutcome(asked, outcome); });
}

void ConvertTab::showOutcome(const ConvertRequest& made, const ConvertOutcome& outcome) {
    made_ = QString::fromStdString(made.out.string());
    // A RecordIO set has several files; the one of the format's own suffix opens it.
    for (const auto& file : outcome.files) {
        if (faceFormatOf(file) == made.format && made.format != FaceFormat::Folder) {
            made_ = QString::fromStdString(file.string());
            break;
        }
    }
    QStringList lines;
    if (outcome.resumedAt > 0) {
        lines << tr("%1 of them were there from an earlier attempt.").arg(countText(outcome.resumedAt));
    }
    lines << textList(outcome.notes);
    for (const auto& file : outcome.files) {
        lines << QString::fromStdString(file.string());
    }
    if (!outcome.complete) {
        lines << tr("Stopped; Convert continues from there.");
    }
    const QString images =
        outcome.images == 1 ? tr("1 image") : tr("%1 images").arg(countText(outcome.images));
    outcome_->setTexts(outcome.complete ? tr("%1 copied").arg(images) : tr("%1 copied so far").arg(images),
                       lines);
    std::vector<QStringList> rows;
    for (const std::string& line : outcome.skipped) {
        const QString text = QString::fromStdString(line);
        rows.push_back({text.section(QStringLiteral(": "), 0, 0), text.section(QStringLiteral(": "), 1)});
    }
    outcome_->setRows(tr("%1 images were left out:").arg(countText(rows.size())), std::move(rows));
    gallery_->setEnabled(outcome.complete);
    train_->setEnabled(outcome.complete);
    resume_->setChecked(!outcome.complete);
    showResult(true);
}

}  // namespace pf::ui
