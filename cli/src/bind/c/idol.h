/*
 * What the clients of all interfaces share: calls, and values as bytes.
 * C99, without allocation. Nothing here needs an operating system.
 */
#ifndef IDOL_H
#define IDOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What came of a call. */
typedef enum {
    /* There is a value. */
    IDOL_OK = 0,
    /* There is an error of the interface, if the operation has one. */
    IDOL_ERROR,
    /* The server died before it answered. */
    IDOL_DIED,
    /* Of a cursor: there is nothing more. */
    IDOL_END,
    /* A value that its type does not have: nothing was sent. */
    IDOL_BAD_VALUE,
    /* A lease is too long, or ends within an element: nothing was sent. */
    IDOL_BAD_LEASE,
    /* The server answered what its interface does not have. */
    IDOL_BAD_REPLY,
    /* The transport did not pass the request on, or its answer back. */
    IDOL_TRANSPORT
} idol_status;

/* What a status means, in English. */
const char *idol_status_text(idol_status status);

/* What a server may do with memory that is lent to it. */
typedef enum {
    IDOL_READ,
    IDOL_WRITE,
    IDOL_READ_WRITE
} idol_access;

/* Memory that a server may use while the caller waits, in bytes. */
typedef struct {
    idol_access access;
    /* What the server may read; null if it may not. */
    const uint8_t *read;
    /* What the server may write, the same memory; null if it may not. */
    uint8_t *write;
    size_t length;
} idol_lease;

/* A request on its way. */
typedef struct {
    /* The operation's number and its name. */
    uint16_t operation;
    const char *name;
    const uint8_t *message;
    size_t length;
    /* Where the reply goes, and how much there may be of it. */
    uint8_t *reply;
    size_t room;
    const idol_lease *leases;
    size_t lease_count;
} idol_request;

/* What came back: the return code, and the length of the reply. */
typedef struct {
    uint32_t code;
    size_t length;
} idol_answer;

/* Ask a server that has died again for as long as it takes. */
#define IDOL_FOREVER UINT32_MAX

/* The way to a server. */
typedef struct {
    /*
     * Passes a request on and waits for the answer: puts the reply where the
     * request says, and what the server wrote into the leases. A server that
     * has died answers with its dead code, 0xffffff00 and its generation.
     * False if there is no answer.
     */
    bool (*call)(void *context, const idol_request *request,
                 idol_answer *answer);
    void *context;
    /*
     * How often a server that has died is asked again, where the interface
     * allows that: IDOL_FOREVER, as clients in Rust do, or fewer.
     */
    uint32_t retries;
} idol_transport;

/* Whether a return code says that the server has died. */
bool idol_is_dead(uint32_t code);

/* Calls, and asks a server that died again where that is allowed. */
idol_status idol_call(const idol_transport *transport,
                      const idol_request *request, bool idempotent,
                      idol_answer *answer);

/* Integers of 128 bits. */
typedef struct {
    uint64_t low;
    uint64_t high;
} idol_u128;

typedef struct {
    uint64_t low;
    int64_t high;
} idol_i128;

/* Bytes that are written, and whether there was room for all of them. */
typedef struct {
    uint8_t *at;
    size_t left;
} idol_writer;

/* Bytes that are read from the front. */
typedef struct {
    const uint8_t *at;
    size_t left;
} idol_reader;

bool idol_write(idol_writer *to, const uint8_t *bytes, size_t length);
bool idol_read(idol_reader *from, uint8_t *bytes, size_t length);

/* What follows at `length` bytes, which are passed; null if there is less. */
uint8_t *idol_room(idol_writer *to, size_t length);
const uint8_t *idol_next(idol_reader *from, size_t length);

/*
 * Values in memory (`put`, `get`) and as serde writes them (`write`, `read`).
 * False if the value, or the bytes, are none of the type, or there is no room.
 */
#define IDOL_SCALAR(name, type)                                                \
    bool idol_put_##name(uint8_t *memory, type value);                         \
    bool idol_get_##name(const uint8_t *memory, type *value);                  \
    bool idol_write_##name(idol_writer *to, type value);                       \
    bool idol_read_##name(idol_reader *from, type *value);

IDOL_SCALAR(u8, uint8_t)
IDOL_SCALAR(u16, uint16_t)
IDOL_SCALAR(u32, uint32_t)
IDOL_SCALAR(u64, uint64_t)
IDOL_SCALAR(u128, idol_u128)
IDOL_SCALAR(i8, int8_t)
IDOL_SCALAR(i16, int16_t)
IDOL_SCALAR(i32, int32_t)
IDOL_SCALAR(i64, int64_t)
IDOL_SCALAR(i128, idol_i128)
IDOL_SCALAR(f32, float)
IDOL_SCALAR(f64, double)
IDOL_SCALAR(bool, bool)
/* A character by its number, in serde's formats as UTF-8. */
IDOL_SCALAR(char, uint32_t)

#undef IDOL_SCALAR

/* Words of a machine, which serde writes in 8 bytes. */
bool idol_write_word_u16(idol_writer *to, uint16_t value);
bool idol_write_word_u32(idol_writer *to, uint32_t value);
bool idol_write_word_u64(idol_writer *to, uint64_t value);
bool idol_write_word_i16(idol_writer *to, int16_t value);
bool idol_write_word_i32(idol_writer *to, int32_t value);
bool idol_write_word_i64(idol_writer *to, int64_t value);
bool idol_read_word_u16(idol_reader *from, uint16_t *value);
bool idol_read_word_u32(idol_reader *from, uint32_t *value);
bool idol_read_word_u64(idol_reader *from, uint64_t *value);
bool idol_read_word_i16(idol_reader *from, int16_t *value);
bool idol_read_word_i32(idol_reader *from, int32_t *value);
bool idol_read_word_i64(idol_reader *from, int64_t *value);

/* The number that tells the variant of an enum, of `size` bytes in memory. */
void idol_put_tag(uint8_t *memory, size_t size, uint64_t value);
uint64_t idol_get_tag(const uint8_t *memory, size_t size);

#ifdef __cplusplus
}
#endif

#endif
