/* Preloaded into the program under test: the n-th call that changes the disk kills the process, as kill -9 would. A write counts
   twice: once before a byte of it is written, once when half of it is.
     KILL_AT=n       the call that kills; 0 or absent: none
     KILL_COUNT=f    the number of calls is written to this file when the program ends by itself */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;
static long kill_at;

__attribute__((constructor)) static void begin(void) {
  const char* at = getenv("KILL_AT");
  kill_at = at ? atol(at) : 0;
}

__attribute__((destructor)) static void end(void) {
  const char* file = getenv("KILL_COUNT");
  if (!file) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (fd < 0) return;
  char text[32];
  int n = snprintf(text, sizeof text, "%ld\n", (long)calls);
  if (syscall(SYS_write, fd, text, n) != n) _exit(99);
  syscall(SYS_close, fd);
}

static int turn(void) { return ++calls == kill_at; }
static void step(void) { if (turn()) kill(getpid(), SIGKILL); }

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void* bytes, size_t n) {
  REAL(write);
  if (fd <= 2) return real(fd, bytes, n);
  step();
  if (turn()) { if (real(fd, bytes, n / 2) >= 0) kill(getpid(), SIGKILL); }
  return real(fd, bytes, n);
}
ssize_t pwrite64(int fd, const void* bytes, size_t n, off64_t at) {
  REAL(pwrite64);
  step();
  if (turn()) { if (real(fd, bytes, n / 2, at) >= 0) kill(getpid(), SIGKILL); }
  return real(fd, bytes, n, at);
}
ssize_t pwrite(int fd, const void* bytes, size_t n, off_t at) {
  REAL(pwrite);
  step();
  if (turn()) { if (real(fd, bytes, n / 2, at) >= 0) kill(getpid(), SIGKILL); }
  return real(fd, bytes, n, at);
}

#define ONE(type, name, params, args) type name params { REAL(name); step(); return real args; }
ONE(int, fsync, (int fd), (fd))
ONE(int, fdatasync, (int fd), (fd))
ONE(int, syncfs, (int fd), (fd))
ONE(int, ftruncate, (int fd, off_t n), (fd, n))
ONE(int, ftruncate64, (int fd, off64_t n), (fd, n))
ONE(int, rename, (const char* a, const char* b), (a, b))
ONE(int, unlink, (const char* a), (a))
ONE(int, remove, (const char* a), (a))
ONE(int, rmdir, (const char* a), (a))
ONE(int, mkdir, (const char* a, mode_t m), (a, m))

#define OPENING(name, params, args) \
  int name params { \
    REAL(name); \
    mode_t mode = 0; \
    if (flags & O_CREAT) { va_list l; va_start(l, flags); mode = va_arg(l, mode_t); va_end(l); step(); } \
    return real args; \
  }
OPENING(open, (const char* path, int flags, ...), (path, flags, mode))
OPENING(open64, (const char* path, int flags, ...), (path, flags, mode))
OPENING(openat, (int dir, const char* path, int flags, ...), (dir, path, flags, mode))
