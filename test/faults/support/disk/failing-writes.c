/*
 * Preloaded into a program (LD_PRELOAD): while the file FAILING_WHEN is there, everything that would change something
 * below FAILING_ROOT fails with the error number in that file, also through descriptors that are open already. So does
 * a file system that the kernel makes read-only after an error, which no mount option can bring about while files are
 * open.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, ...) \
  static type (*next_##name)(__VA_ARGS__) = NULL; \
  if (next_##name == NULL) next_##name = dlsym(RTLD_NEXT, #name)

static int (*plain_open)(const char *, int, ...);

/* 0 while all is well. */
static int failure(void) {
  const char *when = getenv("FAILING_WHEN");
  if (when == NULL || access(when, F_OK) != 0) return 0;
  if (plain_open == NULL) plain_open = dlsym(RTLD_NEXT, "open");
  char text[16] = "";
  int file = plain_open(when, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  return length > 0 ? atoi(text) : 0;
}

static int is_below(const char *path) {
  const char *root = getenv("FAILING_ROOT");
  return root != NULL && path != NULL && strncmp(path, root, strlen(root)) == 0;
}

static int fails_at(const char *path) {
  int error = failure();
  if (error == 0 || !is_below(path)) return 0;
  errno = error;
  return 1;
}

static int fails_on(int fd) {
  int error = failure();
  if (error == 0) return 0;
  char name[64], path[PATH_MAX];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(name, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  if (!is_below(path)) return 0;
  errno = error;
  return 1;
}

#define CHANGES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, name, const char *, int, ...); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    return (flags & CHANGES) && fails_at(path) ? -1 : next_##name(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define ON_FILE(type, name, declared, passed, ...) \
  type name declared { \
    REAL(type, name, __VA_ARGS__); \
    return fails_on(fd) ? -1 : next_##name passed; \
  }
ON_FILE(ssize_t, write, (int fd, const void *octets, size_t length), (fd, octets, length), int, const void *, size_t)
ON_FILE(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count), int,
        const struct iovec *, int)
ON_FILE(ssize_t, pwrite, (int fd, const void *octets, size_t length, off_t at), (fd, octets, length, at), int,
        const void *, size_t, off_t)
ON_FILE(ssize_t, pwrite64, (int fd, const void *octets, size_t length, off64_t at), (fd, octets, length, at), int,
        const void *, size_t, off64_t)
ON_FILE(ssize_t, pwritev, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at), int,
        const struct iovec *, int, off_t)
ON_FILE(ssize_t, pwritev64, (int fd, const struct iovec *parts, int count, off64_t at), (fd, parts, count, at), int,
        const struct iovec *, int, off64_t)
ON_FILE(int, ftruncate, (int fd, off_t size), (fd, size), int, off_t)
ON_FILE(int, ftruncate64, (int fd, off64_t size), (fd, size), int, off64_t)
ON_FILE(int, fsync, (int fd), (fd), int)
ON_FILE(int, fdatasync, (int fd), (fd), int)

#define AT_PATH(name, declared, passed, ...) \
  int name declared { \
    REAL(int, name, __VA_ARGS__); \
    return fails_at(path) ? -1 : next_##name passed; \
  }
AT_PATH(unlink, (const char *path), (path), const char *)
AT_PATH(rmdir, (const char *path), (path), const char *)
AT_PATH(remove, (const char *path), (path), const char *)
AT_PATH(mkdir, (const char *path, mode_t mode), (path, mode), const char *, mode_t)
AT_PATH(rename, (const char *path, const char *to), (path, to), const char *, const char *)
AT_PATH(link, (const char *path, const char *to), (path, to), const char *, const char *)
