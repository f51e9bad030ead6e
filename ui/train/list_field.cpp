#include "ui/train/list_field.h"

#include <algorithm>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/config/field_value.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kNameWidth = 84;

QString scalar(const QLineEdit* edit) {
    return QString::fromStdString(yamlScalar(edit->text().trimmed().toStdString()));
}

}  // namespace

bool ListField::suits(const Field& field) {
    return field.kind == FieldKind::Sources || field.kind == FieldKind::NamedPaths ||
           field.kind == FieldKind::StepRates || field.kind == FieldKind::Texts ||
           field.key == "evaluation.discard";
}

ListField::ListField(const Field& field, const QString& accessibleName, QWidget* parent)
    : QWidget(parent),
      field_(field),
      name_(accessibleName),
      column_(new QVBoxLayout(this)),
      add_(new QToolButton(this)) {
    setAcceptDrops(takesPaths());
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(2);
    add_->setObjectName(QStringLiteral("add-") + QString::fromStdString(field.key));
    add_->setProperty("flat", true);
    add_->setText(tr("Add"));
    add_->setAccessibleName(tr("Add to %1").arg(name_));
    add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    Theme::keepIcon(add_, QStringLiteral("plus"));
    add_->installEventFilter(this);
    column_->addWidget(add_, 0, Qt::AlignLeft);
    if (takesPaths()) {
        auto* menu = new QMenu(add_);
        for (const auto& [text, folder] : browseMenu()) {
            menu->addAction(text, this, [this, folder = folder] { askForNew(folder); });
        }
        menu->addAction(tr("A row to type in"), this, &ListField::addRow);
        add_->setPopupMode(QToolButton::InstantPopup);
        add_->setMenu(menu);
    } else {
        connect(add_, &QToolButton::clicked, this, &ListField::addRow);
    }
}

QString ListField::text() const {
    QStringList entries;
    for (const Row& row : rows_) {
        const bool empty = row.value->text().trimmed().isEmpty() &&
                           (row.key == nullptr || row.key->text().trimmed().isEmpty());
        if (!empty) {
            entries << (row.key != nullptr ? scalar(row.key) + QStringLiteral(": ") + scalar(row.value)
                                           : scalar(row.value));
        }
    }
    const QString inside = entries.join(QStringLiteral(", "));
    return isMap() ? QLatin1Char('{') + inside + QLatin1Char('}')
                   : QLatin1Char('[') + inside + QLatin1Char(']');
}

void ListField::setText(const QString& text) {
    Options scratch;
    try {
        setFieldText(field_, scratch, text.toStdString(), {});
    } catch (const Error&) {
        return;  // what stands in the rows is what was typed
    }
    std::vector<std::pair<QString, QString>> entries;
    const FieldPointer pointer = field_.bind(scratch);
    if (auto* const* list = std::get_if<TextList*>(&pointer)) {
        for (const std::string& entry : **list) {
            entries.emplace_back(QString(), QString::fromStdString(entry));
        }
    } else if (auto* const* numbers = std::get_if<NumberList*>(&pointer)) {
        for (const double number : **numbers) {
            entries.emplace_back(QString(), QString::fromStdString(formatNumber(number)));
        }
    } else if (auto* const* map = std::get_if<TextMap*>(&pointer)) {
        for (const auto& [key, value] : **map) {
            entries.emplace_back(QString::fromStdString(key), QString::fromStdString(value));
        }
    }
    if (field_.kind == FieldKind::StepRates) {
        // In the order of time: steps before percentages, each by its number.
        std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            const auto rank = [](const QString& key) {
                QString digits = key;
                return std::pair(key.endsWith(QLatin1Char('%')), digits.remove(QLatin1Char('%')).toDouble());
            };
            return rank(a.first) < rank(b.first);
        });
    }
    while (!rows_.empty()) {
        delete rows_.back().box;
        rows_.pop_back();
    }
    for (const auto& [key, value] : entries) {
        append(key, value);
    }
    nameRows();
}

QLineEdit* ListField::watched(QLineEdit* edit, const QString& part) {
    edit->setProperty("part", part);
    edit->installEventFilter(this);
    connect(edit, &QLineEdit::textEdited, this, &ListField::edited);
    return edit;
}

std::vector<std::pair<QString, bool>> ListField::browseMenu() {
    return {{tr("A folder…"), true}, {tr("A file (list, .bin, .rec)…"), false}};
}

