// What opening a path means: the page it goes to, and what is remembered of it.
#pragma once

#include <functional>
#include <vector>

#include <QObject>

class QMenu;
class QWidget;

namespace pf::ui {

class Page;

/// A config or run goes to Train, a folder of runs to Runs, images to Gallery, whatever else there is to
/// Data, which says what it is; the page in front comes first where it has a better use for the path.
class FileOpener : public QObject {
    Q_OBJECT
  public:
    /// The places of the window in the order of its rail.
    enum Place { Train, Gallery, Evaluate, Pairs, Runs, Data };
    enum class Opening { InFront, ByKind };
    /// `pages` by Place; `front` names the place in front.
    FileOpener(std::vector<Page*> pages, std::function<int()> front, QWidget* window);

    /// False, with a message, when there is nothing at the path.
    bool open(const QString& path, Opening opening = Opening::InFront);
    /// Asks for a file or a folder.
    void ask(bool folder);
    /// Lists what was opened lately, to be opened again.
    void fillRecent(QMenu* menu);
    /// For what a page opened by itself.
    static void remember(const QString& path);

  Q_SIGNALS:
    void placeChosen(int place);
    void messageRequested(const QString& text);

  private:
    std::vector<Place> places(const QString& path, Opening opening) const;

    std::vector<Page*> pages_;
    std::function<int()> front_;
    QWidget* window_;
};

}  // namespace pf::ui
