// SPDX-License-Identifier: Apache-2.0

#include "install.h"

#include <stdbool.h>

#include "fail.h"
#include "system.h"

enum { PATH_SIZE = 4096 };

static const char PROGRAM[] = "/proc/self/exe";

/// Makes `path` the name of the file that becomes `destination`. False if it is too long.
static bool name_new_file(char path[PATH_SIZE], const char *destination) {
  static const char ENDING[] = ".new";
  size_t length = 0;
  for (; *destination != '\0'; destination++) {
    if (length == PATH_SIZE - sizeof ENDING) return false;
    path[length++] = *destination;
  }
  for (size_t i = 0; i < sizeof ENDING; i++) path[length + i] = ENDING[i];
  return true;
}

/// Copies what is left to read of the program to this open file. Returns the exit status.
static int copy_program(long program, long file, const char *path) {
  char bytes[4096];
  for (;;) {
    const long size = read_file(program, bytes, sizeof bytes);
    if (size == 0) return 0;
    if (size < 0) return fail("read", PROGRAM, size);
    for (long done = 0; done < size;) {
      const long written = write_file(file, bytes + done, (size_t)(size - done));
      if (written <= 0) return fail("write", path, written);
      done += written;
    }
  }
}

/// Makes a new file with the program in it. Returns the exit status. Files still open at a failure close with the end
/// of the process.
static int write_new_file(const char *path) {
  const long program = open_file(PROGRAM, O_RDONLY, 0);
  if (program < 0) return fail("open", PROGRAM, program);
  set_umask(0);
  const long file = open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0755);
  if (file < 0) return fail("create", path, file);
  if (copy_program(program, file, path) != 0) return 1;

  // A file that is open for writing can't be executed. And some file systems tell only now that they are full.
  const long closed = close_file(file);
  return closed < 0 ? fail("write", path, closed) : 0;
}

int install(const char *destination) {
  char path[PATH_SIZE];
  if (!name_new_file(path, destination)) return fail("create", destination, -ENAMETOOLONG);

  // What an installation left that was killed.
  remove_file(path);
  int status = write_new_file(path);
  if (status == 0) {
    const long renamed = rename_file(path, destination);
    if (renamed < 0) status = fail("replace", destination, renamed);
  }
  if (status != 0) remove_file(path);
  return status;
}
