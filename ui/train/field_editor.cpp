#include "ui/train/field_editor.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"
#include "ui/train/list_field.h"

namespace pf::ui {

namespace {

/// "loss.discriminate.margin" -> "Discriminate margin".
QString labelOf(const Field& field) {
    static const QHash<QString, QString> kShort = {{QStringLiteral("mls"), QStringLiteral("MLS")},
                                                   {QStringLiteral("fmr"), QStringLiteral("FMR")}};
    static const QRegularExpression kBetween(QStringLiteral("[._]"));
    QStringList words = QString::fromStdString(field.key.substr(field.section().size() + 1)).split(kBetween);
    for (QString& word : words) {
        word = kShort.value(word, word);
    }
    words[0][0] = words[0][0].toUpper();
    return words.join(QLatin1Char(' '));
}

constexpr int kUnitWidth = 68;

}  // namespace

FieldEditor::FieldEditor(const Field& field, QWidget* parent)
    : QWidget(parent),
      field_(field),
      label_(new QLabel(labelOf(field), this)),
      mark_(new QLabel(this)),
      problemLabel_(new QLabel(this)) {
    makeControl();
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 1, 0, 1);
    grid->setHorizontalSpacing(kColumnGap);
    grid->setVerticalSpacing(1);
    mark_->setFixedWidth(kMarkWidth);
    mark_->setAlignment(Qt::AlignCenter);
    grid->addWidget(mark_, 0, 0);
    // Lists, paths and several numbers need the whole width: their label stands above them.
    const bool wide = list_ != nullptr || path_ != nullptr || field.kind == FieldKind::Numbers;
    const int row = wide ? 1 : 0;
    if (!wide) {
        label_->setFixedWidth(kLabelWidth);
        label_->setWordWrap(true);
    }
    grid->addWidget(label_, 0, 1, 1, wide ? 3 : 1);
    QWidget* input = control();
    if (path_ != nullptr) {
        grid->addWidget(path_, row, 1, 1, 3);
    } else {
        grid->addWidget(input, row, wide ? 1 : 2, 1, list_ != nullptr ? 3 : wide ? 2 : 1);
    }
    grid->setColumnStretch(2, 1);
    input->setObjectName(QStringLiteral("field-") + QString::fromStdString(field.key));
    input->setAccessibleName(label_->text());
    input->setAccessibleDescription(QString::fromStdString(field.doc));
    input->installEventFilter(this);
    label_->setBuddy(input);
    if (!field.unit.empty() && list_ == nullptr) {
        QLabel* unit = makeMuted(QString::fromStdString(field.unit), this);
        unit->setFixedWidth(kUnitWidth);
        grid->addWidget(unit, row, 3);
    }
    problemLabel_->setObjectName(QStringLiteral("problem-") + QString::fromStdString(field.key));
    problemLabel_->setWordWrap(true);
    problemLabel_->setProperty("problem", true);
    QFont small = problemLabel_->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    problemLabel_->setFont(small);
    problemLabel_->hide();
    grid->addWidget(problemLabel_, row + 1, 1, 1, 3);
    setToolTip(QString::fromStdString(field.key + ": " + field.doc));
}

