// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stddef.h>
#include <stdint.h>

enum duration_problem {
  DURATION_VALID,
  DURATION_INVALID,
  DURATION_WITHOUT_UNIT,
  DURATION_OF_UNKNOWN_UNIT,
};

/// What a text means as a duration, or why it is none.
struct duration {
  enum duration_problem problem;
  int64_t nanoseconds;  ///< if DURATION_VALID
  const char *unit;     ///< if DURATION_OF_UNKNOWN_UNIT: where in the text it begins, and its bytes
  size_t unit_length;
};

/// Reads a duration such as `720h`, `1.5h`, `-5s` or `1h2m3s`: any text means here what it means to Go's
/// time.ParseDuration (https://pkg.go.dev/time#ParseDuration), to the nanosecond, or is refused for the same reason.
struct duration parse_duration(const char *text);
