/* Faults of a disk, preloaded under a program that knows nothing of it (LD_PRELOAD).
 *
 * Whatever changes a file below one folder is an operation, and counted: write, pwrite, pwritev, writev, fsync,
 * fdatasync, ftruncate, unlink, rename, link, and open where it makes or empties a file. What is done at operation
 * number `at` is said by faults_arm: the process is killed before it (also half-way through it), it fails with an
 * error once or from then on, or all operations are written down with their data. SQLite maps its -shm file into
 * memory: what it writes there is not seen, and is worth nothing after a loss of power.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, KILL_HALF, FAIL, LOG };
enum { WRITE, SYNC, TRUNCATE, UNLINK, RENAME, LINK, CREATE, MARK, READ };

static char folder[4096];
static size_t folder_length;
static int mode, error_number, sticky, with_reads, log_file = -1;
static long at, seen;

#define NEXT(name) ((__typeof__(&name))next(#name))

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

void faults_arm(const char *below, int how, long number, int error, int from_then_on, int reads, int log) {
    folder_length = strlen(below);
    memcpy(folder, below, folder_length + 1);
    at = number, error_number = error, sticky = from_then_on, with_reads = reads, log_file = log;
    seen = 0, mode = how;
}

long faults_seen(void) { return seen; }

static int below(const char *path) {
    return mode != OFF && path != NULL && strncmp(path, folder, folder_length) == 0;
}

static const char *path_of(int fd) {
    static char link[64], path[4096];
    ssize_t length;
    if (mode == OFF) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return NULL;
    path[length] = 0;
    return path;
}

/* Counts an operation: 0 to go on, 1 to fail. A kill half-way is left to the writes. */
static int struck(int kind) {
    int now = ++seen == at;
    if (mode == KILL && now) kill(getpid(), SIGKILL);
    if (mode == KILL_HALF && now && kind != WRITE) kill(getpid(), SIGKILL);
    if (mode != FAIL || !(now || (sticky && seen > at))) return 0;
    if (error_number == ENOSPC && (kind == UNLINK || kind == READ)) return 0;
    errno = error_number;
    return 1;
}

static void put_down(int kind, const char *path, int64_t offset, const void *data, int64_t length) {
    struct { int32_t kind, path; int64_t offset, length; } head;
    int error = errno;
    if (mode != LOG) return;
    head.kind = kind, head.path = (int32_t)strlen(path), head.offset = offset, head.length = data ? length : 0;
    if (kind == TRUNCATE) head.offset = length;
    NEXT(write)(log_file, &head, sizeof head);
    NEXT(write)(log_file, path, head.path);
    if (data != NULL) NEXT(write)(log_file, data, length);
    errno = error;
}

void faults_mark(long number) { put_down(MARK, "", number, NULL, 0); }

static int64_t place_of(int fd) {
    int flags = fcntl(fd, F_GETFL);
    struct stat file;
    if (flags & O_APPEND && fstat(fd, &file) == 0) return file.st_size;
    return lseek(fd, 0, SEEK_CUR);
}

#define HALF (mode == KILL_HALF && seen == at)

ssize_t write(int fd, const void *data, size_t length) {
    const char *path = path_of(fd);
    char kept[4096];
    int64_t place;
    ssize_t written;
    if (!below(path)) return NEXT(write)(fd, data, length);
    if (struck(WRITE)) return -1;
    strcpy(kept, path);
    place = place_of(fd);
    written = NEXT(write)(fd, data, HALF ? length / 2 : length);
    if (HALF) kill(getpid(), SIGKILL);
    if (written > 0) put_down(WRITE, kept, place, data, written);
    return written;
}

