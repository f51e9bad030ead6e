#include "ui/gallery/problem_list.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHash>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStringListModel>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/gallery/gallery_data.h"

namespace pf::ui {

QStringList unreadableLines(const GalleryData* data, const QStringList& found) {
    // Opening, embedding and showing an image may each find it broken, in words of their own: once is enough.
    QStringList lines;
    QHash<QString, int> known;
    const auto add = [&lines, &known](const QString& line) {
        const QString name = line.section(QStringLiteral(": "), 0, 0);
        if (!known.contains(name)) {
            known.insert(name, 1);
            lines << line;
        }
    };
    if (data != nullptr) {
        for (const std::string& line : data->unreadable) {
            add(QString::fromStdString(line));
        }
    }
    for (const QString& line : found) {
        add(line);
    }
    return lines;
}

ProblemList::ProblemList(const QStringList& lines, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("problemList"));
    setWindowTitle(tr("Images that could not be read"));
    auto* words = new QLabel(tr("%1 images are left out. The reason follows each name.")
                                 .arg(QString::fromStdString(formatCount(lines.size()))),
                             this);
    auto* list = new QListView(this);
    list->setObjectName(QStringLiteral("problemLines"));
    list->setUniformItemSizes(true);
    list->setTextElideMode(Qt::ElideNone);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setModel(new QStringListModel(lines, list));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* copy = buttons->addButton(tr("Copy all"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this,
            [lines] { QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n'))); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->addWidget(words);
    column->addWidget(list, 1);
    column->addWidget(buttons);
    resize(760, 420);
}

}  // namespace pf::ui
