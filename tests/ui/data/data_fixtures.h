// Small files of the kinds that the Data page meets, written by hand.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <QDir>
#include <QImage>
#include <QString>

#include "tests/support/zip_bytes.h"

namespace pf::ui {

struct HandTensor {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// A safetensors file of float32 zeros.
inline void writeSafetensors(const QString& file, const std::vector<HandTensor>& tensors) {
    std::string header = "{";
    std::uint64_t offset = 0;
    for (const HandTensor& tensor : tensors) {
        std::uint64_t bytes = 4;
        std::string shape;
        for (const std::int64_t size : tensor.shape) {
            bytes *= static_cast<std::uint64_t>(size);
            shape += (shape.empty() ? "" : ",") + std::to_string(size);
        }
        header += std::string(offset == 0 ? "" : ",") + "\"" + tensor.name +
                  "\":{\"dtype\":\"F32\",\"shape\":[" + shape + "],\"data_offsets\":[" +
                  std::to_string(offset) + "," + std::to_string(offset + bytes) + "]}";
        offset += bytes;
    }
    header += "}";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    std::ofstream out(file.toStdString(), std::ios::binary);
    for (int byte = 0; byte < 8; ++byte) {
        out.put(static_cast<char>(header.size() >> (8 * byte)));
    }
    out << header << std::string(offset, '\0');
}

/// A zip with the parts of a TorchScript network, whose code no interpreter would take.
inline void writeProgram(const QString& file) {
    const test::Bytes zip = test::zipOf({{"net/data.pkl", test::toBytes("(t.")},
                                         {"net/code/__torch__.py", test::toBytes("class Net(Module):\n")},
                                         {"net/constants.pkl", test::toBytes("(t.")},
                                         {"net/version", test::toBytes("3\n")}});
    std::ofstream(file.toStdString(), std::ios::binary) << test::toText(zip);
}

/// A picture with some structure; another one for each `seed`.
inline QImage handImage(int side, unsigned seed) {
    QImage image(side, side, QImage::Format_RGB32);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const unsigned u = static_cast<unsigned>(x) / 8 + seed;
            const unsigned v = static_cast<unsigned>(y) / 8 + 3 * seed;
            image.setPixel(x, y,
                           qRgb(static_cast<int>(u * 29 % 256), static_cast<int>(v * 47 % 256),
                                static_cast<int>((u + v) * 13 % 256)));
        }
    }
    return image;
}

/// FOLDER/p0/0.jpg ...: `people` folders with two images of 64 x 64 each.
inline void writeFaces(const QString& folder, int people) {
    for (int person = 0; person < people; ++person) {
        const QString one = QStringLiteral("%1/p%2").arg(folder).arg(person);
        QDir().mkpath(one);
        for (int image = 0; image < 2; ++image) {
            handImage(64, static_cast<unsigned>(7 * person + image))
                .save(QStringLiteral("%1/%2.jpg").arg(one).arg(image), "JPEG", 95);
        }
    }
}

/// FOLDER/a.jpg, b.jpg and c.jpg of 200 x 200, and FOLDER.txt with five points in a and b.
inline void writePhotos(const QString& folder) {
    QDir().mkpath(folder);
    std::ofstream list((folder + QStringLiteral(".txt")).toStdString());
    for (const char* name : {"a.jpg", "b.jpg", "c.jpg"}) {
        handImage(200, static_cast<unsigned>(name[0])).save(folder + QLatin1Char('/') + QLatin1String(name));
        if (name[0] != 'c') {
            list << name << " 70 80 130 80 100 115 75 145 125 145\n";
        }
    }
}

}  // namespace pf::ui
