// SPDX-License-Identifier: Apache-2.0
//
// The first instructions of the process. The kernel leaves argc and, right after it, argv on the stack. Each version
// hands the address of argc to begin() as its first argument, on a stack aligned and framed as that CPU's calling
// convention wants it.

#include "system.h"

#if defined(__x86_64__)
__asm__(".section .text._start,\"ax\",@progbits\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        "  xor %ebp, %ebp\n"
        "  mov %rsp, %rdi\n"
        "  and $-16, %rsp\n"
        "  call begin\n");

#elif defined(__aarch64__)
__asm__(".section .text._start,\"ax\",@progbits\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        "  mov x29, #0\n"
        "  mov x30, #0\n"
        "  mov x0, sp\n"
        "  bl begin\n");

#elif defined(__powerpc64__)
// r2 points to the table through which constants are addressed; r12 holds this very address when a program begins.
__asm__(".section .text._start,\"ax\",@progbits\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        "  addis 2, 12, .TOC.-_start@ha\n"
        "  addi 2, 2, .TOC.-_start@l\n"
        "  mr 3, 1\n"
        "  clrrdi 1, 1, 4\n"
        "  li 0, 0\n"
        "  stdu 0, -32(1)\n"
        "  bl begin\n"
        "  nop\n");

#elif defined(__s390x__)
__asm__(".section .text._start,\"ax\",@progbits\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        "  lgr %r2, %r15\n"
        "  aghi %r15, -160\n"
        "  xc 0(8,%r15), 0(%r15)\n"
        "  brasl %r14, begin\n");
#endif

int main(int argc, char **argv);
__attribute__((noreturn, used)) void begin(long *stack);

/// Called by _start and by nothing else.
void begin(long *stack) {
  end_process(main((int)stack[0], (char **)(stack + 1)));
}
