#include "core/data/images/image_orientation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/data/align/turned_landmarks.h"
#include "core/data/images/image_decoder.h"
#include "core/data/input/preparation.h"
#include "core/data/sets/face_sources.h"
#include "tests/data/test_images.h"

namespace pf {
namespace {

using test::Bytes;
using test::encodedImage;
using testing::ElementsAre;
using testing::HasSubstr;

/// Where a photo's top left pixel of the stored 3 x 2 goes: what viewers do with each value of EXIF.
struct Turn {
    Orientation orientation;
    std::vector<int> rows;  ///< of the picture, from the stored rows 1 2 3 / 4 5 6
    int width;
};

const std::vector<Turn>& turns() {
    static const std::vector<Turn> kTurns = {{Orientation::Stored, {1, 2, 3, 4, 5, 6}, 3},
                                             {Orientation::Mirrored, {3, 2, 1, 6, 5, 4}, 3},
                                             {Orientation::HalfTurn, {6, 5, 4, 3, 2, 1}, 3},
                                             {Orientation::MirroredHalfTurn, {4, 5, 6, 1, 2, 3}, 3},
                                             {Orientation::Transposed, {1, 4, 2, 5, 3, 6}, 2},
                                             {Orientation::RightTurn, {4, 1, 5, 2, 6, 3}, 2},
                                             {Orientation::Transverse, {6, 3, 5, 2, 4, 1}, 2},
                                             {Orientation::LeftTurn, {3, 6, 2, 5, 1, 4}, 2}};
    return kTurns;
}

TEST(ImageOrientation, TurnsPicturesAndPointsAsViewersDo) {
    cv::Mat stored(2, 3, CV_8UC3);
    for (int i = 0; i < 6; ++i) {
        stored.at<cv::Vec3b>(i / 3, i % 3) = cv::Vec3b::all(static_cast<unsigned char>(i + 1));
    }
    for (const Turn& turn : turns()) {
        const cv::Mat seen = turned(stored, turn.orientation);
        ASSERT_EQ(seen.cols, turn.width);
        ASSERT_EQ(seen.rows, 6 / turn.width);
        EXPECT_EQ(turnOf(turn.orientation).swapsSides, turn.width == 2);
        for (int i = 0; i < 6; ++i) {
            const int value = seen.at<cv::Vec3b>(i / turn.width, i % turn.width)[0];
            EXPECT_EQ(value, turn.rows[static_cast<std::size_t>(i)]) << static_cast<int>(turn.orientation);
            // The nose, which no mirroring exchanges, is where its pixel went.
            FacePoints points{};
            points[4] = static_cast<float>((value - 1) % 3);
            points[5] = static_cast<float>((value - 1) / 3);
            const FacePoints moved = pointsAsSeen(points, turn.orientation, seen.cols, seen.rows);
            EXPECT_EQ(static_cast<int>(moved[4]), i % turn.width);
            EXPECT_EQ(static_cast<int>(moved[5]), i / turn.width);
        }
    }
    FacePoints eyes{1, 1, 2, 1};
    EXPECT_EQ(pointsAsSeen(eyes, Orientation::Mirrored, 10, 10)[0], 7) << "the left one is left again";
}

Bytes exifBody(unsigned orientation) {
    Bytes body = test::fromHex(
        "49492a00080000000100120103000100000000000000"
        "00000000");
    body[18] = static_cast<std::byte>(orientation);
    return body;
}

void append(Bytes& bytes, const Bytes& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

/// A WebP with an EXIF record, as cameras' and editors' programs write them: behind the picture.
Bytes turnedWebP(unsigned orientation) {
    Bytes bytes = encodedImage(".webp");
    append(bytes, test::toBytes("EXIF"));
    const Bytes body = exifBody(orientation);
    for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes.push_back(static_cast<std::byte>(body.size() >> shift & 0xFF));
    }
    append(bytes, body);
    const std::size_t size = bytes.size() - 8;
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[4 + i] = static_cast<std::byte>(size >> (8 * i) & 0xFF);
    }
    return bytes;
}

TEST(ImageOrientation, IsReadFromWebPToo) {
    const cv::Mat stored = decodeImage(encodedImage(".webp"), "stored");
    const Bytes bytes = turnedWebP(6);
    const ImageHeader header = checkImage(bytes, "turned");
    EXPECT_EQ(header.orientation, Orientation::RightTurn);
    EXPECT_EQ(header.width, 24U) << "as the picture is seen";
    EXPECT_EQ(header.height, 16U);
    const cv::Mat seen = decodeImage(bytes, "turned");
    EXPECT_EQ(cv::norm(seen, turned(stored, Orientation::RightTurn), cv::NORM_INF), 0);
}

TEST(ImageOrientation, DamagedRecordsTurnNothing) {
    Bytes whole = exifBody(8);
    const std::string name = "record";
    const auto read = [&](const Bytes& bytes) {
        return exifOrientation(ByteReader(bytes, name), 0, bytes.size());
    };
    EXPECT_EQ(read(whole), Orientation::LeftTurn);
    Bytes fourBytes = whole;
    fourBytes[12] = std::byte{4};  // LONG
    EXPECT_EQ(read(fourBytes), Orientation::LeftTurn);
    for (std::size_t length = 0; length < 22; ++length) {
        EXPECT_EQ(read(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length))),
                  Orientation::Stored)
            << length;
    }
    EXPECT_EQ(read(exifBody(9)), Orientation::Stored);
    whole[4] = std::byte{0xFF};  // the directory lies outside
    EXPECT_EQ(read(whole), Orientation::Stored);
    // Big-endian, with the name in front that JPEG has.
    const Bytes big = test::fromHex(
        "457869660000"
        "4d4d002a00000008"
        "0001"
        "011200030000000100030000"
        "00000000");
    EXPECT_EQ(read(big), Orientation::HalfTurn);
}

