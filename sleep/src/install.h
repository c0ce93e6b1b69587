// SPDX-License-Identifier: Apache-2.0

#pragma once

/// Copies the running program to the file `destination`, executable by everybody. Returns the exit status: 0, or 1 when
/// it has said on standard error what could not be done, to which file and why.
///
/// The file appears whole or not at all: it is written beside its place, as `destination`.new, and renamed. So an older
/// copy may be there, and may be running: it is replaced, never written to.
int install(const char *destination);
