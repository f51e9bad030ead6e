#include "ui/kit/paths/path_chooser.h"

#include <QMenu>
#include <QToolButton>

#include "ui/kit/box.h"
#include "ui/theme/theme.h"

namespace pf::ui {

PathChooser::PathChooser(const QString& name, Kind kind, const QString& accessible, const QString& hint,
                         QWidget* parent, Field field)
    : QWidget(parent), kind_(kind) {
    if (field == Field::List) {
        combo_ = new PathCombo(this);
        edit_ = combo_->edit();
        connect(combo_, &QComboBox::activated, this, &PathChooser::submitted);
    } else {
        edit_ = new PathEdit(this);
    }
    button_ = new QToolButton(this);
    QWidget* input = combo_ != nullptr ? static_cast<QWidget*>(combo_) : edit_;
    input->setObjectName(name);
    input->setAccessibleName(accessible);
    edit_->setPlaceholderText(hint);
    button_->setObjectName(name + QStringLiteral("Browse"));
    button_->setAccessibleName(tr("Browse: %1").arg(accessible));
    button_->setToolTip(tr("Browse …"));
    Theme::keepIcon(button_, QStringLiteral("open"));
    makeRow(this, Theme::spacing() / 2, {{input, 1}, button_});
    setFocusProxy(input);
    if (kind == Kind::OpenAny) {
        menu_ = new QMenu(button_);
        button_->setPopupMode(QToolButton::InstantPopup);
        button_->setMenu(menu_);
        setBrowseMenu({{tr("File…"), false}, {tr("Folder…"), true}});
    } else {
        connect(button_, &QToolButton::clicked, this,
                [this] { browse(kind_ == Kind::OpenFolder || kind_ == Kind::SaveFolder); });
    }
    connect(edit_, &QLineEdit::textChanged, this, &PathChooser::pathChanged);
    connect(edit_, &QLineEdit::returnPressed, this, &PathChooser::submitted);
    connect(edit_, &PathEdit::dropped, this, [this](const QStringList& paths) {
        Q_EMIT chosen(paths.first());
        Q_EMIT submitted();
    });
}

void PathChooser::setBrowseMenu(const std::vector<std::pair<QString, bool>>& entries) {
    menu_->clear();
    for (const auto& [text, folder] : entries) {
        menu_->addAction(text, this, [this, folder = folder] { browse(folder); });
    }
}

void PathChooser::choose(const QString& path) {
    setPath(path);
    Q_EMIT chosen(path);
    Q_EMIT submitted();
}

void PathChooser::browse(bool folder) {
    PathQuestion question;
    question.title = focusProxy()->accessibleName();
    question.mode = kind_ == Kind::SaveFile ? kind_ : folder ? Kind::OpenFolder : Kind::OpenFile;
    question.filters = filters_;
    question.present = browseFrom();
    question.mayReplace = false;  // whether something may be replaced is the form's matter
    askForPath(this, question, [this](const QString& path) { choose(path); });
}

}  // namespace pf::ui
