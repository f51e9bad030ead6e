#include "ui/data/align/align_tab.h"

#include <map>

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>

#include "ui/kit/action_bar.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/flow_layout.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/photo_view.h"
#include "ui/kit/text_table_model.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

AlignPreviewView::AlignPreviewView(QWidget* parent) : QWidget(parent), stack_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("alignPreview"));
    message_ = new EmptyState(QStringLiteral("face"), {}, {}, {}, this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    rows_ = new QWidget(scroll);
    column_ = makeColumn(rows_, Theme::spacing(), {Spring{}});
    scroll->setWidget(rows_);
    stack_->addWidget(message_);
    stack_->addWidget(scroll);
    makeColumn(this, kUsualGap, {stack_});
}

void AlignPreviewView::setMessage(const QString& title, const QString& text) {
    message_->setTexts(title, text);
    stack_->setCurrentIndex(0);
}

void AlignPreviewView::setPreviews(const Previews& previews) {
    while (column_->count() > 1) {
        QLayoutItem* item = column_->takeAt(0);
        delete item->widget();
        delete item;
    }
    count_ = 0;
    for (const auto& [name, preview] : previews) {
        column_->insertWidget(count_++, makeCard(QString::fromStdString(name), preview));
    }
    if (previews.empty()) {
        setMessage(tr("No photos here"), tr("The source names no photo that could be opened."));
    } else {
        stack_->setCurrentIndex(1);
    }
}

QWidget* AlignPreviewView::makeCard(const QString& name, const AlignPreview& preview) {
    const int gap = Theme::spacing();
    auto* card = named(new QFrame(rows_), "previewRow");
    card->setProperty("card", true);
    auto* photo = new PhotoView(name, preview, card);
    QLabel* title = makeText({}, card);
    title->setText(name);
    auto* crops = new QWidget(card);
    auto* flow = new FlowLayout(crops, gap);
    for (const AlignPreview::Face& face : preview.faces) {
        if (!face.kept || face.crop.empty()) {
            continue;
        }
        auto* crop = named(new QLabel(crops), "previewCrop");
        crop->setPixmap(QPixmap::fromImage(toQImage(face.crop)));
        crop->setAccessibleName(tr("aligned crop of %1").arg(name));
        crop->setToolTip(tr("score %1").arg(face.score, 0, 'f', 2));
        flow->addWidget(crop);
    }
    QBoxLayout* column = makeColumn(nullptr, kUsualGap, {title, crops});
    if (!preview.remark.empty()) {
        auto* icon = new QLabel(card);
        icon->setPixmap(Theme::instance().pixmap(QStringLiteral("warning"), 16, Theme::Role::Warning));
        auto* remark = named(new QLabel(QString::fromStdString(preview.remark), card), "previewRemark");
        remark->setTextFormat(Qt::PlainText);
        remark->setWordWrap(true);
        column->addLayout(makeRow(nullptr, kUsualGap, {{icon, 0, Qt::AlignTop}, {remark, 1}}));
    }
    column->addStretch(1);
    makeRow(card, 2 * gap, {{photo, 0, Qt::AlignTop}, {column, 1}})->setContentsMargins(gap, gap, gap, gap);
    return card;
}

AlignResult::AlignResult(QWidget* parent)
    : QFrame(parent),
      remarks_(new TextTableModel({tr("Photo"), tr("Remark"), tr("Crop"), tr("Detail")}, this)) {
    setObjectName(QStringLiteral("alignResult"));
    setProperty("card", true);
    counts_ = makeText(QStringLiteral("alignCounts"), this);
    counts_->setFont(Theme::instance().titleFont());
    kinds_ = makeText(QStringLiteral("alignKinds"), this);
    gallery_ = makeButton(QStringLiteral("alignGallery"), tr("Look at in Gallery"), this);
    report_ = makeButton(QStringLiteral("alignReport"), tr("Open the report"), this);
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(remarks_);
    QTableView* view = makeTableView(QStringLiteral("alignRemarks"), tr("Photos with a remark"), this);
    view->setModel(sorted);
    view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    view->setSortingEnabled(true);
    view->setColumnWidth(0, 260);
    view->setColumnWidth(1, 110);
    view->setColumnWidth(2, 90);
    const int gap = Theme::spacing();
    makeColumn(this, gap, {counts_, kinds_, makeRow(nullptr, gap, {gallery_, report_, Spring{}}), {view, 1}})
        ->setContentsMargins(2 * gap, gap, 2 * gap, gap);
}

