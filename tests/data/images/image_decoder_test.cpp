#include "core/data/images/image_decoder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/data/test_images.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using test::Bytes;
using test::encodedImage;
using namespace matchers;

std::string decodeError(const Bytes& bytes) {
    return errorOf([&] { decodeImage(bytes, "face.img"); });
}

Bytes encode(const std::string& extension, const cv::Mat& image) {
    std::vector<unsigned char> out;
    cv::imencode(extension, image, out);
    const auto bytes = std::as_bytes(std::span(out));
    return {bytes.begin(), bytes.end()};
}

class EveryFormat : public testing::TestWithParam<std::string> {};

TEST_P(EveryFormat, DecodesToRgb) {
    const cv::Mat image = decodeImage(encodedImage(GetParam()), "face");
    ASSERT_EQ(image.type(), CV_8UC3);
    ASSERT_EQ(image.rows, 24);
    ASSERT_EQ(image.cols, 16);
    // Red rises with x, green with y, blue is constant: a swap of channels cannot hide.
    EXPECT_NEAR(image.at<cv::Vec3b>(10, 12)[0], 88, 14);
    EXPECT_NEAR(image.at<cv::Vec3b>(10, 12)[1], 90, 14);
    EXPECT_NEAR(image.at<cv::Vec3b>(10, 12)[2], 20, 14);
}

TEST_P(EveryFormat, HeaderStatesItsSize) {
    const ImageHeader header = checkImage(encodedImage(GetParam()), "face");
    EXPECT_EQ(header.width, 16U);
    EXPECT_EQ(header.height, 24U);
}

TEST_P(EveryFormat, IsRefusedWhenCutAnywhere) {
    const Bytes whole = encodedImage(GetParam());
    for (std::size_t length = 0; length + 1 < whole.size(); length += 1 + length / 16) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_THAT(decodeError(cut), StartsWith("data: face.img: ")) << "cut at " << length;
    }
}

TEST_P(EveryFormat, IsRefusedAboveThePixelLimit) {
    EXPECT_THAT(errorOf([&] { decodeImage(encodedImage(GetParam()), "face", {.maxPixels = 24 * 16 - 1}); }),
                AllOf(HasSubstr("16 x 24"), HasSubstr("383")));
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, testing::Values(".jpg", ".png", ".bmp", ".webp", ".ppm"),
                         [](const auto& info) { return info.param.substr(1); });

TEST(ImageFile, ThatGivesFewerBytesThanItHasIsReadAgain) {
    // Files of the kernel state a page and hold a line.
    const std::filesystem::path file = "/sys/devices/system/cpu/online";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << "no " << file;
    }
    try {
        readImageFile(file);
        ADD_FAILURE() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Io);
        EXPECT_THAT(error.what(), HasSubstr("bytes came"));
    }
}

TEST(ImageDecoder, DecodesJpegAsOpenCvDoes) {
    for (const int quality : {30, 75, 95}) {
        for (const auto& [height, width] : {std::pair{112, 112}, {37, 53}, {1, 1}, {250, 16}}) {
            for (const bool grey : {false, true}) {
                cv::Mat image = test::patternImage(height, width, quality);
                if (grey) {
                    cv::extractChannel(image, image, 1);
                }
                std::vector<unsigned char> file;
                cv::imencode(".jpg", image, file, {cv::IMWRITE_JPEG_QUALITY, quality});
                cv::Mat expected = cv::imdecode(file, cv::IMREAD_COLOR);
                cv::cvtColor(expected, expected, cv::COLOR_BGR2RGB);
                const cv::Mat decoded = decodeImage(std::as_bytes(std::span(file)), "face.jpg");
                ASSERT_EQ(decoded.size(), expected.size());
                EXPECT_EQ(cv::norm(decoded, expected, cv::NORM_INF), 0) << quality << " " << width;
            }
        }
    }
}

TEST(ImageDecoder, RefusesAJpegWhoseCodedDataIsDamaged) {
    Bytes bytes = encode(".jpg", test::patternImage(64, 64));
    const Bytes marker = {std::byte{0xFF}, std::byte{0xDA}};
    const auto scan = std::search(bytes.begin(), bytes.end(), marker.begin(), marker.end());
    ASSERT_NE(scan, bytes.end());
    // A run of ones is no Huffman code; a stuffed zero keeps it from being read as a marker.
    for (auto at = scan + 40; at + 1 < scan + 80; at += 2) {
        at[0] = std::byte{0xFF};
        at[1] = std::byte{0x00};
    }
    EXPECT_THAT(decodeError(bytes), AllOf(HasSubstr("face.img"), HasSubstr("damaged")));
}

TEST(ImageDecoder, NamesAJpegCutInHalf) {
    const Bytes whole = encodedImage(".jpg");
    const Bytes half(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2));
    EXPECT_THAT(decodeError(half), HasSubstr("cut short"));
}

TEST(ImageDecoder, RefusesAJpegWhoseEndIsZeros) {
    Bytes bytes = encodedImage(".jpg", 64, 64);
    std::fill(bytes.end() - 100, bytes.end(), std::byte{0});
    EXPECT_THAT(decodeError(bytes), HasSubstr("cut short"));
}

TEST(ImageDecoder, AllowsBytesAfterTheEndOfAJpeg) {
    Bytes bytes = encodedImage(".jpg");
    bytes.insert(bytes.end(), 64, std::byte{0});
    EXPECT_EQ(decodeImage(bytes, "face").rows, 24);
}

