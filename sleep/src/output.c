// SPDX-License-Identifier: Apache-2.0

#include "output.h"

#include "system.h"

void start_output(struct output *output) {
  output->length = 0;
}

static void say_byte(struct output *output, char byte) {
  if (output->length == sizeof output->bytes) send(output);
  output->bytes[output->length++] = byte;
}

void say(struct output *output, const char *text) {
  while (*text != '\0') say_byte(output, *text++);
}

void say_number(struct output *output, unsigned long number) {
  if (number >= 10) say_number(output, number / 10);
  say_byte(output, (char)('0' + number % 10));
}

void say_quoted(struct output *output, const char *bytes, size_t length) {
  static const char HEX[] = "0123456789abcdef";
  say_byte(output, '"');
  for (size_t i = 0; i < length; i++) {
    const unsigned char byte = (unsigned char)bytes[i];
    if (byte < ' ' || byte >= 0x80) {
      say(output, "\\x");
      say_byte(output, HEX[byte >> 4]);
      say_byte(output, HEX[byte & 0xf]);
    } else {
      if (byte == '"' || byte == '\\') say_byte(output, '\\');
      say_byte(output, (char)byte);
    }
  }
  say_byte(output, '"');
}

void send(struct output *output) {
  size_t sent = 0;
  while (sent < output->length) {
    const long written = write_file(STANDARD_ERROR, output->bytes + sent, output->length - sent);
    if (written <= 0) break;  // Nobody can be told that nothing can be told.
    sent += (size_t)written;
  }
  output->length = 0;
}
