#include "ui/train/field_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>
#include <QUrl>
#include <QVariant>

#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// "loss.discriminate.margin" -> "Discriminate margin".
QString labelOf(const Field& field) {
    QString text = QString::fromStdString(field.key.substr(field.section().size() + 1));
    text.replace(QLatin1Char('.'), QLatin1Char(' '));
    text.replace(QLatin1Char('_'), QLatin1Char(' '));
    text.replace(QStringLiteral("mls"), QStringLiteral("MLS"));
    text.replace(QStringLiteral("far target"), QStringLiteral("FMR target"));
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
      hint_(new QLabel(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 1, 0, 1);
    grid->setHorizontalSpacing(kColumnGap);
    grid->setVerticalSpacing(1);
    mark_->setFixedWidth(kMarkWidth);
    mark_->setAlignment(Qt::AlignCenter);
    grid->addWidget(mark_, 0, 0);
    label_->setFixedWidth(kLabelWidth);
    label_->setWordWrap(true);
    grid->addWidget(label_, 0, 1);
    const QString name = QStringLiteral("field-") + QString::fromStdString(field.key);
    if (field.kind == FieldKind::Flag) {
        check_ = new QCheckBox(this);
        grid->addWidget(check_, 0, 2);
        connect(check_, &QCheckBox::toggled, this, [this] { Q_EMIT edited(text()); });
    } else if (field.kind == FieldKind::Choice) {
        combo_ = new QComboBox(this);
        for (const std::string& choice : field.choices) {
            combo_->addItem(QString::fromStdString(choice));
        }
        combo_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        // A wheel that scrolls the form must not change a value on its way.
        combo_->setFocusPolicy(Qt::StrongFocus);
        grid->addWidget(combo_, 0, 2);
        connect(combo_, &QComboBox::currentTextChanged, this, [this] { Q_EMIT edited(text()); });
    } else {
        line_ = new QLineEdit(this);
        line_->setMinimumWidth(60);
        grid->addWidget(line_, 0, 2);
        connect(line_, &QLineEdit::textEdited, this, [this] { Q_EMIT edited(text()); });
    }
    grid->setColumnStretch(2, 1);
    QWidget* input = control();
    input->setObjectName(name);
    input->setAccessibleName(label_->text());
    input->setAccessibleDescription(QString::fromStdString(field.doc));
    input->installEventFilter(this);
    label_->setBuddy(input);
    if (takesPaths()) {
        auto* button = new QToolButton(this);
        button->setText(QStringLiteral("…"));
        button->setObjectName(QStringLiteral("browse-") + QString::fromStdString(field.key));
        button->setAccessibleName(tr("Choose %1").arg(label_->text()));
        button->setToolTip(tr("Choose a file or folder"));
        grid->addWidget(button, 0, 3);
        connect(button, &QToolButton::clicked, this, &FieldEditor::browse);
    } else if (!field.unit.empty() && field.kind != FieldKind::StepRates) {
        auto* unit = new QLabel(QString::fromStdString(field.unit), this);
        unit->setProperty("muted", true);
        unit->setFixedWidth(kUnitWidth);
        grid->addWidget(unit, 0, 3);
    }
    hint_->setWordWrap(true);
    hint_->setProperty("muted", true);
    QFont small = hint_->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    hint_->setFont(small);
    grid->addWidget(hint_, 1, 1, 1, 3);
    setToolTip(QString::fromStdString(field.key + ": " + field.doc));
    refreshHint();
}

QWidget* FieldEditor::control() const {
    return check_ != nullptr   ? static_cast<QWidget*>(check_)
           : combo_ != nullptr ? static_cast<QWidget*>(combo_)
                               : line_;
}

QString FieldEditor::text() const {
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
    if (check_ != nullptr) {
        check_->setChecked(text == "true");
    } else if (combo_ != nullptr) {
        combo_->setCurrentIndex(combo_->findText(text));
    } else {
        line_->setText(text);
        line_->setCursorPosition(0);
    }
}

void FieldEditor::setProblem(const QString& problem) {
    if (problem != problem_) {
        problem_ = problem;
        refreshHint();
    }
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

bool FieldEditor::takesPaths() const {
    return field_.kind == FieldKind::File || field_.kind == FieldKind::Sources ||
           field_.kind == FieldKind::NamedPaths || field_.key == "run.root";
}

void FieldEditor::refreshHint() {
    QString text = problem_;
    if (text.isEmpty() && focused_) {
        text = QString::fromStdString(field_.doc);
        const QString range = QString::fromStdString(field_.rangeText());
        if (!range.isEmpty() && field_.kind != FieldKind::Choice) {
            text += QStringLiteral(" · ") + range;
        }
    }
    hint_->setText(text);
    hint_->setVisible(!text.isEmpty());
    hint_->setProperty("problem", !problem_.isEmpty());
    hint_->setProperty("muted", problem_.isEmpty());
    hint_->style()->unpolish(hint_);
    hint_->style()->polish(hint_);
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::FocusIn:
        case QEvent::FocusOut:
            focused_ = event->type() == QEvent::FocusIn;
            refreshHint();
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
    const auto ask = [this](bool folder) {
        auto* dialog = new QFileDialog(window(), label_->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &FieldEditor::pathChosen);
        dialog->open();
    };
    if (field_.kind == FieldKind::File) {
        ask(false);
    } else if (field_.key == "run.root") {
        ask(true);
    } else {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        connect(menu->addAction(tr("Add a folder…")), &QAction::triggered, this, [ask] { ask(true); });
        connect(menu->addAction(tr("Add a file (list, .bin)…")), &QAction::triggered, this,
                [ask] { ask(false); });
        menu->popup(mapToGlobal(QPoint(width() / 2, height())));
    }
}

}  // namespace pf::ui
