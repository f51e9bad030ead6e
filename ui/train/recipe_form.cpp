#include "ui/train/recipe_form.h"

#include <algorithm>

#include <QFileInfo>
#include <QPushButton>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>
#include <QVariant>

#include "core/base/error.h"
#include "core/base/field_table.h"
#include "ui/background_task.h"
#include "ui/theme/theme.h"
#include "ui/train/field_editor.h"

namespace pf::ui {

namespace {

/// The message without the key that stands beside it anyway.
QString withoutKey(const Field& field, const std::string& message) {
    QString text = QString::fromStdString(message);
    const QString lead = QString::fromStdString(field.key) + QStringLiteral(": ");
    const auto at = text.indexOf(lead);
    return at >= 0 ? text.mid(at + lead.size()) : text;
}

bool openAtFirst(const std::string& section) {
    return section == "data" || section == "train" || section == "evaluation" || section == "run";
}

}  // namespace

RecipeForm::RecipeForm(QWidget* parent) : QWidget(parent), checkTimer_(new QTimer(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(2);
    for (const Field& field : fieldTable()) {
        const std::string name = field.section();
        if (name == "pretrain") {
            continue;  // the window trains heads; a backbone is pretrained from the command line
        }
        const QString title = QString::fromStdString(sectionTitle(name));
        auto at = std::find_if(sections_.begin(), sections_.end(),
                               [&](const Section& section) { return section.title == title; });
        if (at == sections_.end()) {
            Section section;
            section.title = title;
            section.head = new QPushButton(this);
            section.head->setObjectName(QStringLiteral("section-") + QString::fromStdString(name));
            section.head->setProperty("section", true);
            section.head->setCheckable(true);
            section.head->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
            section.body = new QWidget(this);
            auto* inside = new QVBoxLayout(section.body);
            inside->setContentsMargins(0, 0, 0, 6);
            inside->setSpacing(1);
            column->addWidget(section.head);
            column->addWidget(section.body);
            sections_.push_back(section);
            at = std::prev(sections_.end());
            const std::size_t index = sections_.size() - 1;
            connect(at->head, &QPushButton::toggled, this,
                    [this, index](bool open) { setOpen(sections_[index], open); });
        }
        auto* editor = new FieldEditor(field, at->body);
        at->body->layout()->addWidget(editor);
        at->editors.push_back(editor);
        connect(editor, &FieldEditor::edited, this,
                [this, editor](const QString& text) { takeText(*editor, text); });
        connect(editor, &FieldEditor::pathChosen, this,
                [this, editor](const QString& path) { takePath(*editor, path); });
    }
    column->addStretch();
    checkTimer_->setSingleShot(true);
    checkTimer_->setInterval(150);
    connect(checkTimer_, &QTimer::timeout, this, &RecipeForm::check);
    for (const Section& section : sections_) {
        const bool open = openAtFirst(section.editors.front()->field().section());
        section.head->setChecked(open);
        setOpen(section, open);
    }
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        for (const Section& section : sections_) {
            setOpen(section, section.head->isChecked());
            for (FieldEditor* editor : section.editors) {
                refresh(*editor);
            }
        }
    });
    setOptions(options_);
}

void RecipeForm::setOptions(const Options& options) {
    options_ = options;
    textProblems_.clear();
    foundProblems_.clear();
    for (const Section& section : sections_) {
        for (FieldEditor* editor : section.editors) {
            editor->setText(QString::fromStdString(fieldText(editor->field(), options_)));
            refresh(*editor);
        }
        refreshSection(section);
    }
    showProblems();
    checkSoon();
}

void RecipeForm::setReadOnly(bool readOnly) {
    for (const Section& section : sections_) {
        section.body->setEnabled(!readOnly);
    }
}

bool RecipeForm::isValid() const {
    return textProblems_.empty() && foundProblems_.empty();
}

QString RecipeForm::firstProblem() const {
    for (const auto* problems : {&textProblems_, &foundProblems_}) {
        if (!problems->empty()) {
            const auto& [key, text] = *problems->begin();
            return key.empty() ? text : QString::fromStdString(key) + QStringLiteral(": ") + text;
        }
    }
    return {};
}

