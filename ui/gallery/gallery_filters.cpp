#include "ui/gallery/gallery_filters.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QSortFilterProxyModel>

#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kBins = 48;
constexpr double kHandle = 5;        // px around an edge that grab it
constexpr double kSmallestDrag = 3;  // px; less is a click

SigmaHistogram::SigmaHistogram(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("sigmaHistogram"));
    setAccessibleName(tr("Histogram of σ²; drag to choose a range"));
    setToolTip(
        tr("Drag to show only a range of σ²; double click to show all.\n"
           "With the keyboard: Left and Right move the range, Esc clears it."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SigmaHistogram::setValues(std::vector<double> ascending, bool keep) {
    values_ = std::move(ascending);
    counts_.assign(kBins, 0);
    if (!values_.empty()) {
        low_ = values_.front();
        high_ = values_.back();
        if (!(high_ > low_)) {  // all the same: give the one bar a place
            const double margin = low_ == 0 ? 0.5 : std::abs(low_) * 0.05;
            low_ -= margin;
            high_ += margin;
        }
        for (const double value : values_) {
            const int bin = static_cast<int>((value - low_) / (high_ - low_) * kBins);
            ++counts_[static_cast<std::size_t>(std::clamp(bin, 0, kBins - 1))];
        }
    }
    if (keep && !values_.empty()) {
        setRange(range_);
    } else {
        drag_ = Drag::None;
        setRange(std::nullopt);
    }
    update();
}

void SigmaHistogram::setRange(const std::optional<Range>& range) {
    std::optional<Range> wanted = range;
    if (wanted) {
        std::sort(wanted->begin(), wanted->end());
        (*wanted)[0] = std::clamp((*wanted)[0], low_, high_);
        (*wanted)[1] = std::clamp((*wanted)[1], low_, high_);
    }
    if (wanted == range_) {
        return;
    }
    range_ = wanted;
    update();
    Q_EMIT rangeChanged(range_);
}

double SigmaHistogram::toX(double sigma) const {
    const QRectF area = plot();
    return area.left() + (sigma - low_) / (high_ - low_) * area.width();
}

double SigmaHistogram::toSigma(double x) const {
    const QRectF area = plot();
    return low_ + std::clamp((x - area.left()) / area.width(), 0.0, 1.0) * (high_ - low_);
}

SigmaHistogram::Drag SigmaHistogram::dragAt(double x) const {
    if (range_) {
        const double low = toX((*range_)[0]);
        const double high = toX((*range_)[1]);
        if (std::abs(x - high) <= kHandle) {
            return Drag::High;
        }
        if (std::abs(x - low) <= kHandle) {
            return Drag::Low;
        }
        if (x > low && x < high) {
            return Drag::Move;
        }
    }
    return Drag::New;
}

void SigmaHistogram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::instance();
    const QRectF area = plot();
    if (values_.empty()) {
        painter.setPen(theme.colour(Theme::Role::MutedText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("σ² appears once a model has seen the images"));
        return;
    }
    if (range_) {
        painter.fillRect(
            QRectF(QPointF(toX((*range_)[0]), area.top()), QPointF(toX((*range_)[1]), area.bottom())),
            theme.colour(Theme::Role::Selection));
    }
    const int highest = *std::max_element(counts_.begin(), counts_.end());
    const double width = area.width() / kBins;
    for (int bin = 0; bin < kBins; ++bin) {
        const int count = counts_[static_cast<std::size_t>(bin)];
        if (count == 0) {
            continue;
        }
        const double centre = low_ + (bin + 0.5) / kBins * (high_ - low_);
        const auto place = std::lower_bound(values_.begin(), values_.end(), centre) - values_.begin();
        QColor colour = Theme::viridis(static_cast<double>(place) / static_cast<double>(values_.size()));
        if (range_ && (centre < (*range_)[0] || centre > (*range_)[1])) {
            colour.setAlphaF(0.25F);
        }
        const double height = std::max(1.0, area.height() * count / highest);
        painter.fillRect(
            QRectF(area.left() + bin * width, area.bottom() - height, std::max(1.0, width - 1), height),
            colour);
    }
    painter.setPen(theme.colour(Theme::Role::Border));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (range_) {
        painter.setPen(QPen(theme.colour(Theme::Role::Accent), 2));
        for (const double edge : *range_) {
            painter.drawLine(QPointF(toX(edge), area.top()), QPointF(toX(edge), area.bottom()));
        }
    }
    painter.setFont(theme.tabularFont());
    painter.setPen(theme.colour(Theme::Role::MutedText));
    const QRectF foot(area.left(), area.bottom() + 3, area.width(), height() - area.bottom() - 3);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignTop, sigmaText(values_.front()));
    painter.drawText(foot, Qt::AlignRight | Qt::AlignTop, sigmaText(values_.back()));
    painter.drawText(foot, Qt::AlignHCenter | Qt::AlignTop, tr("σ²"));
    if (hasFocus()) {
        painter.setPen(QPen(theme.colour(Theme::Role::Accent), 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void SigmaHistogram::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || values_.empty()) {
        return;
    }
    drag_ = dragAt(event->position().x());
    pressed_ = toSigma(event->position().x());
    atPress_ = range_.value_or(Range{pressed_, pressed_});
}

void SigmaHistogram::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (drag_ == Drag::None) {
        const Drag here = values_.empty() ? Drag::None : dragAt(x);
        const bool edge = here == Drag::Low || here == Drag::High;
        setCursor(edge ? Qt::SizeHorCursor : here == Drag::Move ? Qt::OpenHandCursor : Qt::CrossCursor);
        return;
    }
    const double sigma = toSigma(x);
    if (drag_ == Drag::Low) {
        setRange(Range{std::min(sigma, atPress_[1]), atPress_[1]});
    } else if (drag_ == Drag::High) {
        setRange(Range{atPress_[0], std::max(sigma, atPress_[0])});
    } else if (drag_ == Drag::Move) {
        const double shift = std::clamp(sigma - pressed_, low_ - atPress_[0], high_ - atPress_[1]);
        setRange(Range{atPress_[0] + shift, atPress_[1] + shift});
    } else if (std::abs(x - toX(pressed_)) >= kSmallestDrag) {
        setRange(Range{pressed_, sigma});
    }
}

void SigmaHistogram::mouseReleaseEvent(QMouseEvent* event) {
    if (drag_ == Drag::New && std::abs(event->position().x() - toX(pressed_)) < kSmallestDrag) {
        clearRange();  // a click beside the range
    }
    drag_ = Drag::None;
}

void SigmaHistogram::keyPressEvent(QKeyEvent* event) {
    const double step = (high_ - low_) / kBins;
    if (event->key() == Qt::Key_Escape && range_) {
        clearRange();
    } else if ((event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) && !values_.empty()) {
        const double direction = event->key() == Qt::Key_Right ? step : -step;
        const Range from = range_.value_or(Range{low_, low_ + (high_ - low_) / 4});
        const double shift = range_ ? std::clamp(direction, low_ - from[0], high_ - from[1]) : 0.0;
        setRange(Range{from[0] + shift, from[1] + shift});
    } else {
        QWidget::keyPressEvent(event);
    }
}

void IdentityListModel::setFaces(const GalleryDataPtr& data) {
    beginResetModel();
    data_ = data;
    labels_.clear();
    counts_.clear();
    if (data) {
        labels_.resize(data->identities.size());
        std::iota(labels_.begin(), labels_.end(), 0);
        std::stable_sort(labels_.begin(), labels_.end(), [&data](int a, int b) {
            return naturalLess(data->identities[static_cast<std::size_t>(a)],
                               data->identities[static_cast<std::size_t>(b)]);
        });
        counts_.assign(labels_.size(), 0);
        for (const int label : data->labels) {
            if (label >= 0) {
                ++counts_[static_cast<std::size_t>(label)];
            }
        }
    }
    endResetModel();
}

QVariant IdentityListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const int label = index.row() == 0 ? -1 : labels_[static_cast<std::size_t>(index.row() - 1)];
    if (role == LabelRole) {
        return label;
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    if (label < 0) {
        return tr("All identities (%1)").arg(countText(labels_.size()));
    }
    return QStringLiteral("%1 (%2)").arg(
        QString::fromStdString(data_->identities[static_cast<std::size_t>(label)]),
        countText(counts_[static_cast<std::size_t>(label)]));
}

GalleryFilters::GalleryFilters(QWidget* parent) : QWidget(parent) {
    histogram_ = new SigmaHistogram(this);
    range_ = named(makeMuted({}, this), "sigmaRange");
    range_->setFont(Theme::instance().tabularFont());
    shown_ = named(makeMuted({}, this), "shownCount");
    shown_->setWordWrap(true);
    search_ = named(new QLineEdit(this), "identitySearch", tr("Find an identity"));
    search_->setPlaceholderText(tr("Find an identity"));
    search_->setClearButtonEnabled(true);
    identities_ = new IdentityListModel(this);
    found_ = new QSortFilterProxyModel(this);
    found_->setSourceModel(identities_);
    found_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    list_ = named(new QListView(this), "identityList", tr("Identities"));
    list_->setUniformItemSizes(true);
    list_->setTextElideMode(Qt::ElideMiddle);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setModel(found_);
    clear_ = named(new QPushButton(tr("Clear filters"), this), "clearFilters");

    const int gap = Theme::spacing();
    makeColumn(this, gap / 2,
               {makeHeading(tr("Uncertainty σ²"), this), histogram_, range_, Space{gap},
                makeHeading(tr("Identities"), this), search_, Part(list_, 1), shown_, clear_})
        ->setContentsMargins(gap, gap, gap, gap);

    connect(histogram_, &SigmaHistogram::rangeChanged, this,
            [this](const std::optional<SigmaHistogram::Range>& range) {
                filter_.sigmaRange = range;
                refreshTexts();
                Q_EMIT filterChanged();
            });
    connect(search_, &QLineEdit::textChanged, found_, &QSortFilterProxyModel::setFilterFixedString);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &GalleryFilters::chooseIdentity);
    connect(clear_, &QPushButton::clicked, this, &GalleryFilters::clear);
    refreshTexts();
}

void GalleryFilters::setFaces(const GalleryDataPtr& data, bool keep) {
    const GalleryFilter before = filter_;
    const bool sameIdentities = keep && data_ && data && data_->identities == data->identities;
    data_ = data;
    {
        const QSignalBlocker quietHistogram(histogram_);
        histogram_->setValues(data ? data->sortedSigmaSq : std::vector<double>(), sameIdentities);
        filter_.sigmaRange = histogram_->range();
        if (!sameIdentities) {
            identities_->setFaces(data);
            filter_.label = -1;
            search_->clear();
        }
    }
    refreshTexts();
    if (before.label != filter_.label || before.sigmaRange != filter_.sigmaRange) {
        Q_EMIT filterChanged();
    }
}

void GalleryFilters::chooseIdentity(const QModelIndex& index) {
    const int label = index.isValid() ? index.data(IdentityListModel::LabelRole).toInt() : -1;
    // The search box empties the list for a moment: the choice stays until another one is made.
    if (!index.isValid() || label == filter_.label) {
        return;
    }
    filter_.label = label;
    refreshTexts();
    Q_EMIT filterChanged();
}

void GalleryFilters::setIdentity(int label) {
    search_->clear();
    const QModelIndexList places =
        found_->match(found_->index(0, 0), IdentityListModel::LabelRole, label, 1, Qt::MatchExactly);
    if (!places.isEmpty()) {
        list_->setCurrentIndex(places.first());
        list_->scrollTo(places.first(), QAbstractItemView::PositionAtCenter);
    }
}

void GalleryFilters::clear() {
    histogram_->clearRange();
    setIdentity(-1);
}

void GalleryFilters::setShown(std::size_t shown, std::size_t total) {
    shown_->setText(shown == total ? tr("%1 images").arg(countText(total))
                                   : tr("%1 of %2 images").arg(countText(shown), countText(total)));
}

void GalleryFilters::refreshTexts() {
    if (filter_.sigmaRange) {
        range_->setText(
            tr("%1 to %2").arg(sigmaText((*filter_.sigmaRange)[0]), sigmaText((*filter_.sigmaRange)[1])));
    } else {
        range_->setText(data_ && data_->hasSigma() ? tr("All; drag to choose a range") : QString());
    }
    const bool known = identities_->rowCount() > 0;
    search_->setEnabled(known);
    search_->setPlaceholderText(known || !data_ ? tr("Find an identity") : tr("The identities are unknown"));
    clear_->setEnabled(isActive());
}

}  // namespace pf::ui
