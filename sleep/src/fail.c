// SPDX-License-Identifier: Apache-2.0

#include "fail.h"

#include "output.h"
#include "system.h"

/// What an error code means; NULL for one not expected here.
static const char *find_reason(long error) {
  switch (error) {
    case EACCES: return "permission denied";
    case EDQUOT: return "disk quota exceeded";
    case EISDIR: return "is a directory";
    case ENAMETOOLONG: return "file name too long";
    case ENOENT: return "no such file or directory";
    case ENOSPC: return "no space left on device";
    case ENOTDIR: return "not a directory";
    case EPERM: return "operation not permitted";
    case EROFS: return "read-only file system";
    default: return NULL;
  }
}

int fail(const char *action, const char *object, long answer) {
  struct output output;
  start_output(&output);
  say(&output, "sleep: cannot ");
  say(&output, action);
  say(&output, " ");
  say(&output, object);
  say(&output, ": ");
  const char *reason = find_reason(-answer);
  if (reason != NULL) {
    say(&output, reason);
  } else {
    say(&output, "error ");
    say_number(&output, (unsigned long)-answer);
  }
  say(&output, "\n");
  send(&output);
  return 1;
}
