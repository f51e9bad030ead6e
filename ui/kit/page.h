// One of the six places of the main window.
#pragma once

#include <QWidget>

class QSettings;

namespace pf::ui {

class Page : public QWidget {
    Q_OBJECT
  public:
    Page(QString title, QString iconName, QWidget* parent = nullptr)
        : QWidget(parent), title_(std::move(title)), iconName_(std::move(iconName)) {}

    const QString& title() const { return title_; }
    const QString& iconName() const { return iconName_; }

    /// Opens a dropped or chosen file or folder; false when this page has no use for it.
    virtual bool openPath(const QString& /*path*/) { return false; }
    /// Another page wants these images (may be empty) looked at with this model (may be empty).
    virtual void openModel(const QString& /*model*/, const QStringList& /*sources*/) {}

    /// Keys go into the group named by the page's objectName; the window opens and closes the group.
    virtual void saveState(QSettings& /*settings*/) const {}
    virtual void restoreState(QSettings& /*settings*/) {}

    /// Ctrl+E.
    virtual void exportCurrent() {}
    /// F5 while this page is in front; false: the window goes to Evaluate.
    virtual bool evaluateCurrent() { return false; }
    /// Esc.
    virtual void clearSelection() {}
    /// The page came to the front.
    virtual void activated() {}

  Q_SIGNALS:
    void openGalleryRequested(const QString& model, const QStringList& sources);
    void evaluateRequested(const QString& model);
    void openRunRequested(const QString& directory);
    /// A passing remark for the status line at the window's lower edge.
    void messageRequested(const QString& text);

  private:
    QString title_;
    QString iconName_;
};

}  // namespace pf::ui
