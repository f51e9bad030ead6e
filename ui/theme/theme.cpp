#include "ui/theme/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QAbstractButton>
#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QStyle>
#include <QSvgRenderer>

#include "ui/theme/contrast_style.h"
#include "ui/theme/system_scheme.h"

// The linker drops a static library's resources unless they are asked for; the macro must stand outside
// namespaces.
static void initIcons() {
    Q_INIT_RESOURCE(resources);
}

namespace pf::ui {

namespace {

struct RolePair {
    const char* light;
    const char* dark;

    QColor shown(bool isDark) const { return QColor(isDark ? dark : light); }
};

/// In the order of Theme::Role.
constexpr std::array<RolePair, static_cast<std::size_t>(Theme::Role::Success) + 1> kRoles = {
    {{"#f3f4f6", "#1d2025"},
     {"#ffffff", "#262a30"},
     {"#e7e9ed", "#17191d"},
     {"#1b1f24", "#e8eaed"},
     {"#5b6470", "#9ea7b3"},
     {"#d3d7dd", "#3a4049"},
     {"#e9ebee", "#343a42"},
     {"#0b6bb0", "#4aa8e8"},
     {"#ffffff", "#0d1218"},
     {"#cfe4f5", "#1f4562"},
     {"#b3261e", "#ff8a80"},
     {"#9a5b00", "#ffb74d"},
     {"#00704f", "#4cc9a0"}}};

// Okabe and Ito, 2008: distinguishable with every kind of colour vision. Blue first, yellow last: it is weak
// on white.
constexpr std::array<RolePair, kSeriesColours> kSeries = {{{"#0072b2", "#3ba0dd"},
                                                           {"#d55e00", "#f0803c"},
                                                           {"#009e73", "#22bf95"},
                                                           {"#cc79a7", "#dc95bd"},
                                                           {"#56b4e9", "#8accf2"},
                                                           {"#e69f00", "#f2b530"},
                                                           {"#20242a", "#e8eaed"},
                                                           {"#b8a800", "#f0e442"}}};

// Viridis (van der Walt and Smith, 2015) at 17 even stops; between them linear, which no eye can tell.
constexpr std::array<unsigned, 17> kViridis = {0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d,
                                               0x2c728e, 0x26828e, 0x21918c, 0x1fa088, 0x28ae80, 0x3fbc73,
                                               0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725};

/// Source: WCAG 2.1, relative luminance.
double luminance(const QColor& colour) {
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// The colour made lighter until it, as see-through as it is, stands out from a dark card.
QColor seenOnDark(const QColor& colour) {
    constexpr double kLeastContrast = 1.6;
    constexpr int kSteps = 20;
    const QColor ground = Theme::colour(Theme::Role::Surface, true);
    const auto mix = [](const QColor& a, const QColor& b, double t) {
        return QColor::fromRgbF(static_cast<float>(a.redF() + (b.redF() - a.redF()) * t),
                                static_cast<float>(a.greenF() + (b.greenF() - a.greenF()) * t),
                                static_cast<float>(a.blueF() + (b.blueF() - a.blueF()) * t));
    };
    for (int step = 0; step <= kSteps; ++step) {
        QColor lighter = mix(colour, Qt::white, static_cast<double>(step) / kSteps);
        const double shown = luminance(mix(ground, lighter, colour.alphaF()));
        if (shown + 0.05 >= kLeastContrast * (luminance(ground) + 0.05)) {
            lighter.setAlphaF(colour.alphaF());
            return step == 0 ? colour : lighter;
        }
    }
    return colour;  // too see-through for any colour to be seen
}

/// The few rules that Fusion's palette cannot express, in the theme's present colours.
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
    sheet.replace(QLatin1String("@accenthover"), mix(accent, text, 0.12).name());
    sheet.replace(QLatin1String("@accentpress"), mix(accent, text, 0.24).name());
    sheet.replace(QLatin1String("@onaccent"), name(Role::AccentText));
    sheet.replace(QLatin1String("@accent"), accent.name());
    sheet.replace(QLatin1String("@hover"), mix(surface, text, 0.06).name());
    sheet.replace(QLatin1String("@rail"), name(Role::Rail));
    sheet.replace(QLatin1String("@border"), name(Role::Border));
    sheet.replace(QLatin1String("@muted"), name(Role::MutedText));
    sheet.replace(QLatin1String("@text"), text.name());
    sheet.replace(QLatin1String("@surface"), surface.name());
    sheet.replace(QLatin1String("@window"), name(Role::Window));
    sheet.replace(QLatin1String("@selection"), name(Role::Selection));
    sheet.replace(QLatin1String("@error"), name(Role::Error));
    sheet.replace(QLatin1String("@warning"), name(Role::Warning));
    return sheet;
}

}  // namespace

Theme::Theme() {
    initIcons();
}

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

void Theme::apply(QApplication& application) {
    application_ = &application;
    qAddPostRoutine([] { Theme::instance().forget(); });
    system_ = new SystemScheme(&application);
    connect(system_, &SystemScheme::changed, this, &Theme::refresh);
    QApplication::setStyle(new ContrastStyle);
    refresh();
}

void Theme::forget() {
    icons_.clear();
    application_ = nullptr;
    system_ = nullptr;
}

void Theme::setMode(Mode mode) {
    mode_ = mode;
    refresh();
}

void Theme::refresh() {
    dark_ = mode_ == Mode::Dark || (mode_ == Mode::System && system_ != nullptr && system_->isDark());
    icons_.clear();
    if (application_ == nullptr) {
        return;
    }
    QPalette palette;
    const auto set = [&](Role role, std::initializer_list<QPalette::ColorRole> places) {
        for (const QPalette::ColorRole place : places) {
            palette.setColor(place, colour(role));
        }
    };
    set(Role::Window, {QPalette::Window, QPalette::AlternateBase, QPalette::Button});
    set(Role::Surface, {QPalette::Base, QPalette::ToolTipBase, QPalette::Light});
    set(Role::Text, {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText});
    set(Role::MutedText, {QPalette::PlaceholderText});
    set(Role::Error, {QPalette::BrightText});
    set(Role::Accent, {QPalette::Link, QPalette::LinkVisited, QPalette::Highlight});
    set(Role::AccentText, {QPalette::HighlightedText});
    set(Role::Grid, {QPalette::Midlight});
    set(Role::Border, {QPalette::Mid});
    palette.setColor(QPalette::Dark, colour(Role::Border).darker(120));
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0, 120));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor faded = colour(Role::MutedText);
        faded.setAlpha(150);
        palette.setColor(QPalette::Disabled, role, faded);
    }
    QApplication::setPalette(palette);
    application_->setStyleSheet(styleSheet(*this));
    Q_EMIT changed();
}

