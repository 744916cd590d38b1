/*
 * Preloaded into a program (LD_PRELOAD), this notes everything that it does to files below WRITE_LOG_ROOT, in order, in
 * WRITE_LOG_FILE; the calls themselves go on as they were. write-log.ts reads the notes, and disk-after-cut.ts makes of
 * them what a disk may hold after a power cut.
 *
 * The order is what makes it worth anything:
 * - a write is noted when it has returned: only then may a sync that begins later be relied upon for it;
 * - a sync is noted when it begins (what it covers) and when it has returned without error (from when on it holds);
 * - a reply to a mail client is noted before it is sent: what it promises has to be on the disk by then.
 *
 * Memory maps are not seen. Of Mailroom's files only SQLite's -shm is mapped, and that is made anew after a crash.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536
#define LONGEST_REPLY 1024

/* As write-log.ts reads it: little-endian, then path, second path and content. */
struct note {
  uint8_t kind;
  uint8_t unused[3];
  uint32_t handle;
  uint64_t number;
  uint32_t path_length;
  uint32_t second_length;
  uint64_t length;
} __attribute__((packed));

static int log_file = -1;
static char root[PATH_MAX];
static size_t root_length;
/* By descriptor; 0 where it is none of ours. A number is given once. */
static uint32_t handles[MOST_FILES];
static uint32_t next_handle = 1;
static uint64_t next_sync = 1;

static ssize_t (*real_writev)(int, const struct iovec *, int);

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) {
    fprintf(stderr, "write-log: there is no %s\n", name);
    abort();
  }
  return found;
}

