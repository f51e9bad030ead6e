#include "ui/data/backbone/backbone_tab.h"

#include <algorithm>
#include <array>

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSettings>
#include <QSignalBlocker>

#include "core/base/config/field_table.h"
#include "core/base/error.h"
#include "ui/data/backbone/check_result.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/box.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/source_selector.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"
#include "ui/train/field_editor.h"
#include "ui/train/field_help.h"

namespace pf::ui {

namespace {

struct Normalisation {
    const char* name;
    NumberList mean;
    NumberList std;
};

const std::array<Normalisation, 4>& normalisations() {
    static const std::array<Normalisation, 4> kAll = {
        {{QT_TRANSLATE_NOOP("pf::ui::BackboneForm", "(x − 128) / 128"), {128, 128, 128}, {128, 128, 128}},
         {QT_TRANSLATE_NOOP("pf::ui::BackboneForm", "(x − 127.5) / 127.5, insightface"),
          {127.5, 127.5, 127.5},
          {127.5, 127.5, 127.5}},
         {QT_TRANSLATE_NOOP("pf::ui::BackboneForm", "(x − 127.5) / 128"),
          {127.5, 127.5, 127.5},
          {128, 128, 128}},
         {QT_TRANSLATE_NOOP("pf::ui::BackboneForm", "ImageNet (torchvision)"),
          {123.675, 116.28, 103.53},
          {58.395, 57.12, 57.375}}}};
    return kAll;
}

/// Options that the weights bring with them, or that only pretraining needs, would be in the way here.
bool isAsked(const Field& field) {
    static const std::array<std::string_view, 4> kNotAsked = {
        "model.backbone.width", "model.backbone.multi_layer", "model.backbone.same_padding",
        "model.backbone.embedding_size"};
    return (field.key.starts_with("model.backbone.") || field.key.starts_with("model.input.")) &&
           std::find(kNotAsked.begin(), kNotAsked.end(), field.key) == kNotAsked.end();
}

QString keyOf(const FieldEditor& editor) {
    return QString::fromStdString(editor.field().key);
}

}  // namespace

BackboneForm::BackboneForm(QWidget* parent) : QWidget(parent) {
    const int gap = Theme::spacing();
    QBoxLayout* column = makeColumn(this, 2, {});
    preset_ = makeCombo(QStringLiteral("backboneNormalisation"), tr("Usual normalisations"), {}, this,
                        tr("Sets mean and std below"));
    for (const Normalisation& one : normalisations()) {
        preset_->addItem(tr(one.name));
    }
    preset_->addItem(tr("as written below"));
    addEditors(column);

    images_ = new SourceSelector(QStringLiteral("backboneImages"), this, QStringLiteral("backboneImages"),
                                 tr("Faces to try it with (optional)"));
    pairs_ = new PathChooser(QStringLiteral("backbonePairs"), PathChooser::Kind::OpenFile,
                             tr("Pair set (optional)"), tr("an LFW-style .bin"), this);
    pairs_->setNameFilters({tr("Pair sets (*.bin)"), tr("All files (*)")});
    QFormLayout* form = makeForm();
    form->setContentsMargins(0, gap, 0, 0);
    form->addRow(tr("Faces to try it with (none: synthetic faces)"), images_);
    form->addRow(tr("Pair set for a sanity check (optional)"), pairs_);
    column->addLayout(form);

    connect(preset_, &QComboBox::activated, this, &BackboneForm::applyPreset);
    connect(images_, &PathChooser::pathChanged, this, &BackboneForm::changed);
    connect(pairs_, &PathChooser::pathChanged, this, &BackboneForm::changed);
    refresh();
}

void BackboneForm::addEditors(QBoxLayout* column) {
    auto* help = new FieldHelp(this);
    for (const Field& field : fieldTable()) {
        if (!isAsked(field)) {
            continue;
        }
        if (field.key == "model.input.mean") {
            auto* label = new QLabel(tr("Usual normalisations"), this);
            label->setFixedWidth(FieldEditor::kLabelWidth);
            label->setBuddy(preset_);
            QBoxLayout* row = makeRow(nullptr, FieldEditor::kColumnGap, {label, {preset_, 1}});
            row->setContentsMargins(FieldEditor::kMarkWidth + FieldEditor::kColumnGap, 1, 0, 1);
            column->addLayout(row);
        }
        auto* editor = new FieldEditor(field, this);
        // The recipe's form has a control of the usual name for the same option.
        editor->control()->setObjectName(QStringLiteral("backbone-") + QString::fromStdString(field.key));
        column->addWidget(editor);
        help->follow(editor);
        editors_.push_back(editor);
        editor->setText(QString::fromStdString(fieldText(field, options_)));
        connect(editor, &FieldEditor::edited, this,
                [this, editor](const QString& text) { takeText(*editor, text); });
        connect(editor, &FieldEditor::pathChosen, this, [this, editor](const QString& path) {
            editor->setText(path);
            takeText(*editor, path);
        });
    }
    column->addWidget(help);
}

FieldEditor* BackboneForm::editor(const QString& key) const {
    const auto at = std::find_if(editors_.begin(), editors_.end(),
                                 [&key](const FieldEditor* editor) { return keyOf(*editor) == key; });
    return at == editors_.end() ? nullptr : *at;
}

void BackboneForm::takeText(FieldEditor& editor, const QString& text) {
    const QString key = keyOf(editor);
    try {
        setFieldText(editor.field(), options_, text.toStdString(), {});
        problems_.remove(key);
    } catch (const Error& error) {
        problems_[key] = QString::fromUtf8(error.what());
    }
    editor.setProblem(problems_.value(key));
    refresh();
    Q_EMIT changed();
}

void BackboneForm::applyPreset(int index) {
    if (index < 0 || index >= static_cast<int>(normalisations().size())) {
        return;
    }
    const Normalisation& wanted = normalisations()[static_cast<std::size_t>(index)];
    options_.model.input.mean = wanted.mean;
    options_.model.input.std = wanted.std;
    for (const char* key : {"model.input.mean", "model.input.std"}) {
        if (FieldEditor* field = editor(QString::fromLatin1(key))) {
            problems_.remove(keyOf(*field));
            field->setProblem({});
            field->setText(QString::fromStdString(fieldText(field->field(), options_)));
        }
    }
    refresh();
    Q_EMIT changed();
}

void BackboneForm::refresh() {
    static const Options kDefaults;
    const auto& all = normalisations();
    const auto known = std::find_if(all.begin(), all.end(), [this](const Normalisation& one) {
        return one.mean == options_.model.input.mean && one.std == options_.model.input.std;
    });
    const QSignalBlocker quiet(preset_);
    preset_->setCurrentIndex(static_cast<int>(known - all.begin()));
    const bool onnx = QString::fromStdString(options_.model.backbone.file)
                          .endsWith(QLatin1String(".onnx"), Qt::CaseInsensitive);
    for (FieldEditor* one : editors_) {
        one->setChanged(!isDefault(one->field(), options_),
                        QString::fromStdString(fieldText(one->field(), kDefaults)));
        // Only ONNX networks have outputs to choose from.
        if (one->field().key.find("output") != std::string::npos) {
            one->setVisible(onnx || !isDefault(one->field(), options_));
        }
    }
}

void BackboneForm::setField(const QString& key, const QString& text) {
    if (FieldEditor* field = editor(key)) {
        field->setText(text);
        takeText(*field, text);
    }
}

void BackboneForm::apply(const QStringList& assignments) {
    for (const QString& assignment : assignments) {
        setField(assignment.section(QLatin1Char('='), 0, 0), assignment.section(QLatin1Char('='), 1));
    }
}

BackboneCheckRequest BackboneForm::request() const {
    BackboneCheckRequest request;
    request.options = options_;
    request.images = images_->sourceTexts();
    request.pairs = pairs_->path().toStdString();
    return request;
}

QString BackboneForm::missing() const {
    if (options_.model.backbone.file.empty()) {
        return tr("Choose the backbone's file.");
    }
    return problems_.isEmpty() ? QString() : problems_.cbegin().value();
}

void BackboneForm::saveState(QSettings& settings) const {
    for (const FieldEditor* one : editors_) {
        settings.setValue(keyOf(*one), one->text());
    }
    settings.setValue("images", images_->sources());
    settings.setValue("pairs", pairs_->path());
}

void BackboneForm::restoreState(QSettings& settings) {
    for (FieldEditor* one : editors_) {
        if (const QString text = settings.value(keyOf(*one)).toString(); !text.isEmpty()) {
            setField(keyOf(*one), text);
        }
    }
    images_->setSources(settings.value("images").toStringList());
    pairs_->setPath(settings.value("pairs").toString());
}

BackboneTab::BackboneTab(QWidget* parent)
    : FormTab(QStringLiteral("backbone"), tr("Try it"), parent),
      form_(new BackboneForm(this)),
      check_(new CheckResult(this)) {
    formColumn()->addWidget(form_);
    setResult(
        makeScroll(check_, this), QStringLiteral("face"), tr("Does my backbone work with these settings?"),
        tr("Choose its file and the input it was trained with, then press Try it: eight faces go through it, "
           "and the norms, shapes and, with a pair set, the accuracy show whether the settings are right."));
    connect(form_, &BackboneForm::changed, this, &BackboneTab::refresh);
    connect(check_, &CheckResult::useRequested, this, [this] { Q_EMIT recipeRequested(tried_); });
    connect(check_, &CheckResult::betterRequested, form_, &BackboneForm::apply);
    refresh();
}

void BackboneTab::start() {
    const BackboneCheckRequest request = form_->request();
    runJob(
        tr("Trying %1")
            .arg(QFileInfo(QString::fromStdString(request.options.model.backbone.file)).fileName()),
        [request](RunControl& control, const ProgressObserver& observer) {
            return checkBackbone(request, control, observer);
        },
        [this, tried = request.options](const BackboneCheck& check) {
            bar()->showState(!check.stopped       ? QString()
                             : check.rows.empty() ? tr("Stopped before a face was tried.")
                                                  : tr("Stopped: what is shown was found by then."));
            if (check.rows.empty() && check.stopped) {
                return;
            }
            tried_ = tried;
            check_->setCheck(check);
            showResult(true);
        });
}

}  // namespace pf::ui
