// SPDX-License-Identifier: Apache-2.0
//
// What sleep asks of the kernel, with types. Numbers, flags and error codes are those of the kernel's own headers.
// A function that returns a long answers with -errno when it fails.

#pragma once

#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/signal.h>
#include <linux/time.h>
#include <linux/time_types.h>
#include <stddef.h>
#include <stdint.h>

#include "arch.h"

enum { STANDARD_ERROR = 2 };

/// Signals as the kernel keeps them: signal n is bit n - 1.
typedef uint64_t signal_set;

static inline __attribute__((noreturn)) void end_process(int status) {
  for (;;) system_call(__NR_exit_group, status, 0, 0, 0);
}

static inline long open_file(const char *path, int flags, unsigned mode) {
  return system_call(__NR_openat, AT_FDCWD, (long)path, flags, mode);
}

static inline long read_file(long file, void *bytes, size_t size) {
  return system_call(__NR_read, file, (long)bytes, (long)size, 0);
}

static inline long write_file(long file, const void *bytes, size_t size) {
  return system_call(__NR_write, file, (long)bytes, (long)size, 0);
}

static inline long close_file(long file) {
  return system_call(__NR_close, file, 0, 0, 0);
}

/// These bits will be off in the modes of new files.
static inline void set_umask(unsigned mode) {
  system_call(__NR_umask, mode, 0, 0, 0);
}

static inline long rename_file(const char *from, const char *to) {
  return system_call(__NR_renameat, AT_FDCWD, (long)from, AT_FDCWD, (long)to);
}

static inline long remove_file(const char *path) {
  return system_call(__NR_unlinkat, AT_FDCWD, (long)path, 0, 0);
}

/// Keeps these signals pending until someone waits for them, instead of letting them end the process.
static inline long block_signals(signal_set signals) {
  return system_call(__NR_rt_sigprocmask, SIG_BLOCK, (long)&signals, 0, sizeof signals);
}

/// Waits for one of these signals and returns its number; -EAGAIN when `timeout` has passed, which NULL never does.
static inline long wait_for_signal(signal_set signals, const struct __kernel_timespec *timeout) {
  return system_call(__NR_rt_sigtimedwait, (long)&signals, 0, (long)timeout, sizeof signals);
}

/// The time since some moment in the past, which no change of the wall clock moves.
static inline long read_monotonic_clock(struct __kernel_timespec *now) {
  return system_call(__NR_clock_gettime, CLOCK_MONOTONIC, (long)now, 0, 0);
}
