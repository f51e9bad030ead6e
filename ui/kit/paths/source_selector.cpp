#include "ui/kit/paths/source_selector.h"

#include <QFileInfo>
#include <QMenu>
#include <QToolButton>

#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/path_history.h"

namespace pf::ui {

constexpr auto kDemoSource = "synthetic:identities=60,images=12,first=100000";

SourceSelector::SourceSelector(const QString& historyKey, QWidget* parent, const QString& name,
                               const QString& accessible)
    : PathChooser(name.isEmpty() ? QStringLiteral("sourceCombo") : name, Kind::OpenAny,
                  accessible.isEmpty() ? tr("Images") : accessible,
                  tr("Folder, list, .rec, .bin or synthetic:…"), parent, Field::List),
      historyKey_(historyKey) {
    edit()->setHelp(
        tr("A folder of identity folders, a text list, a RecordIO .rec, an insightface .bin set, or\n"
           "synthetic:identities=60,images=12. Several are separated by semicolons."));
    setNameFilters(
        {tr("Lists, records and pair sets (*.txt *.lst *.csv *.rec *.idx *.bin)"), tr("All files (*)")});
    setBrowseMenu({{tr("Folder…"), true}, {tr("List, .rec or .bin set…"), false}});
    browseMenu()->addAction(tr("Demo faces"), this, [this] { choose(QString::fromLatin1(kDemoSource)); });
    button()->setAccessibleName(tr("Browse for images"));
    button()->setToolTip(button()->accessibleName());
    fillHistory();
}

QStringList SourceSelector::sources() const {
    const QString text = path();
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

std::vector<std::string> SourceSelector::sourceTexts() const {
    std::vector<std::string> texts;
    for (const QString& source : sources()) {
        texts.push_back(source.toStdString());
    }
    return texts;
}

void SourceSelector::remember() {
    const QString text = sources().join(QStringLiteral("; "));
    addToPathHistory(historyKey_, text);
    fillHistory();
    setPath(text);
}

void SourceSelector::fillHistory() {
    std::vector<PathChoice> choices;
    for (const QString& earlier : pathHistory(historyKey_)) {
        choices.push_back({earlier, earlier});
    }
    combo()->setChoices(choices);
}

}  // namespace pf::ui
