#pragma once

// The numbers of GB/T 9704-2012, in millimetres and points, with the tolerance each is measured with. Private to the room.

namespace gongwen::inspect::standard {

// 5.1: A4, trimmed to ±2 mm (6.2).
inline constexpr double kPaperWidth = 210, kPaperHeight = 297, kTrim = 2;
// 5.2.1: 天头 37 mm±1 mm, 订口 28 mm±1 mm, 版心 156 mm × 225 mm.
inline constexpr double kTop = 37, kLeft = 28, kWidth = 156, kHeight = 225, kMarginTolerance = 1;
inline constexpr double kRight = kLeft + kWidth, kBottom = kTop + kHeight, kCentre = kLeft + kWidth / 2;
// 5.2.3: 22 lines of 28 characters. One 字 of the text and one line, when they fill the text area.
inline constexpr int kLines = 22, kCharacters = 28;
inline constexpr double kCell = kWidth / kCharacters, kPitch = kHeight / kLines;
// 字号 in points: 3号 is 16 on computers, 15.75 in traditional setting; likewise 2号 22 or 21. 4号 is 14.
inline constexpr double kThree = 16, kTwo = 22, kFour = 14, kSizeTolerance = 0.45, kTwoTolerance = 1.1;
// 7.2.4: the mark's top edge 35 mm below the text area's; 10.1: 30 mm below the paper's.
inline constexpr double kMarkTop = kTop + 35, kLetterMarkTop = 30, kMarkTolerance = 2;
// 7.2.7: the red rule 4 mm below the document number; 10.1: the double rule 4 mm below the mark, 170 mm long.
inline constexpr double kRuleGap = 4, kRuleGapTolerance = 1.2, kLetterRule = 170, kRuleTolerance = 1.5;
inline constexpr double kLetterFoot = 20;   // 10.1: the lower double rule above the paper's bottom edge
// 7.4.1: first and last rule of the imprint 0.35 mm, inner ones 0.25 mm.
inline constexpr double kImprintOuter = 0.35, kImprintInner = 0.25, kImprintTolerance = 0.045;
// 7.5: the dashes' top 7 mm below the text area. Their ink stands 0.25 to 0.40 em above the baseline.
inline constexpr double kNumberDrop = 7, kNumberTolerance = 1.5, kDashHeight = 0.32;
// Places across the line: 空一字, 空二字, … in cells of the text.
inline constexpr double kAcross = 1.5;

}  // namespace gongwen::inspect::standard
