#include "charstring.h"

#include <cmath>
#include <cstdlib>

namespace gongwen::fonts {
namespace {

enum Op : unsigned char {
  kNone = 0, kVMoveTo = 4, kRLineTo = 5, kHLineTo = 6, kVLineTo = 7, kRRCurveTo = 8, kEndchar = 14, kRMoveTo = 21, kHMoveTo = 22,
  kVvCurveTo = 26, kHhCurveTo = 27, kVhCurveTo = 30, kHvCurveTo = 31,
};
constexpr std::size_t kStack = 48;   // numbers an operator may have before it

void put_number(std::string& out, int value) {
  const auto put = [&](int byte) { out.push_back(static_cast<char>(byte)); };
  if (std::abs(value) <= 107) {
    put(value + 139);
  } else if (std::abs(value) <= 1131) {
    const int rest = std::abs(value) - 108;
    put((value > 0 ? 247 : 251) + rest / 256);
    put(rest % 256);
  } else {
    put(28);
    put(value >> 8 & 0xFF);
    put(value & 0xFF);
  }
}

/// Operators one after another; what can go on with the operator before takes no byte of its own.
class Writer {
 public:
  void number(int value) { put_number(out_, value); }

  void move(int dx, int dy) {
    flush();
    if (dy == 0) operate({dx}, kHMoveTo);
    else if (dx == 0) operate({dy}, kVMoveTo);
    else operate({dx, dy}, kRMoveTo);
    flush();
  }

  void line(int dx, int dy) {
    // Horizontal and vertical lines alternate under one operator, named after its first.
    if (dx != 0 && dy != 0) return add({dx, dy}, kRLineTo);
    const bool horizontal = dy == 0;
    const bool alternates = (op_ == kHLineTo && horizontal == (numbers_.size() % 2 == 0)) ||
                            (op_ == kVLineTo && horizontal == (numbers_.size() % 2 == 1));
    if (!alternates || numbers_.size() + 1 > kStack) {
      flush();
      op_ = horizontal ? kHLineTo : kVLineTo;
    }
    numbers_.push_back(horizontal ? dx : dy);
  }

  void curve(int ax, int ay, int bx, int by, int cx, int cy) {
    if (ay == 0 && cx == 0) return turning(kHvCurveTo, {ax, bx, by, cy});
    if (ax == 0 && cy == 0) return turning(kVhCurveTo, {ay, bx, by, cx});
    if (ay == 0 && cy == 0) return add({ax, bx, by, cx}, kHhCurveTo);
    if (ax == 0 && cx == 0) return add({ay, bx, by, cy}, kVvCurveTo);
    // One number more turns these into curves of the kinds above; they begin or end an operator.
    if (cy == 0) return alone({ay, ax, bx, by, cx}, kHhCurveTo);
    if (cx == 0) return alone({ax, ay, bx, by, cy}, kVvCurveTo);
    if (ay == 0) return alone({ax, bx, by, cy, cx}, kHvCurveTo);
    if (ax == 0) return alone({ay, bx, by, cx, cy}, kVhCurveTo);
    add({ax, ay, bx, by, cx, cy}, kRRCurveTo);
  }

  std::string finish() {
    flush();
    out_.push_back(static_cast<char>(kEndchar));
    return std::move(out_);
  }

 private:
  void flush() {
    if (op_ == kNone) return;
    for (const int n : numbers_) put_number(out_, n);
    out_.push_back(static_cast<char>(op_));
    numbers_.clear();
    op_ = kNone;
    closed_ = false;
  }
  void operate(std::initializer_list<int> numbers, Op op) {
    numbers_.insert(numbers_.end(), numbers);
    op_ = op;
  }
  void add(std::initializer_list<int> numbers, Op op) {
    if (op_ != op || closed_ || numbers_.size() + numbers.size() > kStack) flush();
    operate(numbers, op);
  }
  /// hvcurveto and vhcurveto alternate under one operator.
  void turning(Op op, std::initializer_list<int> numbers) {
    const bool odd = numbers_.size() / 4 % 2 == 1;
    const Op next = !odd ? op_ : op_ == kHvCurveTo ? kVhCurveTo : kHvCurveTo;
    const bool goes_on = (op_ == kHvCurveTo || op_ == kVhCurveTo) && !closed_ && next == op && numbers_.size() + 4 <= kStack;
    if (!goes_on) {
      flush();
      op_ = op;
    }
    numbers_.insert(numbers_.end(), numbers);
  }
  /// A curve whose fifth number no other may stand beside.
  void alone(std::initializer_list<int> numbers, Op op) {
    flush();
    operate(numbers, op);
    closed_ = true;
  }

  std::string out_;
  std::vector<int> numbers_;
  Op op_ = kNone;
  bool closed_ = false;
};

}  // namespace

std::string charstring(const std::vector<Contour>& contours, std::optional<int> width) {
  Writer writer;
  if (width) writer.number(*width);
  int x = 0, y = 0;
  const auto whole = [](double v) { return static_cast<int>(std::lround(v)); };
  for (const Contour& contour : contours) {
    writer.move(whole(contour.start.x) - x, whole(contour.start.y) - y);
    x = whole(contour.start.x);
    y = whole(contour.start.y);
    for (std::size_t i = 0; i < contour.pieces.size(); ++i) {
      const Piece& piece = contour.pieces[i];
      const int to_x = whole(piece.end.x), to_y = whole(piece.end.y);
      if (piece.line) {
        if (i + 1 == contour.pieces.size() || (to_x == x && to_y == y)) continue;   // the pen stays where it is
        writer.line(to_x - x, to_y - y);
      } else {
        const int ax = whole(piece.first.x), ay = whole(piece.first.y), bx = whole(piece.second.x), by = whole(piece.second.y);
        writer.curve(ax - x, ay - y, bx - ax, by - ay, to_x - bx, to_y - by);
      }
      x = to_x;
      y = to_y;
    }
  }
  return writer.finish();
}

}  // namespace gongwen::fonts