TEST(ImagePreparation, SaysWhatDecodingLeavesOut) {
    const test::TempFolder folder;
    const auto write = [&](const std::string& name, const cv::Mat& image) {
        cv::imwrite((folder.path() / name).string(), image);
    };
    write("a.png", cv::Mat(4, 5, CV_8UC4, cv::Scalar(1, 2, 3, 128)));
    write("b.png", cv::Mat(4, 5, CV_16UC3, cv::Scalar(256, 512, 768)));
    folder.write("c.webp", turnedWebP(8));
    EXPECT_THAT(preparationOf(*openFaceSet(folder.path().string())).remarks,
                ElementsAre(HasSubstr("1 of 3 sampled images has an alpha channel"),
                            HasSubstr("1 of 3 sampled images has more than 8 bits"),
                            HasSubstr("1 of 3 sampled images has an EXIF record")));
}

TEST(ImageDecoder, ScalesPnmOfTwelveBits) {
    // P6, 2 x 1 pixels, largest value 4095.
    Bytes bytes = test::toBytes("P6\n2 1\n4095\n");
    append(bytes, test::fromHex("0fff"
                                "0800"
                                "0000"
                                "0fff"
                                "0fff"
                                "0fff"));
    const cv::Mat image = decodeImage(bytes, "deep");
    EXPECT_EQ(image.at<cv::Vec3b>(0, 0), cv::Vec3b(255, 128, 0));
    EXPECT_EQ(image.at<cv::Vec3b>(0, 1), cv::Vec3b(255, 255, 255));
}

TEST(ImageDecoder, NamesAJpegOfTwelveBits) {
    Bytes bytes = encodedImage(".jpg");
    const Bytes frame = test::fromHex("ffc0001108");
    const auto at = std::search(bytes.begin(), bytes.end(), frame.begin(), frame.end());
    ASSERT_NE(at, bytes.end());
    at[4] = std::byte{12};
    EXPECT_THAT(test::errorOf([&] { decodeImage(bytes, "deep.jpg"); }),
                HasSubstr("a JPEG of 12 bits a channel"));
}

}  // namespace
}  // namespace pf
