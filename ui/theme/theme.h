// Colours, fonts, icons and distances of the window: one place, two designs (light and dark).
#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QString>

class QAbstractButton;
class QApplication;
class QWidget;

namespace pf::ui {

class SystemScheme;

/// Theme::seriesColour begins again after these.
inline constexpr int kSeriesColours = 8;

/// The window's look; follows the system's light or dark setting unless the user chose one.
class Theme : public QObject {
    Q_OBJECT
  public:
    enum class Mode { System, Light, Dark };
    enum class Role {
        Window,   ///< behind everything
        Surface,  ///< cards, charts, lists
        Rail,     ///< the left rail
        Text,
        MutedText,  ///< units, hints, axis labels
        Border,
        Grid,  ///< faint lines of charts
        Accent,
        AccentText,  ///< text on the accent
        Selection,   ///< selected rows and tiles
        Error,
        Warning,
        Success,
    };

    static Theme& instance();

    /// Sets Fusion, palette, font and style sheet, and follows the system from now on. Call once, before any
    /// widget.
    void apply(QApplication& application);
    void setMode(Mode mode);
    Mode mode() const { return mode_; }
    bool isDark() const { return dark_; }

    QColor colour(Role role) const { return colour(role, dark_); }
    /// The role's colour in the light or the dark design, whichever is shown now.
    static QColor colour(Role role, bool dark);
    /// A series colour of either design turned into its counterpart; any other colour as it is.
    static QColor adapted(const QColor& colour, bool dark);
    /// Okabe-Ito colour of the index-th series (cycles after eight); black becomes near-white in dark.
    QColor seriesColour(int index) const;
    /// The fixed colour of a loss term ("mls", "atte" ...) everywhere in the window.
    QColor termColour(const QString& term) const;
    /// Range: 0 to 1, clamped; a colour scale only.
    static QColor viridis(double position);

    /// The grid's unit in px.
    static constexpr int spacing() { return 8; }
    QFont textFont() const;
    QFont titleFont() const;
    /// Digits of one width, for numbers that change or stand in columns.
    QFont tabularFont() const;

    /// An icon of resources/icons by its name without .svg, in the colour of the role.
    QIcon icon(const QString& name, Role role = Role::Text) const;
    /// Gives a button the icon, in the colours of each design that is shown from now on.
    static void keepIcon(QAbstractButton* button, const QString& name, Role role = Role::Text);
    /// The same as a pixmap of `size` px (device pixels follow the screen's ratio).
    QPixmap pixmap(const QString& name, int size, Role role = Role::Text) const;
    /// To be called when a property that the style sheet asks for has changed.
    static void restyle(QWidget* widget);

  Q_SIGNALS:
    /// Light or dark changed: whoever paints with colours of its own repaints.
    void changed();

  private:
    Theme();
    void refresh();
    /// Pixmaps must not outlive the application.
    void forget();

    Mode mode_ = Mode::System;
    bool dark_ = false;
    /// Drawing an SVG at every size costs a few ms; a button may ask again with each change of state.
    mutable QHash<QString, QIcon> icons_;
    QApplication* application_ = nullptr;
    SystemScheme* system_ = nullptr;
};

}  // namespace pf::ui
