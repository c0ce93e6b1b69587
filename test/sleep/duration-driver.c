// SPDX-License-Identifier: Apache-2.0
//
// Shows what the holder's parser makes of texts, so that a test need not sleep for an hour to see that it is an hour.
// Reads texts from standard input, each ended by a zero byte, and writes a line for each to standard error, which is
// where the holder's output goes: its nanoseconds, or that it is refused.

#include "duration.h"
#include "output.h"
#include "system.h"

int main(void) {
  enum { STANDARD_INPUT = 0 };
  char texts[1 << 16];
  size_t length = 0;
  for (;;) {
    const long size = read_file(STANDARD_INPUT, texts + length, sizeof texts - length);
    if (size < 0) return 1;
    if (size == 0) break;
    length += (size_t)size;
    // More than fits, or just as much; nobody asks for that.
    if (length == sizeof texts) return 1;
  }

  struct output output;
  start_output(&output);
  for (const char *text = texts; text < texts + length;) {
    const struct duration duration = parse_duration(text);
    if (duration.problem != DURATION_VALID) {
      say(&output, "refused");
    } else if (duration.nanoseconds < 0) {
      say(&output, "-");
      say_number(&output, 0 - (unsigned long)duration.nanoseconds);
    } else {
      say_number(&output, (unsigned long)duration.nanoseconds);
    }
    say(&output, "\n");
    while (*text++ != '\0');
  }
  send(&output);
  return 0;
}