void RecipeForm::takeText(FieldEditor& editor, const QString& text) {
    const Field& field = editor.field();
    try {
        setFieldText(field, options_, text.toStdString(), {});
        textProblems_.erase(field.key);
    } catch (const Error& error) {
        textProblems_[field.key] = withoutKey(field, error.what());
    }
    refresh(editor);
    for (const Section& section : sections_) {
        refreshSection(section);
    }
    showProblems();
    checkSoon();
    Q_EMIT changed();
}

void RecipeForm::takePath(FieldEditor& editor, const QString& path) {
    const Field& field = editor.field();
    const FieldPointer pointer = field.bind(options_);
    if (auto* const* list = std::get_if<TextList*>(&pointer)) {
        (*list)->push_back(path.toStdString());
    } else if (auto* const* map = std::get_if<TextMap*>(&pointer)) {
        const QString base = QFileInfo(path).completeBaseName();
        (**map)[base.isEmpty() ? "set" : base.toStdString()] = path.toStdString();
    } else if (auto* const* text = std::get_if<std::string*>(&pointer)) {
        **text = path.toStdString();
    }
    const QString shown = QString::fromStdString(fieldText(field, options_));
    editor.setText(shown);
    takeText(editor, shown);
}

void RecipeForm::refresh(FieldEditor& editor) {
    static const Options kDefaults;
    const Field& field = editor.field();
    editor.setChanged(textProblems_.contains(field.key) || !isDefault(field, options_),
                      QString::fromStdString(fieldText(field, kDefaults)));
}

void RecipeForm::refreshSection(const Section& section) {
    const auto changed =
        std::count_if(section.editors.begin(), section.editors.end(),
                      [this](const FieldEditor* editor) { return !isDefault(editor->field(), options_); });
    section.head->setText(changed > 0 ? tr("%1   ● %2 changed").arg(section.title).arg(changed)
                                      : section.title);
}

void RecipeForm::checkSoon() {
    ++generation_;
    checkTimer_->start();
}

void RecipeForm::check() {
    if (checking_) {
        checkTimer_->start();
        return;
    }
    // Looking whether files exist may wait for a disk or a server.
    checking_ = true;
    const int generation = generation_;
    const auto found = [this, generation](std::map<std::string, QString> problems) {
        checking_ = false;
        if (generation == generation_) {
            foundProblems_ = std::move(problems);
            showProblems();
        }
    };
    runInBackground(
        this, {tr("Checking the recipe"), false, 500},
        [options = options_](RunControl&, const ProgressObserver&) {
            std::map<std::string, QString> problems;
            for (const OptionProblem& problem : findProblems(options)) {
                problems.emplace(problem.key, QString::fromStdString(problem.message));
            }
            return problems;
        },
        found,
        [found](const QString& error) {
            found({{std::string(), error}});
        });
}

void RecipeForm::showProblems() {
    for (const Section& section : sections_) {
        bool any = false;
        for (FieldEditor* editor : section.editors) {
            const std::string& key = editor->field().key;
            const auto text = textProblems_.find(key);
            const auto found = foundProblems_.find(key);
            editor->setProblem(text != textProblems_.end()     ? text->second
                               : found != foundProblems_.end() ? found->second
                                                               : QString());
            any = any || !editor->problem().isEmpty();
        }
        if (any && !section.head->isChecked()) {
            section.head->setChecked(true);  // a problem nobody sees cannot be mended
        }
    }
    Q_EMIT validityChanged();
}

void RecipeForm::setOpen(const Section& section, bool open) {
    section.body->setVisible(open);
    section.head->setIcon(
        Theme::instance().icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    section.head->setIconSize(QSize(12, 12));
}

void RecipeForm::saveState(QSettings& settings) const {
    QStringList open;
    for (const Section& section : sections_) {
        if (section.head->isChecked()) {
            open.append(section.head->objectName());
        }
    }
    settings.setValue(QStringLiteral("openSections"), open);
}

void RecipeForm::restoreState(QSettings& settings) {
    if (!settings.contains(QStringLiteral("openSections"))) {
        return;
    }
    const QStringList open = settings.value(QStringLiteral("openSections")).toStringList();
    for (const Section& section : sections_) {
        section.head->setChecked(open.contains(section.head->objectName()));
    }
}

}  // namespace pf::ui
