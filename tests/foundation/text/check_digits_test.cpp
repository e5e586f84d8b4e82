#include <gtest/gtest.h>

#include "foundation/text/chinese.h"

// Expected check digits were computed outside, from the weights of GB 11643-1999 (ISO 7064 MOD 11-2) and GB 32100-2015 (MOD 31).
// All numbers are invented.

namespace gongwen::text {
namespace {

struct IdCase { const char* id; IdCardFault fault; char expected; };
constexpr IdCase kIds[] = {
    {"11010519491231002X", IdCardFault::none, 'X'},
    {"410102198001010018", IdCardFault::none, '8'},
    {"440524188001010014", IdCardFault::none, '4'},
    {"11010519491231002x", IdCardFault::none, 'X'},
    {"410513197901206661", IdCardFault::none, '1'},
    {"410327195405025489", IdCardFault::check_digit, '0'},
    {"411219195806120599", IdCardFault::none, '9'},
    {"410702199507110888", IdCardFault::check_digit, '1'},
    {"411403198811262464", IdCardFault::none, '4'},
    {"411402195802208460", IdCardFault::check_digit, '6'},
    {"410408200009236454", IdCardFault::none, '4'},
    {"410219200604165997", IdCardFault::check_digit, '4'},
    {"410208198508030476", IdCardFault::none, '6'},
    {"410510199912104299", IdCardFault::check_digit, 'X'},
    {"410419196212103155", IdCardFault::none, '5'},
    {"410604200004065951", IdCardFault::check_digit, '4'},
    {"41071220010331099X", IdCardFault::none, 'X'},
    {"410319199902210613", IdCardFault::check_digit, '8'},
    {"410716200507146968", IdCardFault::none, '8'},
    {"411425199709143211", IdCardFault::check_digit, '8'},
    {"41151219911009306X", IdCardFault::none, 'X'},
    {"410623197204157980", IdCardFault::check_digit, '9'},
    {"410319197111253073", IdCardFault::none, '3'},
    {"411629199702123518", IdCardFault::check_digit, 'X'},
    {"411510201506116237", IdCardFault::none, '7'},
    {"410417195607264286", IdCardFault::check_digit, 'X'},
    {"411105196410199553", IdCardFault::none, '3'},
    {"41140219931113985X", IdCardFault::check_digit, '5'},
    {"410325200912135714", IdCardFault::none, '4'},
    {"411111200105297113", IdCardFault::check_digit, '0'},
    {"411619198106018169", IdCardFault::none, '9'},
    {"410327199012050957", IdCardFault::check_digit, '8'},
    {"410102198002300017", IdCardFault::date, '\0'},
    {"410102198013010015", IdCardFault::date, '\0'},
    {"410102198004310016", IdCardFault::date, '\0'},
    {"410102202302290016", IdCardFault::date, '\0'},
    {"410102190002290019", IdCardFault::date, '\0'},
    {"410102210002290014", IdCardFault::date, '\0'},
    {"410102198001000012", IdCardFault::date, '\0'},
    {"410102198000010016", IdCardFault::date, '\0'},
    {"", IdCardFault::form, '\0'},
    {"41010219800101001", IdCardFault::form, '\0'},
    {"4101021980010100188", IdCardFault::form, '\0'},
    {"41010219800101001Y", IdCardFault::form, '\0'},
    {"4101021980O1010018", IdCardFault::form, '\0'},
    {"410102 19800101001", IdCardFault::form, '\0'},
    {"４10102198001010018", IdCardFault::form, '\0'},
    {"41010219800101A018", IdCardFault::form, '\0'},
    {"X10102198001010018", IdCardFault::form, '\0'},
    {"410102-80010100188", IdCardFault::form, '\0'},
};

TEST(IdCard, FormDateAndCheckDigitAreTold) {
  for (const auto& c : kIds) {
    const IdCardCheck got = check_id_card(c.id);
    EXPECT_EQ(got.fault, c.fault) << c.id;
    EXPECT_EQ(got.expected, c.expected) << c.id;
  }
}

struct UsccCase { const char* code; UsccFault fault; char expected; };
constexpr UsccCase kCodes[] = {
    {"91350100M000100Y43", UsccFault::none, '3'},
    {"12410000415800000T", UsccFault::none, 'T'},
    {"12414710PN9LJMTE9Y", UsccFault::check_character, 'U'},
    {"12416507B5K3F16Q9P", UsccFault::none, 'P'},
    {"12412366XUF25ECH84", UsccFault::check_character, '1'},
    {"12412684NDBMWCY74H", UsccFault::none, 'H'},
    {"12411223M70FTJ589B", UsccFault::check_character, '8'},
    {"12410268BKJAY4NUGF", UsccFault::none, 'F'},
    {"12419078CCCC3FLC19", UsccFault::check_character, '6'},
    {"1241313753AK130J40", UsccFault::none, '0'},
    {"1241815902U6KC4L8B", UsccFault::check_character, '8'},
    {"1241595733UFEFF92A", UsccFault::none, 'A'},
    {"12412154FTN5G06YYY", UsccFault::check_character, 'U'},
    {"12418528X0QG9LU2N4", UsccFault::none, '4'},
    {"12414852BQ7HHQGALR", UsccFault::check_character, 'N'},
    {"12413933TCPR76GFB2", UsccFault::none, '2'},
    {"1241004786NKYBERX9", UsccFault::check_character, '6'},
    {"1241551337F6A6FKWF", UsccFault::none, 'F'},
    {"", UsccFault::form, '\0'},
    {"91350100M000100Y4", UsccFault::form, '\0'},
    {"91350100M000100Y433", UsccFault::form, '\0'},
    {"91350100I000100Y43", UsccFault::form, '\0'},
    {"91350100O000100Y43", UsccFault::form, '\0'},
    {"91350100m000100Y43", UsccFault::form, '\0'},
    {"9135 100M000100Y43", UsccFault::form, '\0'},
};

TEST(Uscc, FormAndCheckCharacterAreTold) {
  for (const auto& c : kCodes) {
    const UsccCheck got = check_uscc(c.code);
    EXPECT_EQ(got.fault, c.fault) << c.code;
    EXPECT_EQ(got.expected, c.expected) << c.code;
  }
}

}  // namespace
}  // namespace gongwen::text