void AlignResult::setOutcome(const AlignOutcome& outcome) {
    QString counts =
        tr("%1 photos · %2 crops written").arg(countText(outcome.photos), countText(outcome.written));
    if (outcome.kept > 0) {
        counts += tr(" · %1 were there already").arg(countText(outcome.kept));
    }
    if (outcome.withoutCrop > 0) {
        counts += tr(" · %1 photos without a crop").arg(countText(outcome.withoutCrop));
    }
    if (!outcome.complete) {
        counts += tr(" · stopped");
    }
    counts_->setText(counts);
    std::map<std::string, std::size_t> kinds;
    std::vector<QStringList> rows;
    rows.reserve(outcome.remarks.size());
    for (const AlignRemark& remark : outcome.remarks) {
        ++kinds[remark.kind];
        rows.push_back({QString::fromStdString(remark.photo), QString::fromStdString(remark.kind),
                        remark.written ? tr("written") : tr("none"), QString::fromStdString(remark.detail)});
    }
    QStringList words;
    for (const auto& [kind, count] : kinds) {
        words << QStringLiteral("%1: %2").arg(QString::fromStdString(kind), countText(count));
    }
    QStringList lines = {words.isEmpty() ? tr("Every photo went through without remark.")
                                         : words.join(QStringLiteral(" · "))};
    if (outcome.otherFiles > 0) {
        lines << tr("%1 other files were passed over.").arg(countText(outcome.otherFiles));
    }
    lines << textList(outcome.notes);
    if (!outcome.reading.empty()) {
        lines << QString::fromStdString(outcome.reading);
    }
    kinds_->setText(lines.join(QLatin1Char('\n')));
    remarks_->setRows(std::move(rows));
    gallery_->setEnabled(outcome.written + outcome.kept > 0);
    report_->setEnabled(!outcome.report.empty());
    report_->setToolTip(QString::fromStdString(outcome.report.string()));
}

constexpr std::size_t kPreviewed = 4;
constexpr int kPreviewDelayMs = 400;

AlignTab::AlignTab(QWidget* parent)
    : FormTab(QStringLiteral("align"), tr("Align"), parent),
      form_(new AlignForm(this)),
      views_(new QTabWidget(this)),
      preview_(new AlignPreviewView(this)),
      result_(new AlignResult(this)),
      previewTimer_(new QTimer(this)) {
    formColumn()->addWidget(form_);
    views_->setObjectName(QStringLiteral("alignViews"));
    views_->setDocumentMode(true);
    views_->addTab(preview_, tr("Preview"));
    views_->addTab(result_, tr("Result"));
    views_->setTabEnabled(1, false);
    setResult(views_, QStringLiteral("face"), {}, {});
    showResult(true);  // the preview has an empty state of its own
    previewTimer_->setSingleShot(true);
    previewTimer_->setInterval(kPreviewDelayMs);
    connect(previewTimer_, &QTimer::timeout, this, &AlignTab::makePreview);
    connect(form_, &AlignForm::changed, this, &AlignTab::refresh);
    connect(form_, &AlignForm::previewChanged, this, &AlignTab::previewSoon);
    connect(result_->gallery(), &QPushButton::clicked, this,
            [this] { Q_EMIT useRequested(SourceUse::Gallery, SourceKind::Faces, out_); });
    connect(result_->report(), &QPushButton::clicked, this, [this] {
        if (!openOutside(report_)) {
            Q_EMIT messageRequested(tr("No program on this machine opens %1.").arg(report_));
        }
    });
    refresh();
    previewSoon();
}

void AlignTab::activated() {
    if (previewIsOld_) {
        previewTimer_->start();
    }
}

void AlignTab::previewSoon() {
    previewIsOld_ = true;
    ++generation_;
    views_->setCurrentIndex(0);
    if (previewTask_) {
        previewTask_->requestStop();
        previewTask_.clear();
    }
    const QString missing = form_->missingForPreview();
    if (!missing.isEmpty()) {
        previewTimer_->stop();
        preview_->setMessage(tr("The first photos appear here"), missing);
    } else if (isVisible()) {
        previewTimer_->start();
    }
}

void AlignTab::makePreview() {
    if (!form_->missingForPreview().isEmpty()) {
        return;
    }
    previewIsOld_ = false;
    preview_->setMessage(tr("Looking at the first photos"), {});
    previewTask_ = runInBackground(
        this, {tr("Aligning the first photos"), false},
        [request = form_->request()](RunControl& control, const ProgressObserver&) {
            return previewAlignment(request, kPreviewed, control);
        },
        [this, generation = generation_](const AlignPreviewView::Previews& previews) {
            if (generation == generation_) {
                previewTask_.clear();
                preview_->setPreviews(previews);
            }
        },
        [this, generation = generation_](const QString& error) {
            if (generation == generation_) {
                previewTask_.clear();
                preview_->setMessage(tr("No preview"), error);
            }
        });
}

void AlignTab::start() {
    const AlignRequest request = form_->request();
    form_->remember();
    runJob(
        tr("Aligning photos"),
        [request](RunControl& control, const ProgressObserver& observer) {
            return alignFaces(request, control, observer);
        },
        [this, out = QString::fromStdString(request.out.string())](const AlignOutcome& outcome) {
            out_ = out;
            report_ = QString::fromStdString(outcome.report.string());
            result_->setOutcome(outcome);
            views_->setTabEnabled(1, true);
            views_->setCurrentIndex(1);
            form_->setResume(!outcome.complete);
            bar()->showState(outcome.complete ? QString() : tr("Stopped; Align continues where it stopped."));
        });
}

}  // namespace pf::ui
