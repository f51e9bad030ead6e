#include "ui/chart/chart_legend.h"

#include <QApplication>
#include <QIcon>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/chart/series_symbol.h"
#include "ui/chart/text_fitting.h"
#include "ui/kit/flow_layout.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kLongestPx = 240;

QPixmap swatch(const QColor& colour, Qt::PenStyle pen, int symbol, bool on) {
    const qreal ratio = qApp->devicePixelRatio();
    QPixmap image(QSize(18, 12) * ratio);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ink = on ? colour : Theme::instance().colour(Theme::Role::Border);
    ink.setAlpha(255);
    QPen line(ink, 3, pen, Qt::FlatCap);
    if (pen == Qt::DashLine) {
        line.setDashPattern({1.7, 0.8});  // two dashes fit
    }
    painter.setPen(line);
    painter.drawLine(QPointF(1, 6), QPointF(17, 6));
    painter.setPen(QPen(ink, 1.4));
    drawSeriesSymbol(painter, symbol, QPointF(9, 6));
    return image;
}

}  // namespace

ChartLegend::ChartLegend(QWidget* parent)
    : QWidget(parent), layout_(new FlowLayout(this, 2)), shared_(new QLabel(this)) {
    shared_->setObjectName(QStringLiteral("legendShared"));
    shared_->setProperty("muted", true);
    shared_->hide();
    layout_->addWidget(shared_);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChartLegend::setEntry(const QString& id, const QString& name, const QColor& colour, Qt::PenStyle pen,
                           int symbol) {
    QToolButton*& button = buttons_[id];
    if (button == nullptr) {
        button = new QToolButton(this);
        button->setObjectName(QStringLiteral("legend-") + id);
        button->setProperty("legend", true);
        button->setCheckable(true);
        button->setChecked(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize(QSize(18, 12));
        button->setFocusPolicy(Qt::TabFocus);
        button->setCursor(Qt::PointingHandCursor);
        connect(button, &QToolButton::toggled, this,
                [this, id](bool checked) { Q_EMIT toggled(id, checked); });
        layout_->addWidget(button);
        button->show();
    }
    if (button->property("name").toString() != name) {
        button->setProperty("name", name);
        button->setAccessibleName(tr("Show or hide %1").arg(name));
        button->setToolTip(tr("Show or hide %1").arg(name));
        shortenNames();
    }
    const QString key = colour.name(QColor::HexArgb) + QString::number(pen) + QLatin1Char('/') +
                        QString::number(symbol) + Theme::instance().colour(Theme::Role::Border).name();
    if (button->property("swatch").toString() != key) {
        button->setProperty("swatch", key);
        QIcon icon;
        icon.addPixmap(swatch(colour, pen, symbol, true), QIcon::Normal, QIcon::On);
        icon.addPixmap(swatch(colour, pen, symbol, false), QIcon::Normal, QIcon::Off);
        button->setIcon(icon);
    }
}

void ChartLegend::shortenNames() {
    QStringList names;
    QList<QToolButton*> buttons;
    for (QToolButton* button : buttons_) {
        buttons << button;
        names << button->property("name").toString();
    }
    if (buttons.isEmpty()) {
        shared_->hide();
        return;
    }
    // All at once: what is left of each must tell it from the others.
    const QFontMetricsF metrics(buttons.first()->font());
    const NamesApart apart = shortNames(names, metrics, kLongestPx);
    shared_->setText(metrics.elidedText(apart.shared, Qt::ElideMiddle, kLongestPx));
    shared_->setToolTip(apart.shared);
    shared_->setVisible(!apart.shared.isEmpty());
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        buttons[i]->setText(apart.rest[i]);
    }
}

void ChartLegend::removeEntry(const QString& id) {
    if (QToolButton* button = buttons_.take(id)) {
        layout_->removeWidget(button);
        button->deleteLater();
        shortenNames();
    }
}

void ChartLegend::setChecked(const QString& id, bool checked) {
    if (QToolButton* button = buttons_.value(id)) {
        const QSignalBlocker blocker(button);
        button->setChecked(checked);
    }
}

void ChartLegend::clear() {
    const QStringList ids = buttons_.keys();
    for (const QString& id : ids) {
        removeEntry(id);
    }
}

}  // namespace pf::ui
