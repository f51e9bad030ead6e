#include "ui/kit/faces/unreadable_images.h"

#include <utility>

#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QSet>
#include <QStringListModel>
#include <QVBoxLayout>

#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// `lines`: "name: reason".
void showProblems(const QStringList& lines, QWidget* owner) {
    const auto tr = [](const char* text) { return UnreadableImages::tr(text); };
    auto* dialog = named(new QDialog(owner), "problemList");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Images that could not be read"));
    auto* words = new QLabel(
        tr("%1 images are left out. The reason follows each name.").arg(countText(lines.size())), dialog);
    auto* list = named(new QListView(dialog), "problemLines");
    list->setUniformItemSizes(true);
    list->setTextElideMode(Qt::ElideNone);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setModel(new QStringListModel(lines, list));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    auto* copy = buttons->addButton(tr("Copy all"), QDialogButtonBox::ActionRole);
    QObject::connect(copy, &QPushButton::clicked, dialog,
                     [lines] { QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n'))); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(words);
    column->addWidget(list, 1);
    column->addWidget(buttons);
    dialog->resize(760, 420);
    dialog->show();
}

}  // namespace

UnreadableImages::UnreadableImages(const QString& name, ThumbnailLoader* loader, QWidget* parent)
    : QPushButton(parent) {
    setObjectName(name);
    Theme::keepIcon(this, QStringLiteral("warning"), Theme::Role::Warning);
    setFlat(true);
    hide();
    connect(loader, &ThumbnailLoader::failed, this, [this, loader](const std::vector<std::size_t>& indices) {
        for (const std::size_t index : indices) {
            found_.push_back(catalog_.name(index) + ": " +
                             loader->failure(index).value_or(QString()).toStdString());
        }
        refresh();
    });
    connect(this, &QPushButton::clicked, this, [this] {
        if (!lines_.isEmpty()) {  // else the button said all there is
            showProblems(lines_, this);
        }
    });
}

void UnreadableImages::setCatalog(const ImageCatalog& catalog) {
    catalog_ = catalog;
    found_.clear();
    refresh();
}

void UnreadableImages::setKnown(std::vector<std::string> unreadable, std::vector<std::string> notes) {
    known_ = std::move(unreadable);
    notes_ = std::move(notes);
    refresh();
}

void UnreadableImages::refresh() {
    // Opening, embedding and showing an image may each find it broken, in words of their own: once is enough.
    QSet<QString> names;
    lines_.clear();
    for (const std::vector<std::string>* lines : {&known_, &found_}) {
        for (const std::string& text : *lines) {
            const QString line = QString::fromStdString(text);
            const qsizetype before = names.size();
            names.insert(line.section(QStringLiteral(": "), 0, 0));
            if (names.size() > before) {
                lines_ << line;
            }
        }
    }
    QStringList words;
    if (!lines_.isEmpty()) {
        words << (lines_.size() == 1 ? tr("1 image could not be read")
                                     : tr("%1 images could not be read").arg(countText(lines_.size())));
    }
    for (const std::string& note : notes_) {
        words << QString::fromStdString(note);
    }
    setVisible(!words.isEmpty());
    setText(words.join(QStringLiteral(" · ")));
}

}  // namespace pf::ui
