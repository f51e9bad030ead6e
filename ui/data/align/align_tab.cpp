#include "ui/data/align/align_tab.h"

#include <QSettings>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "core/session/alignment/alignment_preview.h"
#include "ui/data/align/align_preview_view.h"
#include "ui/data/align/align_result.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/paths/path_actions.h"

namespace pf::ui {

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
    connect(result_, &AlignResult::galleryRequested, this,
            [this] { Q_EMIT useRequested(SourceUse::Gallery, SourceKind::Faces, out_); });
    connect(result_, &AlignResult::reportRequested, this, [this] {
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
