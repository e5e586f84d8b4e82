// Pictures as poppler paints them. The files under pictures/ were saved by libjpeg and libpng: 8 × 8 pixels.

#include <gtest/gtest.h>

#include "paper.h"

namespace gongwen::pdf::test {
namespace {

using gongwen::test::run;
using layout::Tag;

std::shared_ptr<const image::Image> picture(const char* name) {
  Diagnostics out;
  auto bytes = gongwen::test::slurp(gongwen::test::source_dir() / "tests/formats/pdf/pictures" / name);
  auto image = image::open(std::move(bytes), Place::in_file(name), out);
  EXPECT_TRUE(out.empty()) << render(out);
  return image;
}

/// A page with the picture from (50 mm, 50 mm) to (150 mm, 150 mm).
Paper with_picture(const std::shared_ptr<const image::Image>& image) {
  Paper paper;
  const auto figure = paper.node(Tag::figure);
  paper.at(figure).alt = "图";
  paper.layout.pages[0].items.push_back(
      {figure, false, layout::Picture{image, {Length::mm(50), Length::mm(50), Length::mm(100), Length::mm(100)}}});
  return paper;
}

struct Rgb { int red, green, blue; };

/// The colour at a place in millimetres; a pixel is a millimetre.
Rgb colour_at(const std::string& pdf, int x, int y) {
  const auto out = pdf.substr(0, pdf.size() - 4);
  run("pdftoppm -r 25.4 -singlefile -x " + std::to_string(x) + " -y " + std::to_string(y) + " -W 1 -H 1 " + pdf + " " + out);
  const auto ppm = gongwen::test::slurp(out + ".ppm");
  const auto byte = [&](std::size_t from_end) { return int{static_cast<unsigned char>(ppm.at(ppm.size() - from_end))}; };
  return {byte(3), byte(2), byte(1)};
}

void expect_near(const Rgb& got, const Rgb& wanted) {
  EXPECT_NEAR(got.red, wanted.red, 3);
  EXPECT_NEAR(got.green, wanted.green, 3);
  EXPECT_NEAR(got.blue, wanted.blue, 3);
}

TEST(PdfPictures, ARgbJpegIsPaintedWhereItStands) {
  const auto path = saved(with_picture(picture("red.jpg")).write()).string();
  expect_near(colour_at(path, 60, 60), {255, 0, 0});
  expect_near(colour_at(path, 140, 140), {255, 0, 0});
  expect_near(colour_at(path, 48, 60), {255, 255, 255});
  expect_near(colour_at(path, 60, 152), {255, 255, 255});
}

TEST(PdfPictures, AGreyJpegStaysGrey) {
  const auto path = saved(with_picture(picture("grey.jpg")).write()).string();
  expect_near(colour_at(path, 100, 100), {128, 128, 128});
}

TEST(PdfPictures, ACmykJpegOfPureCyanIsCyan) {
  const auto path = saved(with_picture(picture("cyan-cmyk.jpg")).write()).string();
  expect_near(colour_at(path, 100, 100), {0, 255, 255});
}

TEST(PdfPictures, ATransparentPngShowsWhatIsBehind) {
  const auto path = saved(with_picture(picture("half-blue.png")).write()).string();
  expect_near(colour_at(path, 140, 100), {0, 0, 255});
  expect_near(colour_at(path, 60, 100), {255, 255, 255});
}

TEST(PdfPictures, APicturePaintedTwiceIsWrittenOnce) {
  const auto image = picture("red.jpg");
  auto once = with_picture(image);
  auto twice = with_picture(image);
  twice.layout.pages[0].items.push_back(twice.layout.pages[0].items[0]);
  EXPECT_LT(twice.write().size(), once.write().size() + 100);
}

TEST(PdfPictures, ADamagedPngIsAnError) {
  auto image = *picture("half-blue.png");
  image.bytes.resize(50);
  EXPECT_THROW(with_picture(std::make_shared<const image::Image>(image)).write(), Error);
}

TEST(PdfShapes, RulesAndPolygonsAreFilled) {
  Paper paper;
  paper.rule(layout::kArtifact, 20, 20, 30, 10);
  layout::Shape shape;
  shape.points = {{Length::mm(100), Length::mm(100)}, {Length::mm(140), Length::mm(100)}, {Length::mm(100), Length::mm(140)}};
  shape.fill = style::Colour{0, 128, 0};
  shape.stroke = style::Colour{};
  shape.stroke_width = Length::pt(1);
  shape.dash = {Length::pt(2), Length::pt(1)};
  paper.layout.pages[0].items.push_back({layout::kArtifact, false, shape});
  const auto path = saved(paper.write()).string();
  expect_near(colour_at(path, 30, 25), {0, 0, 0});
  expect_near(colour_at(path, 30, 32), {255, 255, 255});
  expect_near(colour_at(path, 110, 110), {0, 128, 0});
  expect_near(colour_at(path, 135, 135), {255, 255, 255});
}

TEST(PdfPictures, APressedOneLetsWhatIsUnderItShowThrough) {
  // A red picture without transparency over a black rule and over white paper.
  Paper paper = with_picture(picture("red.jpg"));
  auto& items = paper.layout.pages[0].items;
  std::get<layout::Picture>(items.back().content).pressed = true;
  items.insert(items.begin(), {layout::kArtifact, false, layout::Rule{{Length::mm(80), Length::mm(80), Length::mm(10), Length::mm(10)}, {}}});
  const auto path = saved(paper.write()).string();
  expect_near(colour_at(path, 85, 85), {0, 0, 0});
  expect_near(colour_at(path, 60, 60), {255, 0, 0});
}

TEST(PdfPictures, OnesThatLieOnTheirSideAreTurnedUpright) {
  // 2 × 1 pixels, red left and blue right; turned clockwise once, twice, three times.
  Diagnostics out;
  const auto flat = image::open(gongwen::test::slurp(gongwen::test::source_dir() / "tests/formats/pdf/pictures/red-blue.png"), {}, out);
  ASSERT_NE(flat, nullptr);
  const Rgb red{255, 0, 0}, blue{0, 0, 255};
  struct Case { std::uint8_t turns; int red_x, red_y, blue_x, blue_y; };
  for (const Case& c : {Case{0, 60, 100, 140, 100}, {1, 100, 60, 100, 140}, {2, 140, 100, 60, 100}, {3, 100, 140, 100, 60}}) {
    auto turned = std::make_shared<image::Image>(*flat);
    turned->quarter_turns = c.turns;
    const auto path = saved(with_picture(turned).write()).string();
    expect_near(colour_at(path, c.red_x, c.red_y), red);
    expect_near(colour_at(path, c.blue_x, c.blue_y), blue);
  }
}

TEST(PdfPictures, FewBitsAndPalettesArePaintedFromTheirOwnRows) {
  const auto two = colour_at(saved(with_picture(picture("palette.png")).write()).string(), 60, 100);
  expect_near(two, {255, 0, 0});
  expect_near(colour_at(saved(with_picture(picture("palette.png")).write()).string(), 140, 100), {0, 128, 0});
  expect_near(colour_at(saved(with_picture(picture("grey-bits.png")).write()).string(), 60, 100), {0, 0, 0});
  expect_near(colour_at(saved(with_picture(picture("grey-bits.png")).write()).string(), 140, 100), {170, 170, 170});
}

}  // namespace
}  // namespace gongwen::pdf::test
