#include "ui/shell/shortcuts_dialog.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QLabel>
#include <QScrollArea>

#include "ui/kit/box.h"

namespace pf::ui {

namespace {

/// Keys and gestures of one place.
struct ShortcutGroup {
    QString place;  ///< a page's title, "Charts" or "Everywhere"
    std::vector<std::pair<QString, QString>> keys;
};

QString tr(const char* text) {
    return QCoreApplication::translate("shortcuts", text);
}

QString htmlOf(const ShortcutGroup& group) {
    QString html = QStringLiteral("<h4>%1</h4><table cellspacing='4'>").arg(group.place.toHtmlEscaped());
    for (const auto& [keys, meaning] : group.keys) {
        html += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                    .arg(keys.toHtmlEscaped(), meaning.toHtmlEscaped());
    }
    return html + QStringLiteral("</table>");
}

std::vector<ShortcutGroup> shortcutGroups() {
    return {
        {tr("Everywhere"),
         {{tr("Ctrl+1 … Ctrl+6"), tr("Train, Gallery, Evaluate, Pairs, Runs, Data")},
          {tr("Ctrl+O, Ctrl+Shift+O"), tr("open a file or a folder; Data says what it is")},
          {tr("Drop on the window"), tr("the same")},
          {tr("Ctrl+E"), tr("export the chart or figure in front")},
          {tr("F5"), tr("evaluate the model in front")},
          {tr("Space"), tr("pause or resume the run that is trained here")},
          {tr("Esc"), tr("clear the selection")},
          {tr("Tab, Shift+Tab"), tr("next and previous control")},
          {tr("Right click on a path"), tr("show it in the file manager, copy it")},
          {tr("Ctrl+Q"),
           tr("quit; a run that is trained here is stopped with a checkpoint, after a question")}}},
        {tr("Train"),
         {{tr("Space"), tr("pause or resume the run, when no button has the keyboard")},
          {tr("Click on an error below the form"), tr("go to the option that it is about")},
          {tr("Drop on a path or list"), tr("take the file or folder")},
          {tr("Enter or click on a recipe or run"), tr("open it")},
          {tr("Right click on a run"), tr("open, resume, gallery, evaluate, show its folder")},
          {tr("F5"), tr("evaluate the run that is open")}}},
        {tr("Gallery"),
         {{tr("Arrows, Page up, Page down, Home, End"), tr("move through the faces")},
          {tr("Enter, double click"), tr("open the face in another program")},
          {tr("Right click, Menu"), tr("what can be done with the face")},
          {tr("Ctrl++, Ctrl+−, Ctrl+wheel"), tr("larger and smaller tiles")},
          {tr("Drag in the histogram"), tr("keep faces of this σ² only")},
          {tr("Left, Right in the histogram"), tr("move that range; Esc ends it")},
          {tr("Esc"), tr("clear the selection")}}},
        {tr("Evaluate"),
         {{tr("F5"), tr("evaluate the ticked models on the ticked sets")},
          {tr("Space in a list"), tr("tick or untick")},
          {tr("Left, Right in the pairs"), tr("previous and next pair")},
          {tr("Click in a chart"), tr("show the pairs at that place")}}},
        {tr("Pairs"),
         {{tr("Drop an image, or Space or Enter on a well"), tr("choose the image")},
          {tr("Ctrl+O"), tr("open an image into the next free well")}}},
        {tr("Runs"),
         {{tr("Enter, double click"), tr("open the run in Train")},
          {tr("Space"), tr("tick the run: its curve is drawn, its options are compared")},
          {tr("Right click, Menu key"), tr("open, resume, gallery, evaluate, show its folder")},
          {tr("Right click on the table's head"), tr("choose the columns")},
          {tr("F5"), tr("evaluate the selected run")},
          {tr("Esc"), tr("clear search and selection")}}},
        {tr("Data"),
         {{tr("Drop anything, Ctrl+O"), tr("say what it is and what can be done with it")},
          {tr("Enter in a path"), tr("look at it")}}},
        {tr("Charts"),
         {{tr("Wheel"),
           tr("zoom (on the Train page, scroll); with Ctrl along x only, with Shift along y only")},
          {tr("Drag, double click"), tr("move; back to everything")},
          {tr("Click in the legend"), tr("hide or show a curve")},
          {tr("Ctrl+E"), tr("export: PNG, PDF, SVG, CSV, copy")}}},
    };
}

}  // namespace

ShortcutsDialog::ShortcutsDialog(const QString& place, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("shortcutsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard and mouse"));
    std::vector<ShortcutGroup> groups = shortcutGroups();
    std::stable_partition(groups.begin(), groups.end(),
                          [&place](const ShortcutGroup& group) { return group.place == place; });
    QString html;
    for (const ShortcutGroup& group : groups) {
        html += htmlOf(group);
    }
    auto* text = new QLabel(html, this);
    text->setObjectName(QStringLiteral("shortcutsText"));
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    text->setContentsMargins(16, 4, 16, 12);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(text);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    makeColumn(this, kUsualGap, {scroll});
    resize(560, 560);
}

}  // namespace pf::ui
