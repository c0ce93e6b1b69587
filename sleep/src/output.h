// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stddef.h>

/// Text on its way to standard error: gathered, so that a message is one write and not torn by others.
/// What does not fit goes out earlier, on its own.
struct output {
  size_t length;
  char bytes[512];
};

void start_output(struct output *output);

void say(struct output *output, const char *text);

/// Says a number in decimal.
void say_number(struct output *output, unsigned long number);

/// Says these bytes the way Go's package time quotes them: in quotation marks, with `"` and `\` escaped by a backslash
/// and each byte that is a control character or not ASCII as \xNN.
void say_quoted(struct output *output, const char *bytes, size_t length);

/// Writes what was said.
void send(struct output *output);
