#include "ui/train/field_editor.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalBlocker>
#include <QToolButton>
#include <QUrl>
#include <QVariant>

#include "ui/kit/paths/last_folder.h"
#include "ui/kit/paths/path_menu.h"
#include "ui/theme/theme.h"
#include "ui/train/list_field.h"

namespace pf::ui {

namespace {

/// "loss.discriminate.margin" -> "Discriminate margin".
QString labelOf(const Field& field) {
    QString text = QString::fromStdString(field.key.substr(field.section().size() + 1));
    text.replace(QLatin1Char('.'), QLatin1Char(' '));
    text.replace(QLatin1Char('_'), QLatin1Char(' '));
    text.replace(QStringLiteral("mls"), QStringLiteral("MLS"));
    text.replace(QStringLiteral("fmr"), QStringLiteral("FMR"));
    text[0] = text[0].toUpper();
    return text;
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
    const bool wide = list_ != nullptr || isPath() || field.kind == FieldKind::Numbers;
    const int row = wide ? 1 : 0;
    if (!wide) {
        label_->setFixedWidth(kLabelWidth);
        label_->setWordWrap(true);
    }
    grid->addWidget(label_, 0, 1, 1, wide ? 3 : 1);
    grid->addWidget(control(), row, wide ? 1 : 2, 1, list_ != nullptr ? 3 : wide ? 2 : 1);
    grid->setColumnStretch(2, 1);
    QWidget* input = control();
    input->setObjectName(QStringLiteral("field-") + QString::fromStdString(field.key));
    input->setAccessibleName(label_->text());
    input->setAccessibleDescription(QString::fromStdString(field.doc));
    input->installEventFilter(this);
    label_->setBuddy(input);
    if (isPath()) {
        auto* button = new QToolButton(this);
        button->setText(QStringLiteral("…"));
        button->setObjectName(QStringLiteral("browse-") + QString::fromStdString(field.key));
        button->setAccessibleName(tr("Choose %1").arg(label_->text()));
        button->setToolTip(tr("Choose a file or folder"));
        grid->addWidget(button, row, 3);
        connect(button, &QToolButton::clicked, this, &FieldEditor::browse);
    } else if (!field.unit.empty() && list_ == nullptr) {
        auto* unit = new QLabel(QString::fromStdString(field.unit), this);
        unit->setProperty("muted", true);
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
    } else {
        line_ = new QLineEdit(this);
        line_->setMinimumWidth(60);
        connect(line_, &QLineEdit::textEdited, this, [this] { Q_EMIT edited(text()); });
        if (isPath()) {
            givePathMenu(line_);
            connect(line_, &QLineEdit::textChanged, line_, &QLineEdit::setToolTip);
        }
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
        check_->setChecked(text == "true");
    } else if (combo_ != nullptr) {
        combo_->setCurrentIndex(combo_->findText(text));
    } else {
        line_->setText(text);
        // The end of a path tells more than its beginning.
        line_->setCursorPosition(isPath() ? static_cast<int>(text.size()) : 0);
        if (isPath()) {
            line_->setToolTip(text);  // whoever fills the form may do it without signals
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

/// One path; lists of them look after themselves.
bool FieldEditor::isPath() const {
    return field_.kind == FieldKind::File || field_.key == "run.root";
}

bool FieldEditor::takesPaths() const {
    return isPath() || field_.kind == FieldKind::Sources || field_.kind == FieldKind::NamedPaths;
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::FocusIn:
            Q_EMIT entered();
            break;
        case QEvent::FocusOut:
            if (isPath()) {
                line_->end(false);
            }
            break;
        case QEvent::Wheel:
            if (watched == combo_ && !combo_->hasFocus()) {
                event->ignore();
                return true;
            }
            break;
        case QEvent::DragEnter: {
            auto* drag = static_cast<QDragEnterEvent*>(event);
            if (takesPaths() && drag->mimeData()->hasUrls()) {
                drag->acceptProposedAction();
                return true;
            }
            break;
        }
        case QEvent::Drop: {
            const QList<QUrl> urls = static_cast<QDropEvent*>(event)->mimeData()->urls();
            if (takesPaths() && !urls.isEmpty()) {
                for (const QUrl& url : urls) {
                    Q_EMIT pathChosen(url.toLocalFile());
                }
                return true;
            }
            break;
        }
        default:
            break;
    }
    return QWidget::eventFilter(watched, event);
}

void FieldEditor::browse() {
    auto* dialog = new QFileDialog(window(), label_->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(field_.kind == FieldKind::File ? QFileDialog::ExistingFile : QFileDialog::Directory);
    if (field_.key == "model.backbone.file") {
        dialog->setNameFilters({tr("Networks (*.safetensors *.pt *.onnx)"), tr("All files (*)")});
    }
    beginInLastFolder(dialog, text());
    connect(dialog, &QFileDialog::fileSelected, this, &FieldEditor::pathChosen);
    dialog->open();
}

}  // namespace pf::ui