#define REAL(type, name, ...) \
  static type (*next_##name)(__VA_ARGS__) = NULL; \
  if (next_##name == NULL) next_##name = real(#name)

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("WRITE_LOG_ROOT");
  const char *file = getenv("WRITE_LOG_FILE");
  real_writev = real("writev");
  if (folder == NULL || file == NULL) return;
  snprintf(root, sizeof root, "%s", folder);
  root_length = strlen(root);
  int (*open_file)(const char *, int, ...) = real("open");
  log_file = open_file(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (log_file < 0) {
    perror("write-log");
    abort();
  }
}

/* One writev to a file that is appended to: notes of all threads, and of the test itself, stand one after another. */
static void note(char kind, uint32_t handle, uint64_t number, const char *path, const char *second,
                 const struct iovec *content, int count, size_t length) {
  if (log_file < 0) return;
  int saved = errno;
  struct note head = {.kind = (uint8_t)kind, .handle = handle, .number = number, .length = length};
  head.path_length = path == NULL ? 0 : (uint32_t)strlen(path);
  head.second_length = second == NULL ? 0 : (uint32_t)strlen(second);
  struct iovec parts[3 + 64];
  int used = 0;
  parts[used++] = (struct iovec){&head, sizeof head};
  if (head.path_length > 0) parts[used++] = (struct iovec){(void *)path, head.path_length};
  if (head.second_length > 0) parts[used++] = (struct iovec){(void *)second, head.second_length};
  char *joined = NULL;
  if (count > 0) {
    /* What was written may be less than what was given. */
    joined = malloc(length == 0 ? 1 : length);
    size_t at = 0;
    for (int index = 0; index < count && at < length; index++) {
      size_t part = content[index].iov_len < length - at ? content[index].iov_len : length - at;
      memcpy(joined + at, content[index].iov_base, part);
      at += part;
    }
    parts[used++] = (struct iovec){joined, length};
  }
  size_t total = sizeof head + head.path_length + head.second_length + length;
  if (real_writev(log_file, parts, used) != (ssize_t)total) {
    fprintf(stderr, "write-log: a note was cut short\n");
    abort();
  }
  free(joined);
  errno = saved;
}

static int is_ours(const char *path) {
  return log_file >= 0 && path != NULL && strncmp(path, root, root_length) == 0 &&
         (path[root_length] == '/' || path[root_length] == '\0');
}

static uint32_t handle_of(int fd) {
  return fd >= 0 && fd < MOST_FILES ? __atomic_load_n(&handles[fd], __ATOMIC_ACQUIRE) : 0;
}

static int exists(const char *path) {
  struct stat found;
  return stat(path, &found) == 0;
}

static int opened(int fd, const char *path, int flags, int was_there) {
  if (fd < 0 || fd >= MOST_FILES) return fd;
  uint32_t handle = __atomic_fetch_add(&next_handle, 1, __ATOMIC_ACQ_REL);
  uint64_t changes = (was_there ? 0 : 1) | ((flags & O_TRUNC) ? 2 : 0);
  note('O', handle, changes, path, NULL, NULL, 0, 0);
  __atomic_store_n(&handles[fd], handle, __ATOMIC_RELEASE);
  return fd;
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  REAL(int, open, const char *, int, ...);
  if (!is_ours(path)) return next_open(path, flags, mode);
  int was_there = exists(path);
  return opened(next_open(path, flags, mode), path, flags, was_there);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  REAL(int, open64, const char *, int, ...);
  if (!is_ours(path)) return next_open64(path, flags, mode);
  int was_there = exists(path);
  return opened(next_open64(path, flags, mode), path, flags, was_there);
}

static void closing(int fd) {
  if (handle_of(fd) != 0) __atomic_store_n(&handles[fd], 0, __ATOMIC_RELEASE);
}

int close(int fd) {
  REAL(int, close, int);
  closing(fd);
  return next_close(fd);
}

/* libuv closes files so, because glibc's close is a cancellation point. */
long syscall(long number, ...) {
  REAL(long, syscall, long, ...);
  long given[6];
  va_list rest;
  va_start(rest, number);
  for (int index = 0; index < 6; index++) given[index] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_close) closing((int)given[0]);
  return next_syscall(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

/* Replies begin with a digit; commands to next hops do not. */
static void replied(int fd, const struct iovec *content, int count) {
  if (count == 0 || content[0].iov_len < 4 || log_file < 0) return;
  char first = ((const char *)content[0].iov_base)[0];
  if (first < '2' || first > '5') return;
  struct stat found;
  if (fstat(fd, &found) != 0 || !S_ISSOCK(found.st_mode)) return;
  size_t length = 0;
  for (int index = 0; index < count; index++) length += content[index].iov_len;
  if (length <= LONGEST_REPLY) note('N', 0, 0, NULL, NULL, content, count, length);
}

static void wrote(int fd, off_t offset, const struct iovec *content, int count, ssize_t length) {
  uint32_t handle = handle_of(fd);
  if (handle == 0 || length <= 0) return;
  off_t at = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR) - length;
  note('W', handle, (uint64_t)at, NULL, NULL, content, count, (size_t)length);
}

ssize_t write(int fd, const void *octets, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  struct iovec content = {(void *)octets, length};
  if (handle_of(fd) == 0) {
    replied(fd, &content, 1);
    return next_write(fd, octets, length);
  }
  ssize_t done = next_write(fd, octets, length);
  wrote(fd, -1, &content, 1, done);
  return done;
}

ssize_t writev(int fd, const struct iovec *content, int count) {
  if (handle_of(fd) == 0) {
    replied(fd, content, count);
    return real_writev(fd, content, count);
  }
  ssize_t done = real_writev(fd, content, count);
  wrote(fd, -1, content, count, done);
  return done;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
  replied(fd, message->msg_iov, (int)message->msg_iovlen);
  return next_sendmsg(fd, message, flags);
}

#define PWRITE(name, offset_type) \
  ssize_t name(int fd, const void *octets, size_t length, offset_type offset) { \
    REAL(ssize_t, name, int, const void *, size_t, offset_type); \
    ssize_t done = next_##name(fd, octets, length, offset); \
    struct iovec content = {(void *)octets, length}; \
    wrote(fd, offset, &content, 1, done); \
    return done; \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PWRITEV(name, offset_type) \
  ssize_t name(int fd, const struct iovec *content, int count, offset_type offset) { \
    REAL(ssize_t, name, int, const struct iovec *, int, offset_type); \
    ssize_t done = next_##name(fd, content, count, offset); \
    wrote(fd, offset, content, count, done); \
    return done; \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define FTRUNCATE(name, offset_type) \
  int name(int fd, offset_type size) { \
    REAL(int, name, int, offset_type); \
    int done = next_##name(fd, size); \
    if (done == 0 && handle_of(fd) != 0) note('T', handle_of(fd), (uint64_t)size, NULL, NULL, NULL, 0, 0); \
    return done; \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    REAL(int, name, int); \
    uint32_t handle = handle_of(fd); \
    if (handle == 0) return next_##name(fd); \
    uint64_t sync = __atomic_fetch_add(&next_sync, 1, __ATOMIC_ACQ_REL); \
    note('S', handle, sync, NULL, NULL, NULL, 0, 0); \
    int done = next_##name(fd); \
    if (done == 0) note('E', handle, sync, NULL, NULL, NULL, 0, 0); \
    return done; \
  }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  int done = next_rename(from, to);
  if (done == 0 && is_ours(to)) note('R', 0, 0, from, to, NULL, 0, 0);
  return done;
}

int link(const char *from, const char *to) {
  REAL(int, link, const char *, const char *);
  int done = next_link(from, to);
  if (done == 0 && is_ours(to)) note('L', 0, 0, from, to, NULL, 0, 0);
  return done;
}

#define REMOVE(name) \
  int name(const char *path) { \
    REAL(int, name, const char *); \
    int done = next_##name(path); \
    if (done == 0 && is_ours(path)) note('U', 0, 0, path, NULL, NULL, 0, 0); \
    return done; \
  }
REMOVE(unlink)
REMOVE(rmdir)
REMOVE(remove)

int mkdir(const char *path, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  int done = next_mkdir(path, mode);
  if (done == 0 && is_ours(path)) note('M', 0, 0, path, NULL, NULL, 0, 0);
  return done;
}
