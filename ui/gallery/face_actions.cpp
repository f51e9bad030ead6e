#include "ui/gallery/face_actions.h"

#include <QFileInfo>
#include <QMenu>

#include "ui/gallery/gallery_filters.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

FaceActions::FaceActions(const ModelSelector* model, GalleryFilters* filters, QWidget* page)
    : QObject(page), model_(model), filters_(filters), page_(page) {}

QString FaceActions::fileOf(int catalogIndex) const {
    return QString::fromStdString(data_->fileOf(static_cast<FaceIndex>(catalogIndex)).string());
}

void FaceActions::open(int catalogIndex) {
    const QString file = fileOf(catalogIndex);
    if (!isImageFile(file)) {
        Q_EMIT messageRequested(file.isEmpty()
                                    ? tr("This face was made by the program; there is no file to open.")
                                    : tr("This face is one of many in %1.").arg(file));
    } else if (!openOutside(file)) {
        Q_EMIT messageRequested(QFileInfo::exists(file)
                                    ? tr("%1 could not be opened: no program is set up for it.").arg(file)
                                    : tr("%1 could not be opened: it no longer exists.").arg(file));
    }
}

void FaceActions::showMenu(int catalogIndex, const QPoint& place) {
    const QString file = fileOf(catalogIndex);
    const QString model = model_->model();
    const int label = data_->labels[static_cast<std::size_t>(catalogIndex)];
    QMenu menu(page_);
    menu.setObjectName(QStringLiteral("faceMenu"));
    addOpenAction(&menu, file);
    addPathActions(&menu, file);
    menu.addSeparator();
    const bool alone = isImageFile(file) && QFileInfo::exists(file);
    connect(addEntry(&menu, "useAsLeft", tr("Use as the left face of Pairs"), alone), &QAction::triggered,
            this, [this, model, file] { Q_EMIT compareRequested(model, file, {}); });
    connect(addEntry(&menu, "useAsRight", tr("Use as the right face of Pairs"), alone), &QAction::triggered,
            this, [this, model, file] { Q_EMIT compareRequested(model, {}, file); });
    connect(addEntry(&menu, "compareWith", tr("Compare with…"), alone), &QAction::triggered, this,
            [this, model, file] { askForOther(model, file); });
    menu.addSeparator();
    connect(addEntry(&menu, "onlyThisPersonAction", tr("Only this person"), label >= 0), &QAction::triggered,
            filters_, [filters = filters_, label] { filters->setIdentity(label); });
    connect(addEntry(&menu, "everyone", tr("All identities"), filters_->isActive()), &QAction::triggered,
            filters_, &GalleryFilters::clear);
    menu.exec(place);
}

void FaceActions::askForOther(const QString& model, const QString& file) {
    PathQuestion question;
    question.name = QStringLiteral("compareDialog");
    question.title = tr("Compare with");
    question.present = file;
    askForPath(page_, question,
               [this, model, file](const QString& other) { Q_EMIT compareRequested(model, file, other); });
}

}  // namespace pf::ui
