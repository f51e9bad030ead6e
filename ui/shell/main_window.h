// The main window: a rail with six places, drops, what one page wants of another, and an orderly end.
#pragma once

#include <memory>
#include <vector>

#include <QMainWindow>
#include <QPointer>
#include <QStackedWidget>

#include "core/base/config/options.h"
#include "core/session/inspect/source_card.h"
#include "ui/shell/file_opener.h"

class QMessageBox;
class QSettings;

namespace pf::ui {

class DataPage;
class EvaluatePage;
class ModelService;
class Page;
class Rail;
class TrainPage;
class WindowBackboneFinder;
class WindowMenus;
class WindowProgramGate;

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    using Place = FileOpener::Place;
    using enum FileOpener::Place;
    using Opening = FileOpener::Opening;

    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    void showPlace(int place);
    int place() const { return stack_->currentIndex(); }
    bool openPath(const QString& path, Opening opening = Opening::InFront) {
        return opener_->open(path, opening);
    }
    TrainPage& train() { return *train_; }
    DataPage& data() { return *data_; }
    FileOpener& opener() { return *opener_; }
    Page& page(int place) const { return *pages_[static_cast<std::size_t>(place)]; }
    /// The page in front.
    Page& current() const { return page(place()); }

    void restore(QSettings& settings);
    void save(QSettings& settings) const;

  protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void addPage(Page* page);
    void openModel(Place place, const QString& model, const QStringList& sources);
    void useSource(SourceUse use, SourceKind kind, const QString& path);
    void useBackbone(const Options& tried);
    void askWhetherToStop();
    void showMessage(const QString& text);

    std::shared_ptr<ModelService> models_;
    Rail* rail_;
    QStackedWidget* stack_;
    std::vector<Page*> pages_;  ///< by Place
    TrainPage* train_;
    EvaluatePage* evaluate_;
    DataPage* data_;
    FileOpener* opener_ = nullptr;
    WindowMenus* menus_ = nullptr;
    /// Go before the pages: their workers may be waiting for an answer.
    std::unique_ptr<WindowProgramGate> programGate_;
    std::unique_ptr<WindowBackboneFinder> backboneFinder_;
    QPointer<QMessageBox> closeQuestion_;
    bool closeWhenStopped_ = false;
};

}  // namespace pf::ui
