#include "ui/kit/paths/source_selector.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>

#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/path_history.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr auto kDemoSource = "synthetic:identities=60,images=12,first=100000";

QStringList droppedPaths(const QMimeData* data) {
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) {
            paths << url.toLocalFile();
        }
    }
    return paths;
}

}  // namespace

SourceSelector::SourceSelector(const QString& historyKey, QWidget* parent)
    : QWidget(parent), historyKey_(historyKey) {
    setAcceptDrops(true);
    combo_ = new PathCombo(this);
    combo_->setObjectName(QStringLiteral("sourceCombo"));
    combo_->setAccessibleName(tr("Images"));
    combo_->edit()->setPlaceholderText(tr("Folder, list, .rec, .bin or synthetic:…"));
    combo_->edit()->setHelp(
        tr("A folder of identity folders, a text list, a RecordIO .rec, an insightface .bin set, or\n"
           "synthetic:identities=60,images=12. Several are separated by semicolons."));
    fillHistory();

    auto* menu = new QMenu(this);
    menu->addAction(tr("Folder…"), this, [this] { browse(true); });
    menu->addAction(tr("List, .rec or .bin set…"), this, [this] { browse(false); });
    menu->addAction(tr("Demo faces"), this, [this] { choose({QString::fromLatin1(kDemoSource)}); });
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("sourceBrowse"));
    button->setAccessibleName(tr("Browse for images"));
    button->setToolTip(tr("Browse for images"));
    button->setIcon(Theme::instance().icon(QStringLiteral("open")));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spacing() / 2);
    row->addWidget(combo_, 1);
    row->addWidget(button);
    connect(combo_, &PathCombo::pathChanged, this, &SourceSelector::sourcesChanged);
    connect(combo_, &PathCombo::submitted, this, &SourceSelector::submitted);
    connect(&Theme::instance(), &Theme::changed, this,
            [button] { button->setIcon(Theme::instance().icon(QStringLiteral("open"))); });
}

QStringList SourceSelector::sources() const {
    const QString text = combo_->path();
    // A semicolon may also be part of a name.
    if (QFileInfo::exists(text)) {
        return {absolutePath(text)};
    }
    QStringList sources;
    for (const QString& part : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        if (const QString source = typedPath(part); !source.isEmpty()) {
            sources << absolutePath(source);
        }
    }
    return sources;
}

void SourceSelector::setSources(const QStringList& sources) {
    combo_->setPath(sources.join(QStringLiteral("; ")));
}

void SourceSelector::remember() {
    const QString text = sources().join(QStringLiteral("; "));
    addToPathHistory(historyKey_, text);
    fillHistory();
    combo_->setPath(text);
}

void SourceSelector::fillHistory() {
    std::vector<PathChoice> choices;
    for (const QString& earlier : pathHistory(historyKey_)) {
        choices.push_back({earlier, earlier});
    }
    combo_->setChoices(choices);
}

void SourceSelector::choose(const QStringList& sources) {
    setSources(sources);
    Q_EMIT submitted();
}

void SourceSelector::browse(bool folder) {
    auto* dialog = new QFileDialog(this, folder ? tr("Folder of images") : tr("List, .rec or .bin set"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (folder) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
    } else {
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters(
            {tr("Lists, records and pair sets (*.txt *.lst *.csv *.rec *.idx *.bin)"), tr("All files (*)")});
    }
    if (const QStringList present = sources();
        !present.isEmpty() && !present.first().startsWith("synthetic:")) {
        dialog->selectFile(present.first());
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { choose({path}); });
    dialog->open();
}

void SourceSelector::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedPaths(event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void SourceSelector::dropEvent(QDropEvent* event) {
    choose(droppedPaths(event->mimeData()));
    event->acceptProposedAction();
}

}  // namespace pf::ui
