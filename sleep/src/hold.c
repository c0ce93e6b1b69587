// SPDX-License-Identifier: Apache-2.0

#include "hold.h"

#include "fail.h"
#include "system.h"

static const int64_t SECOND = 1000 * 1000 * 1000;
static const signal_set ENDING = (signal_set)1 << (SIGTERM - 1) | (signal_set)1 << (SIGINT - 1);

static int64_t read_nanoseconds(void) {
  struct __kernel_timespec now;
  read_monotonic_clock(&now);
  return now.tv_sec * SECOND + now.tv_nsec;
}

int hold(int64_t nanoseconds) {
  // In a container this is process 1, for which the kernel drops every signal that would merely end it. A signal that
  // is blocked it keeps: so they are, and what follows waits for them, with the duration as the time limit.
  block_signals(ENDING);

  const int64_t start = read_nanoseconds();
  for (int64_t left = nanoseconds; left > 0; left = nanoseconds - (read_nanoseconds() - start)) {
    const struct __kernel_timespec limit = {.tv_sec = left / SECOND, .tv_nsec = left % SECOND};
    const long answer = wait_for_signal(ENDING, &limit);
    if (answer > 0 || answer == -EAGAIN) return 0;
    // When it was interrupted (stopped and continued, for instance) the rest is still to be slept.
    if (answer != -EINTR) return fail("wait for", "a signal", answer);
  }
  return 0;
}