QColor Theme::colour(Role role, bool dark) {
    return kRoles[static_cast<std::size_t>(role)].shown(dark);
}

QColor Theme::adapted(const QColor& colour, bool dark) {
    for (const RolePair& pair : kSeries) {
        QColor plain = colour;
        plain.setAlpha(255);
        if (plain == pair.shown(false) || plain == pair.shown(true)) {
            QColor other = pair.shown(dark);
            other.setAlpha(colour.alpha());
            return other;
        }
    }
    return dark ? seenOnDark(colour) : colour;
}

QColor Theme::seriesColour(int index) const {
    const int count = static_cast<int>(kSeries.size());
    return kSeries[static_cast<std::size_t>(((index % count) + count) % count)].shown(dark_);
}

QColor Theme::termColour(const QString& term) const {
    static const QStringList kTerms =
        QStringLiteral("a mls atte s_L2 s_L1 regu att_pos att_neg s_min s_max").split(QLatin1Char(' '));
    static constexpr std::array<int, 10> kColours = {6, 0, 1, 2, 2, 3, 4, 5, 4, 5};
    const auto at = kTerms.indexOf(term);
    if (at >= 0) {
        return seriesColour(kColours[static_cast<std::size_t>(at)]);
    }
    // A stable colour for terms of later versions: the sum of letters does not depend on the order of
    // arrival.
    int sum = 0;
    for (const QChar letter : term) {
        sum += letter.unicode();
    }
    return seriesColour(sum);
}

QColor Theme::viridis(double position) {
    const double clamped = std::isfinite(position) ? std::clamp(position, 0.0, 1.0) : 0.0;
    const double at = clamped * static_cast<double>(kViridis.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(at), kViridis.size() - 2);
    const double t = at - static_cast<double>(low);
    const QColor a = QColor::fromRgb(kViridis[low]);
    const QColor b = QColor::fromRgb(kViridis[low + 1]);
    const auto mix = [t](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * t)); };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

QFont Theme::textFont() const {
    return QApplication::font();
}

QFont Theme::titleFont() const {
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::tabularFont() const {
    // Qt 6.4 cannot switch on OpenType's tnum; most interface fonts (DejaVu, Noto Sans, Cantarell) have
    // digits of one width anyway, so the family stays and only kerning, which would shift digits, goes.
    QFont font = QApplication::font();
    font.setKerning(false);
    return font;
}

void Theme::keepIcon(QAbstractButton* button, const QString& name, Role role) {
    const auto paint = [button, name, role] { button->setIcon(instance().icon(name, role)); };
    connect(&instance(), &Theme::changed, button, paint);
    paint();
}

void Theme::restyle(QWidget* widget) {
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QPixmap Theme::pixmap(const QString& name, int size, Role role) const {
    const qreal ratio = qApp != nullptr ? qApp->devicePixelRatio() : 1.0;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour(role).name().toLatin1());
    QSvgRenderer renderer(svg);
    QPixmap image(QSize(size, size) * ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    image.setDevicePixelRatio(ratio);
    return image;
}

QIcon Theme::icon(const QString& name, Role role) const {
    QIcon& icon = icons_[name + QString::number(static_cast<int>(role))];
    if (icon.isNull()) {
        for (const int size : {16, 20, 24, 32, 48}) {
            icon.addPixmap(pixmap(name, size, role));
            icon.addPixmap(pixmap(name, size, Role::Border), QIcon::Disabled);
        }
    }
    return icon;
}

}  // namespace pf::ui
