// SPDX-License-Identifier: Apache-2.0

#pragma once

/// Writes that something could not be done to something, and why: `answer` is the kernel's, -errno.
/// Returns the exit status of a program to which that happens.
int fail(const char *action, const char *object, long answer);
