#include "ui/train/recipe_form.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QPushButton>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>

#include "core/base/config/field_table.h"
#include "core/base/error.h"
#include "ui/kit/background_task.h"
#include "ui/theme/theme.h"
#include "ui/train/essential_fields.h"
#include "ui/train/field_editor.h"
#include "ui/train/list_field.h"

namespace pf::ui {

namespace {

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
        if (name != "pretrain") {  // the window trains heads; a backbone is pretrained from the command line
            addEditor(field, sectionFor(name, column));
        }
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

RecipeForm::Section& RecipeForm::sectionFor(const std::string& name, QVBoxLayout* column) {
    const QString title = QString::fromStdString(sectionTitle(name));
    const auto at = std::find_if(sections_.begin(), sections_.end(),
                                 [&](const Section& section) { return section.title == title; });
    if (at != sections_.end()) {
        return *at;
    }
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
    const std::size_t index = sections_.size() - 1;
    connect(section.head, &QPushButton::toggled, this,
            [this, index](bool open) { setOpen(sections_[index], open); });
    return sections_.back();
}

void RecipeForm::addEditor(const Field& field, Section& section) {
    auto* editor = new FieldEditor(field, section.body);
    section.body->layout()->addWidget(editor);
    section.editors.push_back(editor);
    editors_.push_back(editor);
    connect(editor, &FieldEditor::edited, this,
            [this, editor](const QString& text) { takeText(*editor, text); });
    connect(editor, &FieldEditor::pathChosen, this,
            [this, editor](const QString& path) { takePath(*editor, path); });
}

FieldEditor* RecipeForm::editor(const QString& key) const {
    const auto at = std::find_if(editors_.begin(), editors_.end(), [&key](const FieldEditor* one) {
        return QString::fromStdString(one->field().key) == key;
    });
    return at == editors_.end() ? nullptr : *at;
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
    refreshShown();
    showProblems();
    checkSoon();
    Q_EMIT recipeSet();
}

void RecipeForm::setEditing(Editing editing) {
    for (const Section& section : sections_) {
        const bool evaluation = section.editors.front()->field().section() == "evaluation";
        section.body->setEnabled(editing == Editing::All || (evaluation && editing == Editing::Evaluation));
    }
}

void RecipeForm::setFilter(const QString& words, bool all) {
    words_ = words.trimmed();
    all_ = all;
    refreshShown();
}

/// Which options are shown is decided when a recipe comes or the filter changes, never while one types: a
/// field that is emptied must not go away under the cursor.
void RecipeForm::refreshShown() {
    for (const Section& section : sections_) {
        bool any = false;
        for (FieldEditor* editor : section.editors) {
            const bool shown = words_.isEmpty()
                                   ? all_ || essentialKeys().contains(editor->field().key) ||
                                         !editor->problem().isEmpty() || !isDefault(editor->field(), options_)
                                   : editor->matches(words_);
            editor->setVisible(shown);
            any = any || shown;
        }
        section.head->setVisible(any);
        section.body->setVisible(any && (section.head->isChecked() || !words_.isEmpty()));
    }
}

QStringList RecipeForm::evaluationChanges(const Options& from) const {
    QStringList changes;
    for (const FieldEditor* editor : editors_) {
        const Field& field = editor->field();
        const std::string now = fieldText(field, options_);
        if (field.section() == "evaluation" && now != fieldText(field, from)) {
            changes << QString::fromStdString(field.key + "=" + now);
        }
    }
    return changes;
}

void RecipeForm::goTo(const QString& key) {
    FieldEditor* const wantedEditor = editor(key);
    if (wantedEditor == nullptr) {
        return;
    }
    const auto section = std::find_if(sections_.begin(), sections_.end(), [&](const Section& one) {
        return std::find(one.editors.begin(), one.editors.end(), wantedEditor) != one.editors.end();
    });
    wantedEditor->show();
    section->head->show();
    section->head->setChecked(true);
    section->body->show();
    if (auto* list = qobject_cast<ListField*>(wantedEditor->control())) {
        list->focusFirst();
    } else {
        wantedEditor->control()->setFocus();
    }
    Q_EMIT wanted(wantedEditor);
}

QString RecipeForm::firstProblemKey() const {
    for (const FieldEditor* one : editors_) {
        if (!one->problem().isEmpty()) {
            return QString::fromStdString(one->field().key);
        }
    }
    return {};
}

QString RecipeForm::firstProblem() const {
    if (const QString key = firstProblemKey(); !key.isEmpty()) {
        return key + QStringLiteral(": ") + editor(key)->problem();
    }
    for (const auto* problems : {&textProblems_, &foundProblems_}) {
        if (!problems->empty()) {
            return problems->begin()->second;
        }
    }
    return {};
}

void RecipeForm::takeText(FieldEditor& editor, const QString& text) {
    const Field& field = editor.field();
    try {
        setFieldText(field, options_, text.toStdString(), {});
        textProblems_.erase(field.key);
    } catch (const FieldError& error) {
        textProblems_[field.key] = QString::fromStdString(error.problem());  // the key stands beside it
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
        const std::string name = base.isEmpty() ? "set" : base.toStdString();
        std::string free = name;
        for (int i = 2; (*map)->contains(free); ++i) {
            free = name + "-" + std::to_string(i);  // sets of two folders may have one name
        }
        (**map)[free] = path.toStdString();
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
            if (std::exchange(goWhenChecked_, false)) {
                goTo(firstProblemKey());
            }
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
            if (!editor->problem().isEmpty()) {
                any = true;
                editor->show();
                section.head->show();
            }
        }
        if (any && !section.head->isChecked()) {
            section.head->setChecked(true);  // a problem nobody sees cannot be fixed
        }
    }
    Q_EMIT validityChanged();
}

void RecipeForm::setOpen(const Section& section, bool open) {
    section.body->setVisible(open && !section.head->isHidden());
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
