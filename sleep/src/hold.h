// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stdint.h>

/// As good as forever: the longest duration, 292 years.
#define FOREVER INT64_MAX

/// Sleeps for that many nanoseconds, or until SIGTERM or SIGINT, whichever is first; not at all for zero or fewer. No
/// change of the wall clock matters. Returns the exit status: 0 in both cases, or 1 when it has said that this kernel
/// can't do it.
///
/// A signal is no failure: it is how the life of every holder ends, and an exit status other than 0 would show up as an
/// Error of its pod. (Kubernetes' own pause does the same.)
int hold(int64_t nanoseconds);
