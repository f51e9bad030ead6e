#include "ui/theme/style_sheet.h"

#include "ui/theme/theme.h"

namespace pf::ui {

QString styleSheet(const Theme& theme) {
    using Role = Theme::Role;
    const auto name = [&theme](Role role) { return theme.colour(role).name(); };
    QString sheet = QStringLiteral(R"(
QWidget#rail { background: @rail; border-right: 1px solid @border; }
QToolButton#railButton {
    border: none; border-left: 3px solid transparent; padding: 8px 4px 8px 1px; color: @muted; background: transparent;
}
QToolButton#railButton:hover { background: @hover; color: @text; }
QToolButton#railButton:focus { border: 1px solid @accent; border-left: 3px solid @accent; }
QToolButton#railButton:checked { border-left: 3px solid @accent; color: @text; background: @surface; }
QFrame[card="true"] { background: @surface; border: 1px solid @border; border-radius: 6px; }
QLabel[muted="true"] { color: @muted; }
QLabel[problem="true"] { color: @error; }
QFrame[hint="info"] { background: @hover; border: none; border-left: 3px solid @accent; }
QFrame[hint="warning"] { background: @hover; border: none; border-left: 3px solid @warning; }
QFrame[hint="error"] { background: @hover; border: none; border-left: 3px solid @error; }
QPushButton { padding: 4px 12px; }
QPushButton[primary="true"] {
    background: @accent; color: @onaccent; border: 1px solid @accent; border-radius: 4px; padding: 5px 16px;
    font-weight: 600;
}
QPushButton[primary="true"]:hover { background: @accenthover; }
QPushButton[primary="true"]:pressed { background: @accentpress; }
QPushButton[primary="true"]:focus { border: 2px solid @text; padding: 4px 15px; }
QPushButton[primary="true"]:disabled { background: @border; border-color: @border; color: @muted; }
QToolButton[legend="true"] { border: none; padding: 1px 5px; border-radius: 3px; }
QToolButton[legend="true"]:!checked { color: @muted; }
QToolButton[legend="true"]:hover { background: @hover; }
QToolButton[legend="true"]:focus { border: 1px solid @accent; padding: 0px 4px; }
QToolButton[flat="true"] { border: none; border-radius: 3px; padding: 3px 6px; }
QToolButton[flat="true"]:hover { background: @hover; }
QToolButton[flat="true"]:checked { background: @selection; }
QToolButton[flat="true"]:focus { border: 1px solid @accent; padding: 2px 5px; }
QPushButton[section="true"] {
    border: none; font-weight: 600; padding: 5px 2px; text-align: left; background: transparent;
}
QPushButton[section="true"]:hover { background: @hover; }
QPushButton[section="true"]:focus { border: 1px solid @accent; padding: 4px 1px; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @border; }
QPlainTextEdit#logText { background: @surface; border: none; }
QHeaderView::section { background: @window; border: none; border-bottom: 1px solid @border; padding: 4px 6px; }
QTableView { gridline-color: @border; border: none; alternate-background-color: @hover; }
)");
    const QColor accent = theme.colour(Role::Accent);
    const QColor surface = theme.colour(Role::Surface);
    const QColor text = theme.colour(Role::Text);
    const auto mix = [](const QColor& a, const QColor& b, double t) {
        return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - t) + b.redF() * t),
                                static_cast<float>(a.greenF() * (1 - t) + b.greenF() * t),
                                static_cast<float>(a.blueF() * (1 - t) + b.blueF() * t));
    };
    // Longer names first: "@accent" is the beginning of two others.
    sheet.replace("@accenthover", mix(accent, text, 0.12).name());
    sheet.replace("@accentpress", mix(accent, text, 0.24).name());
    sheet.replace("@onaccent", name(Role::AccentText));
    sheet.replace("@accent", accent.name());
    sheet.replace("@hover", mix(surface, text, 0.06).name());
    sheet.replace("@rail", name(Role::Rail));
    sheet.replace("@border", name(Role::Border));
    sheet.replace("@muted", name(Role::MutedText));
    sheet.replace("@text", text.name());
    sheet.replace("@surface", surface.name());
    sheet.replace("@window", name(Role::Window));
    sheet.replace("@selection", name(Role::Selection));
    sheet.replace("@error", name(Role::Error));
    sheet.replace("@warning", name(Role::Warning));
    return sheet;
}

}  // namespace pf::ui