void FieldEditor::makeControl() {
    if (ListField::suits(field_)) {
        list_ = new ListField(field_, label_->text(), this);
        connect(list_, &ListField::edited, this, [this] { Q_EMIT edited(text()); });
        connect(list_, &ListField::entered, this, &FieldEditor::entered);
        connect(list_, &ListField::pathChosen, this, &FieldEditor::pathChosen);
    } else if (field_.kind == FieldKind::Flag) {
        check_ = new QCheckBox(this);
        connect(check_, &QCheckBox::toggled, this, [this] { Q_EMIT edited(text()); });
    } else if (field_.kind == FieldKind::Choice) {
        combo_ = new QComboBox(this);
        for (const std::string& choice : field_.choices) {
            combo_->addItem(QString::fromStdString(choice));
        }
        combo_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        // A wheel that scrolls the form must not change a value on its way.
        combo_->setFocusPolicy(Qt::StrongFocus);
        connect(combo_, &QComboBox::currentTextChanged, this, [this] { Q_EMIT edited(text()); });
    } else if (field_.kind == FieldKind::File || field_.key == "run.root") {
        path_ =
            new PathChooser({}, field_.kind == FieldKind::File ? PathMode::OpenFile : PathMode::OpenFolder,
                            label_->text(), {}, this);
        line_ = path_->edit();
        path_->button()->setObjectName(QStringLiteral("browse-") + QString::fromStdString(field_.key));
        path_->button()->setAccessibleName(tr("Choose %1").arg(label_->text()));
        path_->button()->setToolTip(tr("Choose a file or folder"));
        if (field_.key == "model.backbone.file") {
            path_->setNameFilters({tr("Networks (*.safetensors *.pt *.onnx)"), tr("All files (*)")});
        }
        connect(path_, &PathChooser::chosen, this, &FieldEditor::pathChosen);
    } else {
        line_ = new QLineEdit(this);
        line_->setMinimumWidth(60);
    }
    if (line_ != nullptr) {
        connect(line_, &QLineEdit::textEdited, this, [this] { Q_EMIT edited(text()); });
    }
}

QWidget* FieldEditor::control() const {
    return list_ != nullptr    ? static_cast<QWidget*>(list_)
           : check_ != nullptr ? static_cast<QWidget*>(check_)
           : combo_ != nullptr ? static_cast<QWidget*>(combo_)
                               : line_;
}

QString FieldEditor::text() const {
    if (list_ != nullptr) {
        return list_->text();
    }
    if (check_ != nullptr) {
        return check_->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    }
    return combo_ != nullptr ? combo_->currentText() : line_->text();
}

void FieldEditor::setText(const QString& text) {
    if (text == this->text()) {
        return;
    }
    const QSignalBlocker blocker(control());
    if (list_ != nullptr) {
        list_->setText(text);
    } else if (check_ != nullptr) {
        check_->setChecked(text == QLatin1String("true"));
    } else if (combo_ != nullptr) {
        combo_->setCurrentIndex(combo_->findText(text));
    } else {
        line_->setText(text);
        // The end of a path tells more than its beginning.
        line_->setCursorPosition(path_ != nullptr ? static_cast<int>(text.size()) : 0);
        if (path_ != nullptr) {
            line_->setToolTip(text);  // its own signal is held back here
        }
    }
}

void FieldEditor::setProblem(const QString& problem) {
    if (problem != problem_) {
        problem_ = problem;
        problemLabel_->setText(problem);
        problemLabel_->setVisible(!problem.isEmpty());
    }
}

QString FieldEditor::help() const {
    QString text = QString::fromStdString(field_.doc);
    const QString range = QString::fromStdString(field_.rangeText());
    return range.isEmpty() || field_.kind == FieldKind::Choice ? text : text + QStringLiteral(" · ") + range;
}

bool FieldEditor::matches(const QString& words) const {
    const QString all = label_->text() + QLatin1Char(' ') + QString::fromStdString(field_.key) +
                        QLatin1Char(' ') + QString::fromStdString(field_.doc);
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&all](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void FieldEditor::setChanged(bool changed, const QString& defaultText) {
    mark_->setText(changed ? QStringLiteral("●") : QString());
    mark_->setStyleSheet(
        QStringLiteral("color: %1").arg(Theme::instance().colour(Theme::Role::Accent).name()));
    mark_->setToolTip(
        changed ? tr("Changed; the default is %1").arg(defaultText.isEmpty() ? tr("empty") : defaultText)
                : QString());
    mark_->setAccessibleName(changed ? tr("changed from the default") : QString());
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::FocusIn:
            Q_EMIT entered();
            break;
        case QEvent::Wheel:
            if (watched == combo_ && !combo_->hasFocus()) {
                event->ignore();
                return true;
            }
            break;
        default:
            break;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace pf::ui
