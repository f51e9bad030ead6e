// The main window: a rail with six places, menus and shortcuts, drops, and an orderly end.
#pragma once

#include <memory>
#include <vector>

#include <QMainWindow>
#include <QPointer>

#include "core/session/inspect/source_card.h"

class QActionGroup;
class QMenu;
class QMessageBox;
class QSettings;
class QStackedWidget;

namespace pf::ui {

class DataPage;
class EvaluatePage;
class GalleryPage;
class Page;
class PairsPage;
class Rail;
class RunsPage;
class TrainPage;
class WindowBackboneFinder;
class WindowProgramGate;

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    enum Place { Train, Gallery, Evaluate, Pairs, Runs, Data };

    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    void showPlace(int place);
    int place() const;
    enum class Opening { InFront, ByKind };
    /// A config or run goes to Train, a folder of runs to Runs, images to Gallery, whatever else there is to
    /// Data, which says what it is. InFront: unless the page in front has a better use for it.
    bool openPath(const QString& path, Opening opening = Opening::InFront);
    TrainPage& train() { return *train_; }
    DataPage& data() { return *data_; }
    Page& page(int place) { return *pages_[static_cast<std::size_t>(place)]; }

    void restore(QSettings& settings);
    void save(QSettings& settings) const;

  protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void addPage(Page* page, int number);
    void connectPages();
    void connectData();
    bool openInFront(const QString& path);
    bool openByKind(const QString& path, Opening opening);
    void fillRecentMenu(QMenu* menu);
    void useSource(SourceUse use, SourceKind kind, const QString& path);
    void makeMenus();
    void makeFileMenu();
    void makeRunMenu();
    void makeViewMenu();
    void makeHelpMenu();
    void askToOpen(bool folder);
    void askWhetherToStop();
    void showMessage(const QString& text);
    Page& current() const;

    Rail* rail_;
    QStackedWidget* stack_;
    std::vector<Page*> pages_;
    TrainPage* train_;
    GalleryPage* gallery_;
    EvaluatePage* evaluate_;
    PairsPage* pairs_;
    RunsPage* runs_;
    DataPage* data_;
    /// Goes before the pages: their workers may be waiting for its answer.
    std::unique_ptr<WindowProgramGate> programGate_;
    std::unique_ptr<WindowBackboneFinder> backboneFinder_;
    QActionGroup* themes_ = nullptr;
    QPointer<QMessageBox> closeQuestion_;
    QString lastFolder_;
    bool closeWhenStopped_ = false;
};

}  // namespace pf::ui