static ssize_t written_at(int fd, const void *data, size_t length, int64_t offset) {
    const char *path = path_of(fd);
    ssize_t written;
    if (!below(path)) return NEXT(pwrite64)(fd, data, length, offset);
    if (struck(WRITE)) return -1;
    written = NEXT(pwrite64)(fd, data, HALF ? length / 2 : length, offset);
    if (HALF) kill(getpid(), SIGKILL);
    if (written > 0) put_down(WRITE, path, offset, data, written);
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return written_at(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return written_at(fd, data, length, offset); }

/* Several pieces are written one by one; who calls goes on where fewer were written. */
ssize_t writev(int fd, const struct iovec *pieces, int count) {
    return below(path_of(fd)) && count > 0 ? write(fd, pieces[0].iov_base, pieces[0].iov_len)
                                           : NEXT(writev)(fd, pieces, count);
}
ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset) {
    return below(path_of(fd)) && count > 0 ? written_at(fd, pieces[0].iov_base, pieces[0].iov_len, offset)
                                           : NEXT(pwritev)(fd, pieces, count, offset);
}

#define READING(declared, called) \
    declared { \
        if (with_reads && below(path_of(fd)) && struck(READ)) return -1; \
        return called; \
    }
READING(ssize_t read(int fd, void *data, size_t length), NEXT(read)(fd, data, length))
READING(ssize_t pread(int fd, void *data, size_t length, off_t offset), NEXT(pread)(fd, data, length, offset))
READING(ssize_t pread64(int fd, void *data, size_t length, off64_t offset), NEXT(pread64)(fd, data, length, offset))

#define ON_FILE(declared, kind, length, called) \
    declared { \
        const char *path = path_of(fd); \
        int done; \
        if (!below(path)) return called; \
        if (struck(kind)) return -1; \
        done = called; \
        if (done == 0) put_down(kind, path, 0, NULL, length); \
        return done; \
    }
ON_FILE(int fsync(int fd), SYNC, 0, NEXT(fsync)(fd))
ON_FILE(int fdatasync(int fd), SYNC, 0, NEXT(fdatasync)(fd))
ON_FILE(int ftruncate(int fd, off_t length), TRUNCATE, length, NEXT(ftruncate)(fd, length))
ON_FILE(int ftruncate64(int fd, off64_t length), TRUNCATE, length, NEXT(ftruncate64)(fd, length))

#define ON_PATH(declared, kind, path, other, called) \
    declared { \
        const char *second = other; \
        int done; \
        if (!below(path)) return called; \
        if (struck(kind)) return -1; \
        done = called; \
        if (done == 0) put_down(kind, path, 0, second, second ? strlen(second) : 0); \
        return done; \
    }
ON_PATH(int unlink(const char *path), UNLINK, path, NULL, NEXT(unlink)(path))
ON_PATH(int unlinkat(int from, const char *path, int flags), UNLINK, path, NULL, NEXT(unlinkat)(from, path, flags))
ON_PATH(int rename(const char *path, const char *new), RENAME, path, new, NEXT(rename)(path, new))
ON_PATH(int link(const char *path, const char *new), LINK, path, new, NEXT(link)(path, new))

static int changes(const char *path, int flags) {
    struct stat file;
    if (!(flags & (O_CREAT | O_TRUNC)) || !below(path)) return 0;
    return flags & O_TRUNC || stat(path, &file) != 0;
}

#define OPENING(declared, called) \
    declared { \
        int opened, counted = changes(path, flags); \
        mode_t bits = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list more; \
            va_start(more, flags); \
            bits = va_arg(more, mode_t); \
            va_end(more); \
        } \
        if (counted && struck(CREATE)) return -1; \
        opened = called; \
        if (counted && opened >= 0) put_down(CREATE, path, flags & O_TRUNC ? 1 : 0, NULL, 0); \
        return opened; \
    }
OPENING(int open(const char *path, int flags, ...), NEXT(open)(path, flags, bits))
OPENING(int open64(const char *path, int flags, ...), NEXT(open64)(path, flags, bits))
OPENING(int openat(int from, const char *path, int flags, ...), NEXT(openat)(from, path, flags, bits))
OPENING(int openat64(int from, const char *path, int flags, ...), NEXT(openat64)(from, path, flags, bits))