ListField::Row& ListField::append(const QString& key, const QString& value) {
    Row row;
    row.box = new QWidget(this);
    auto* line = new QHBoxLayout(row.box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    const bool rates = field_.kind == FieldKind::StepRates;
    if (isMap()) {
        row.key = watched(new QLineEdit(key, row.box), rates ? tr("first step") : tr("name"));
        row.key->setPlaceholderText(rates ? tr("step or %") : tr("name"));
        row.key->setFixedWidth(kNameWidth);
        line->addWidget(row.key);
    }
    if (rates) {
        line->addWidget(new QLabel(tr("rate"), row.box));
    }
    if (takesPaths()) {
        auto* chooser = new PathChooser({}, PathMode::OpenAny, name_, tr("path"), row.box);
        chooser->setBrowseMenu(browseMenu());
        chooser->button()->setProperty("part", tr("browse"));
        chooser->button()->setToolTip(tr("Choose a file or folder"));
        chooser->edit()->setClearButtonEnabled(false);  // the row has a button that takes it away
        row.value = watched(chooser->edit(), tr("value"));
        row.value->setText(value);
        row.value->end(false);
        connect(chooser, &PathChooser::chosen, row.value, [this, edit = row.value](const QString& path) {
            edit->setText(path);
            Q_EMIT edited();
        });
        line->addWidget(chooser, 1);
    } else {
        row.value = watched(new QLineEdit(value, row.box), rates ? tr("rate") : tr("value"));
        line->addWidget(row.value, 1);
    }
    if (!field_.unit.empty() && !rates && !takesPaths()) {
        line->addWidget(makeMuted(QString::fromStdString(field_.unit), row.box));
    }
    QToolButton* away = makeFlatButton({}, QStringLiteral("close"), tr("Remove this row"), row.box);
    away->setProperty("part", tr("remove"));
    connect(away, &QToolButton::clicked, this, [this, box = row.box] { remove(box); });
    line->addWidget(away);
    column_->insertWidget(static_cast<int>(rows_.size()), row.box);
    row.box->setVisible(true);
    rows_.push_back(row);
    return rows_.back();
}

/// The controls of a row, from left to right.
std::vector<QWidget*> ListField::controls(const Row& row) {
    std::vector<QWidget*> found;
    for (QWidget* control : row.box->findChildren<QWidget*>()) {
        if (!control->property("part").toString().isEmpty()) {
            found.push_back(control);
        }
    }
    return found;
}

/// Every control of a row has a name that says which row it is.
void ListField::nameRows() {
    const QString key = QString::fromStdString(field_.key);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        for (QWidget* control : controls(rows_[i])) {
            const QString part = control->property("part").toString();
            control->setAccessibleName(tr("%1, row %2: %3").arg(name_).arg(i + 1).arg(part));
            control->setObjectName(QStringLiteral("%1-%2-%3").arg(key).arg(i + 1).arg(part));
        }
    }
    // Tab comes from the control before this list, goes through the rows and to the button below them.
    QWidget* last = add_->previousInFocusChain();
    while (last != add_ && (last->focusPolicy() == Qt::NoFocus || isAncestorOf(last))) {
        last = last->previousInFocusChain();
    }
    last = last == add_ ? nullptr : last;
    for (const Row& row : rows_) {
        for (QWidget* control : controls(row)) {
            if (last != nullptr) {
                setTabOrder(last, control);
            }
            last = control;
        }
    }
    if (last != nullptr) {
        setTabOrder(last, add_);
    }
}

void ListField::focusFirst() {
    QWidget* first = add_;
    if (!rows_.empty()) {
        first = rows_.front().key != nullptr ? static_cast<QWidget*>(rows_.front().key) : rows_.front().value;
    }
    first->setFocus();
}

void ListField::addRow() {
    Row& row = append({}, {});
    nameRows();
    (row.key != nullptr ? row.key : row.value)->setFocus();
}

void ListField::remove(const QWidget* box) {
    const auto at =
        std::find_if(rows_.begin(), rows_.end(), [box](const Row& row) { return row.box == box; });
    if (at == rows_.end()) {
        return;
    }
    // Its own button is being clicked.
    at->box->hide();
    at->box->deleteLater();
    rows_.erase(at);
    nameRows();
    add_->setFocus();
    Q_EMIT edited();
}

void ListField::askForNew(bool folder) {
    PathQuestion question;
    question.title = name_;
    question.mode = folder ? PathMode::OpenFolder : PathMode::OpenFile;
    askForPath(this, question, [this](const QString& path) { Q_EMIT pathChosen(path); });
}

void ListField::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void ListField::dropEvent(QDropEvent* event) {
    for (const QString& path : localPaths(*event->mimeData())) {
        Q_EMIT pathChosen(path);
    }
    event->acceptProposedAction();
}

bool ListField::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) {
        Q_EMIT entered();
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace pf::ui
