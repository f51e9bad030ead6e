#include "ui/gallery/gallery_filters.h"

#include <algorithm>
#include <numeric>

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>

#include "ui/gallery/sigma_histogram.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

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
