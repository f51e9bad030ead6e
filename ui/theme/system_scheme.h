// What the desktop says of light and dark, without blocking on it.
#pragma once

#include <QObject>
#include <QString>
#include <QVariant>

class QDBusVariant;

namespace pf::ui {

/// Asks the desktop portal (org.freedesktop.appearance color-scheme) and follows its changes; where there is
/// no portal, the palette Qt started with decides.
class SystemScheme : public QObject {
    Q_OBJECT
  public:
    explicit SystemScheme(QObject* parent);

    bool isDark() const { return dark_; }

  Q_SIGNALS:
    void changed();

  private Q_SLOTS:
    void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

  private:
    void take(const QVariant& value);

    bool dark_ = false;
};

}  // namespace pf::ui