TEST(ImageDecoder, IgnoresAnEndMarkInsideASegment) {
    // The thumbnail inside EXIF data has an end mark of its own.
    const Bytes whole = encodedImage(".jpg");
    Bytes bytes(whole.begin(), whole.begin() + 2);
    const Bytes comment = test::fromHex("fffe0006ffd9ffd9");
    bytes.insert(bytes.end(), comment.begin(), comment.end());
    bytes.insert(bytes.end(), whole.begin() + 2, whole.end());
    EXPECT_EQ(decodeImage(bytes, "face").rows, 24);
    bytes.resize(bytes.size() / 2);
    EXPECT_THAT(decodeError(bytes), HasSubstr("cut short"));
}

TEST(ImageDecoder, AppliesTheExifOrientation) {
    const Bytes whole = encodedImage(".jpg");
    Bytes bytes(whole.begin(), whole.begin() + 2);
    // APP1 "Exif", little-endian TIFF, one entry: orientation (0x0112) = 6, turned to the right.
    const Bytes exif = test::fromHex(
        "ffe10022457869660000"
        "49492a0008000000"
        "0100120103000100000006000000"
        "00000000");
    bytes.insert(bytes.end(), exif.begin(), exif.end());
    bytes.insert(bytes.end(), whole.begin() + 2, whole.end());
    const cv::Mat image = decodeImage(bytes, "face");
    EXPECT_EQ(image.rows, 16);
    EXPECT_EQ(image.cols, 24);
}

TEST(ImageDecoder, ConvertsGreyAlphaAndSixteenBits) {
    const Bytes grey = encode(".png", cv::Mat(4, 5, CV_8UC1, cv::Scalar(77)));
    EXPECT_EQ(decodeImage(grey, "grey").at<cv::Vec3b>(1, 1), cv::Vec3b(77, 77, 77));
    const Bytes alpha = encode(".png", cv::Mat(4, 5, CV_8UC4, cv::Scalar(1, 2, 3, 128)));
    EXPECT_EQ(decodeImage(alpha, "alpha").at<cv::Vec3b>(1, 1), cv::Vec3b(3, 2, 1));
    const Bytes deep = encode(".png", cv::Mat(4, 5, CV_16UC3, cv::Scalar(256, 512, 768)));
    EXPECT_EQ(decodeImage(deep, "deep").at<cv::Vec3b>(1, 1), cv::Vec3b(3, 2, 1));
}

TEST(ImageDecoder, RefusesAPngBombByItsHeader) {
    Bytes bytes = encodedImage(".png");
    const Bytes size = test::fromHex("0000753000007530");  // 30000 x 30000
    std::copy(size.begin(), size.end(), bytes.begin() + 16);
    EXPECT_THAT(decodeError(bytes), HasSubstr("30000 x 30000"));
}

TEST(ImageDecoder, RefusesADamagedPngChunk) {
    Bytes bytes = encodedImage(".png");
    bytes[bytes.size() / 2] ^= std::byte{1};
    EXPECT_THAT(decodeError(bytes), HasSubstr("checksum"));
}

TEST(ImageDecoder, RefusesAnAbsurdPngChunkLength) {
    Bytes bytes = encodedImage(".png");
    bytes[33] = std::byte{0x7F};  // the length of the chunk after the header
    EXPECT_THAT(decodeError(bytes), HasSubstr("cut short"));
}

TEST(ImageDecoder, NamesWhatIsNoImage) {
    EXPECT_THAT(decodeError({}), HasSubstr("empty"));
    EXPECT_THAT(decodeError(test::toBytes("hello, this is text")), HasSubstr("not an image"));
    EXPECT_THAT(decodeError(test::toBytes("GIF89a....")), HasSubstr("a GIF"));
    EXPECT_THAT(decodeError(test::toBytes("<html><body>404</body>")), HasSubstr("web page"));
}

TEST(ImageDecoder, NamesWhatIsNoReadableFile) {
    const test::TempFolder folder;
    const auto open = [&](const std::string& name) {
        return errorOf([&] { decodeImageFile(folder.path() / name); });
    };
    std::filesystem::create_directory(folder.path() / "folder.jpg");
    std::filesystem::create_symlink("nowhere.jpg", folder.path() / "broken.jpg");
    std::filesystem::create_symlink("loop.jpg", folder.path() / "loop.jpg");
    ASSERT_EQ(::mkfifo((folder.path() / "pipe.jpg").c_str(), 0600), 0);
    folder.write("empty.jpg", "");
    EXPECT_THAT(open("missing.jpg"), AllOf(HasSubstr("missing.jpg"), HasSubstr("no such file")));
    EXPECT_THAT(open("folder.jpg"), HasSubstr("is a folder"));
    EXPECT_THAT(open("broken.jpg"), HasSubstr("a link to a file that does not exist"));
    EXPECT_THAT(open("loop.jpg"), HasSubstr("leads back to itself"));
    EXPECT_THAT(open("pipe.jpg"), HasSubstr("not a regular file"));
    EXPECT_THAT(open("empty.jpg"), HasSubstr("the file is empty"));
}

TEST(ImageDecoder, RefusesAFileAboveTheByteLimit) {
    const test::TempFolder folder;
    const auto file = folder.write("face.jpg", encodedImage(".jpg"));
    EXPECT_THAT(errorOf([&] { decodeImageFile(file, {.maxFileBytes = 100}); }), HasSubstr("limit of 100"));
    EXPECT_EQ(decodeImageFile(file).rows, 24);
}

TEST(ImageDecoder, KnowsImageExtensions) {
    EXPECT_TRUE(hasImageExtension("a/b.JPG"));
    EXPECT_TRUE(hasImageExtension("b.webp"));
    EXPECT_FALSE(hasImageExtension("b.txt"));
    EXPECT_FALSE(hasImageExtension("jpg"));
}

}  // namespace
}  // namespace pf
