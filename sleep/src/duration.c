// SPDX-License-Identifier: Apache-2.0
//
// Go's grammar: [-+]? then `0` alone, or one or more of: digits, perhaps with a fraction, and a unit.
// Go's arithmetic too, down to where it rounds and where it overflows: both can be seen from outside.

#include "duration.h"

#include <stdbool.h>

/// The magnitude of the shortest possible duration, one more than that of the longest. Go counts up to it inclusively.
static const uint64_t LIMIT = (uint64_t)1 << 63;

struct unit {
  const char *name;
  uint64_t nanoseconds;
};

static const struct unit UNITS[] = {
    {"ns", 1},
    {"us", 1000},
    {"\xc2\xb5s", 1000},  // U+00B5, the micro sign
    {"\xce\xbcs", 1000},  // U+03BC, the Greek letter mu
    {"ms", 1000 * 1000},
    {"s", 1000 * 1000 * 1000},
    {"m", 60ull * 1000 * 1000 * 1000},
    {"h", 3600ull * 1000 * 1000 * 1000},
};

static bool is_digit(char c) {
  return '0' <= c && c <= '9';
}

/// Takes the digits at the cursor. False if their value is over LIMIT.
static bool take_integer(const char **cursor, uint64_t *value) {
  for (*value = 0; is_digit(**cursor); ++*cursor) {
    if (*value > LIMIT / 10) return false;
    *value = *value * 10 + (uint64_t)(**cursor - '0');
    if (*value > LIMIT) return false;
  }
  return true;
}

/// Takes the digits after a point, which stand for value / scale. Those beyond what fits add nothing.
static void take_fraction(const char **cursor, uint64_t *value, double *scale) {
  bool full = false;
  *value = 0;
  *scale = 1;
  for (; is_digit(**cursor); ++*cursor) {
    const uint64_t longer = *value * 10 + (uint64_t)(**cursor - '0');
    full = full || *value > (LIMIT - 1) / 10 || longer > LIMIT;
    if (full) continue;
    *value = longer;
    *scale *= 10;
  }
}

/// Takes everything up to the next number.
static size_t take_unit(const char **cursor) {
  const char *start = *cursor;
  while (**cursor != '\0' && **cursor != '.' && !is_digit(**cursor)) ++*cursor;
  return (size_t)(*cursor - start);
}

/// The nanoseconds of a unit, 0 if there is none of this name.
static uint64_t find_unit(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
    size_t same = 0;
    while (same < length && UNITS[i].name[same] == name[same]) same++;
    if (same == length && UNITS[i].name[same] == '\0') return UNITS[i].nanoseconds;
  }
  return 0;
}

static struct duration refuse(enum duration_problem problem) {
  return (struct duration){.problem = problem};
}

struct duration parse_duration(const char *text) {
  const char *cursor = text;
  const bool negative = *cursor == '-';
  if (*cursor == '-' || *cursor == '+') cursor++;
  if (cursor[0] == '0' && cursor[1] == '\0') return (struct duration){.nanoseconds = 0};
  if (*cursor == '\0') return refuse(DURATION_INVALID);

  uint64_t total = 0;
  while (*cursor != '\0') {
    uint64_t whole = 0;
    uint64_t fraction = 0;
    double scale = 1;

    const char *start = cursor;
    if (!take_integer(&cursor, &whole)) return refuse(DURATION_INVALID);
    bool has_digits = cursor != start;
    if (*cursor == '.') {
      start = ++cursor;
      take_fraction(&cursor, &fraction, &scale);
      has_digits = has_digits || cursor != start;
    }
    if (!has_digits) return refuse(DURATION_INVALID);

    const char *unit = cursor;
    const size_t unit_length = take_unit(&cursor);
    if (unit_length == 0) return refuse(DURATION_WITHOUT_UNIT);
    const uint64_t scaled_by = find_unit(unit, unit_length);
    if (scaled_by == 0) {
      return (struct duration){.problem = DURATION_OF_UNKNOWN_UNIT, .unit = unit, .unit_length = unit_length};
    }

    if (whole > LIMIT / scaled_by) return refuse(DURATION_INVALID);
    whole *= scaled_by;
    if (fraction > 0) {
      whole += (uint64_t)((double)fraction * ((double)scaled_by / scale));
      if (whole > LIMIT) return refuse(DURATION_INVALID);
    }
    // Twice LIMIT wraps to 0 and is let through, by Go too.
    total += whole;
    if (total > LIMIT) return refuse(DURATION_INVALID);
  }

  if (negative) return (struct duration){.nanoseconds = (int64_t)(0 - total)};
  if (total == LIMIT) return refuse(DURATION_INVALID);
  return (struct duration){.nanoseconds = (int64_t)total};
}
