// SPDX-License-Identifier: Apache-2.0
//
// Holds an image on a node: a process that does nothing for a given time, in as little memory as a process can have.
//
//   sleep <duration>        sleeps that long; Go's syntax: 720h, 1h2m3s
//   sleep infinity          sleeps until it is told to end
//   sleep --install <file>  copies itself there, for containers of images in which there is no sleep

#include <stdbool.h>

#include "duration.h"
#include "hold.h"
#include "install.h"
#include "output.h"

/// What the Go program returned as -1.
enum { NOT_UNDERSTOOD = 255 };

static bool equals(const char *a, const char *b) {
  while (*a != '\0' && *a == *b) a++, b++;
  return *a == *b;
}

/// The error of time.ParseDuration, in Go's words.
static void say_problem(struct output *output, const char *text, const struct duration *duration) {
  size_t length = 0;
  while (text[length] != '\0') length++;

  say(output, "time: ");
  switch (duration->problem) {
    case DURATION_WITHOUT_UNIT:
      say(output, "missing unit in duration ");
      break;
    case DURATION_OF_UNKNOWN_UNIT:
      say(output, "unknown unit ");
      say_quoted(output, duration->unit, duration->unit_length);
      say(output, " in duration ");
      break;
    default:
      say(output, "invalid duration ");
  }
  say_quoted(output, text, length);
}

static void say_usage(struct output *output, const char *program) {
  say(output, "Usage: ");
  say(output, program);
  say(output, " <duration>\nSee https://pkg.go.dev/time#ParseDuration\n");
}

/// Sleeps as long as the text says. Returns the exit status.
static int sleep_for(const char *text, const char *program) {
  if (equals(text, "infinity")) return hold(FOREVER);

  const struct duration duration = parse_duration(text);
  if (duration.problem == DURATION_VALID) return hold(duration.nanoseconds);

  struct output output;
  start_output(&output);
  say(&output, "Invalid duration: ");
  say_problem(&output, text, &duration);
  say(&output, "\n");
  say_usage(&output, program);
  send(&output);
  return NOT_UNDERSTOOD;
}

int main(int argc, char **argv) {
  if (argc == 3 && equals(argv[1], "--install")) return install(argv[2]);
  if (argc == 2) return sleep_for(argv[1], argv[0]);

  struct output output;
  start_output(&output);
  say_usage(&output, argc > 0 ? argv[0] : "sleep");
  send(&output);
  return NOT_UNDERSTOOD;
}
