#include "ui/train/recipe_panel.h"

#include <algorithm>

#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTimer>
#include <QToolButton>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/session/commands/model_commands.h"
#include "ui/kit/box.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"
#include "ui/train/field_help.h"
#include "ui/train/recipe_form.h"

namespace pf::ui {

constexpr int kSmallestWidth = 320;
/// Above and below an option that is gone to.
constexpr int kRoom = 24;

RecipePanel::RecipePanel(QWidget* parent)
    : QFrame(parent),
      form_(new RecipeForm(this)),
      scroll_(named(makeScroll(form_, this), "recipeScroll")),
      search_(named(new QLineEdit(this), "recipeSearch", tr("Search options"))),
      all_(named(new QToolButton(this), "allOptionsButton", {},
                 tr("All options, or the essential ones and those that are changed"))),
      verdict_(named(new QLabel(this), "recipeVerdict")),
      start_(makeButton(QStringLiteral("startButton"), tr("Start"), this,
                        tr("Train with this recipe in a new run directory"))),
      newRun_(new QPushButton(tr("New run with this recipe"), this)) {
    setProperty("card", true);
    const int bar = scroll_->verticalScrollBar()->sizeHint().width();
    setMinimumWidth(std::max(kSmallestWidth, form_->minimumSizeHint().width() + bar + 2));
    auto* help = new FieldHelp(this);
    help->setContentsMargins(10, 2, 8, 0);
    for (FieldEditor* editor : form_->editors()) {
        help->follow(editor);
    }
    connect(form_, &RecipeForm::recipeSet, help, &FieldHelp::clearHelp);
    verdict_->setWordWrap(true);
    verdict_->setTextFormat(Qt::RichText);
    verdict_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    verdict_->setContentsMargins(10, 4, 8, 0);

    makeColumn(this, 0, {makeFilter(), {scroll_, 1}, help, verdict_, makeButtons()})
        ->setContentsMargins(1, 1, 1, 1);

    connect(form_, &RecipeForm::validityChanged, this, &RecipePanel::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &RecipePanel::refresh);
    connect(form_, &RecipeForm::wanted, this, [this](QWidget* control) {
        // Its place is known only when what was unfolded has been laid out.
        QTimer::singleShot(0, control, [this, control] { scroll_->ensureWidgetVisible(control, 0, kRoom); });
    });
    connect(verdict_, &QLabel::linkActivated, form_, &RecipeForm::goTo);
    applyFilter();
    refresh();
}

QLayout* RecipePanel::makeFilter() {
    search_->setPlaceholderText(tr("Search options"));
    search_->setClearButtonEnabled(true);
    all_->setText(tr("All options"));
    all_->setProperty("flat", true);
    all_->setCheckable(true);
    QBoxLayout* row = makeRow(nullptr, Theme::spacing(), {{search_, 1}, all_});
    row->setContentsMargins(8, 8, 8, 4);
    connect(search_, &QLineEdit::textChanged, this, &RecipePanel::applyFilter);
    connect(all_, &QToolButton::toggled, this, &RecipePanel::applyFilter);
    return row;
}

QLayout* RecipePanel::makeButtons() {
    start_->setProperty("primary", true);
    named(newRun_, "newRunButton", {},
          tr("Leaves the run as it is and keeps its recipe in the form, to change and to start"));
    QPushButton* save = makeButton(QStringLiteral("saveRecipeButton"), tr("Save…"), this,
                                   tr("Write the recipe to a .yaml file, which probface train takes too"));
    QPushButton* copy = makeButton(QStringLiteral("copyCommandButton"), tr("Copy command"), this,
                                   tr("The command that trains this recipe without the window"));
    const int gap = Theme::spacing();
    QBoxLayout* column =
        makeColumn(nullptr, gap, {start_, newRun_, makeRow(nullptr, gap, {{save, 1}, {copy, 1}})});
    column->setContentsMargins(8, 8, 8, 8);
    connect(start_, &QPushButton::clicked, this, &RecipePanel::startRequested);
    connect(newRun_, &QPushButton::clicked, this, &RecipePanel::newRunRequested);
    connect(copy, &QPushButton::clicked, this, &RecipePanel::copyCommand);
    connect(save, &QPushButton::clicked, this, &RecipePanel::save);
    return column;
}

void RecipePanel::applyFilter() {
    form_->setFilter(search_->text(), all_->isChecked());
}

void RecipePanel::setPhase(RunPhase phase) {
    phase_ = phase;
    // A run that continues keeps its own recipe; only what measures it can be changed.
    form_->setEditing(phase == RunPhase::Idle ? RecipeForm::Editing::All
                      : canResume(phase)      ? RecipeForm::Editing::Evaluation
                                              : RecipeForm::Editing::None);
    refresh();
}

void RecipePanel::refresh() {
    const bool idle = phase_ == RunPhase::Idle;
    start_->setVisible(idle);
    start_->setEnabled(form_->isValid());
    newRun_->setVisible(!idle && canStart(phase_));
    const QString problem = form_->firstProblem();
    const QString key = form_->firstProblemKey();
    QString text = problem.toHtmlEscaped();
    if (const int others = form_->problemCount() - 1; others > 0) {
        text += tr(" (and %1 more)").arg(others);
    }
    if (!key.isEmpty()) {
        text = QStringLiteral("<a style='color:%1' href='%2'>%3</a>")
                   .arg(Theme::instance().colour(Theme::Role::Error).name(), key, text);
    }
    verdict_->setText(text);
    verdict_->setProperty("problem", true);
    verdict_->setToolTip(key.isEmpty() ? QString() : tr("Go to the option"));
    verdict_->setVisible(!problem.isEmpty() && canStart(phase_));
}

void RecipePanel::scrollToTop() {
    scroll_->verticalScrollBar()->setValue(0);
}

void RecipePanel::load(const QString& file) {
    const Options options = loadConfig(file.toStdString());
    file_ = QFileInfo(file).absoluteFilePath();
    form_->setOptions(options);
}

void RecipePanel::copyCommand() {
    try {
        const Options base = file_.isEmpty() ? Options() : loadConfig(file_.toStdString());
        const auto command = QString::fromStdString(commandOf(TrainCommand{
            .config = file_.toStdString(), .settings = changedSettings(form_->options(), base)}));
        QGuiApplication::clipboard()->setText(command);
        Q_EMIT messageRequested(tr("Copied: %1").arg(command));
    } catch (const Error& error) {
        Q_EMIT messageRequested(QString::fromUtf8(error.what()));
    }
}

void RecipePanel::save() {
    PathQuestion question;
    question.name = QStringLiteral("saveRecipeDialog");
    question.title = tr("Save the recipe");
    question.mode = PathMode::SaveFile;
    question.filters = QStringList{tr("Recipes (*.yaml)")};
    question.suffix = QStringLiteral("yaml");
    question.present =
        QDir(lastFolder())
            .filePath(QString::fromStdString(form_->options().run.name) + QStringLiteral(".yaml"));
    askForPath(this, question, [this](const QString& file) { write(file); });
}

void RecipePanel::write(const QString& file) {
    // Read elsewhere than here, its paths must still lead to the same files.
    const Options options = withAbsolutePaths(form_->options());
    const std::string title = "# " + options.run.name + ": saved by ProbFace Studio\n";
    try {
        writeTextAtomically(file.toStdString(), title + configText(options));
    } catch (const Error& error) {
        Q_EMIT messageRequested(QString::fromUtf8(error.what()));
        return;
    }
    if (phase_ == RunPhase::Idle) {
        file_ = file;
    }
    Q_EMIT messageRequested(tr("Saved %1").arg(file));
    Q_EMIT saved(file);
}

void RecipePanel::saveState(QSettings& settings) const {
    form_->saveState(settings);
    settings.setValue(QStringLiteral("allOptions"), all_->isChecked());
}

void RecipePanel::restoreState(QSettings& settings) {
    form_->restoreState(settings);
    all_->setChecked(settings.value(QStringLiteral("allOptions"), false).toBool());
}

}  // namespace pf::ui
