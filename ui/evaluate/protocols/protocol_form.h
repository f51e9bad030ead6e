// What a protocol with lists of its own needs: its folder, and embeddings or a model with its images.
#pragma once

#include <QComboBox>
#include <QWidget>

class QFormLayout;
class QSettings;

namespace pf::ui {

class ActionBar;
class ModelSelector;
class PathChooser;

/// One run of such a protocol. Either `embeddings`, or `model` and `imagesRoot`.
struct ProtocolRun {
    QString folder;
    QString embeddings;
    QString model;
    QString imagesRoot;

    /// The embeddings' or the model's short name.
    QString name() const;
};

class ProtocolForm : public QWidget {
    Q_OBJECT
  public:
    /// `folderHint` says which folder is meant.
    explicit ProtocolForm(const QString& folderHint, QWidget* parent = nullptr);

    ProtocolRun run() const;
    /// Takes a file of embeddings or a folder that was opened while the form is in front; false: no use for
    /// it.
    bool openPath(const QString& path);
    /// Everything needed is there.
    bool isComplete() const;
    /// Asks to run and to stop.
    ActionBar* bar() const { return bar_; }
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);
    ModelSelector* modelSelector() const { return model_; }

  private:
    bool byModel() const { return from_->currentIndex() == 1; }
    void refresh();

    QFormLayout* layout_ = nullptr;
    PathChooser* folder_ = nullptr;
    QComboBox* from_ = nullptr;
    PathChooser* embeddings_ = nullptr;
    ModelSelector* model_ = nullptr;
    PathChooser* images_ = nullptr;
    ActionBar* bar_ = nullptr;
};

}  // namespace pf::ui
