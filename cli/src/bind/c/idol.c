/* What the clients of all interfaces share: see the header. */
#include "idol.h"

#include <string.h>

/* Return codes from this one on say that the server has died. */
#define FIRST_DEAD_CODE UINT32_C(0xffffff00)

const char *idol_status_text(idol_status status)
{
    switch (status) {
    case IDOL_OK:
        return "ok";
    case IDOL_ERROR:
        return "the operation failed";
    case IDOL_DIED:
        return "the server has died";
    case IDOL_END:
        return "there is nothing more";
    case IDOL_BAD_VALUE:
        return "an argument is no value of its type";
    case IDOL_BAD_LEASE:
        return "a lease has a wrong length";
    case IDOL_BAD_REPLY:
        return "the server does not keep to its interface";
    case IDOL_TRANSPORT:
        return "the transport failed";
    }
    return "no status";
}

bool idol_is_dead(uint32_t code)
{
    return code >= FIRST_DEAD_CODE;
}

idol_status idol_call(const idol_transport *transport,
                      const idol_request *request, bool idempotent,
                      idol_answer *answer)
{
    uint32_t left = transport->retries;
    for (;;) {
        answer->code = 0;
        answer->length = 0;
        if (!transport->call(transport->context, request, answer)) {
            return IDOL_TRANSPORT;
        }
        if (!idol_is_dead(answer->code)) {
            return answer->length <= request->room ? IDOL_OK : IDOL_BAD_REPLY;
        }
        if (!idempotent || left == 0) {
            return IDOL_DIED;
        }
        if (left != IDOL_FOREVER) {
            left--;
        }
    }
}

/* Where values without bytes are: what is empty may have no address. */
static uint8_t nowhere[1];

uint8_t *idol_room(idol_writer *to, size_t length)
{
    uint8_t *at = to->at;
    if (length == 0) {
        return nowhere;
    }
    if (length > to->left) {
        return NULL;
    }
    to->left -= length;
    to->at += length;
    return at;
}

const uint8_t *idol_next(idol_reader *from, size_t length)
{
    const uint8_t *at = from->at;
    if (length == 0) {
        return nowhere;
    }
    if (length > from->left) {
        return NULL;
    }
    from->left -= length;
    from->at += length;
    return at;
}

bool idol_write(idol_writer *to, const uint8_t *bytes, size_t length)
{
    uint8_t *at = idol_room(to, length);
    if (at == NULL) {
        return false;
    }
    memcpy(at, bytes, length);
    return true;
}

bool idol_read(idol_reader *from, uint8_t *bytes, size_t length)
{
    const uint8_t *at = idol_next(from, length);
    if (at == NULL) {
        return false;
    }
    memcpy(bytes, at, length);
    return true;
}

void idol_put_tag(uint8_t *memory, size_t size, uint64_t value)
{
    size_t i;
    for (i = 0; i < size; i++) {
        memory[i] = (uint8_t)(value >> (8 * i));
    }
}

uint64_t idol_get_tag(const uint8_t *memory, size_t size)
{
    uint64_t value = 0;
    size_t i;
    for (i = 0; i < size; i++) {
        value |= (uint64_t)memory[i] << (8 * i);
    }
    return value;
}

/* A value whose bytes serde writes as they are in memory. */
#define AS_IN_MEMORY(name, type, size)                                         \
    bool idol_write_##name(idol_writer *to, type value)                        \
    {                                                                          \
        uint8_t *at = idol_room(to, size);                                     \
        return at != NULL && idol_put_##name(at, value);                       \
    }                                                                          \
    bool idol_read_##name(idol_reader *from, type *value)                      \
    {                                                                          \
        const uint8_t *at = idol_next(from, size);                             \
        return at != NULL && idol_get_##name(at, value);                       \
    }

/* An integer by way of 64 bits without a sign. */
#define INTEGER(name, type, size)                                              \
    bool idol_put_##name(uint8_t *memory, type value)                          \
    {                                                                          \
        idol_put_tag(memory, size, (uint64_t)value);                           \
        return true;                                                           \
    }                                                                          \
    bool idol_get_##name(const uint8_t *memory, type *value)                   \
    {                                                                          \
        *value = (type)idol_get_tag(memory, size);                             \
        return true;                                                           \
    }                                                                          \
    AS_IN_MEMORY(name, type, size)

INTEGER(u8, uint8_t, 1)
INTEGER(u16, uint16_t, 2)
INTEGER(u32, uint32_t, 4)
INTEGER(u64, uint64_t, 8)
INTEGER(i8, int8_t, 1)
INTEGER(i16, int16_t, 2)
INTEGER(i32, int32_t, 4)
INTEGER(i64, int64_t, 8)

/* An integer in two halves. */
#define HALVES(name, type, half)                                               \
    bool idol_put_##name(uint8_t *memory, type value)                          \
    {                                                                          \
        idol_put_tag(memory, 8, value.low);                                    \
        idol_put_tag(memory + 8, 8, (uint64_t)value.high);                     \
        return true;                                                           \
    }                                                                          \
    bool idol_get_##name(const uint8_t *memory, type *value)                   \
    {                                                                          \
        value->low = idol_get_tag(memory, 8);                                  \
        value->high = (half)idol_get_tag(memory + 8, 8);                       \
        return true;                                                           \
    }                                                                          \
    AS_IN_MEMORY(name, type, 16)

HALVES(u128, idol_u128, uint64_t)
HALVES(i128, idol_i128, int64_t)

/* A float by the integer that has its bits. */
#define FLOAT(name, type, bits, size)                                          \
    bool idol_put_##name(uint8_t *memory, type value)                          \
    {                                                                          \
        bits same;                                                             \
        memcpy(&same, &value, size);                                           \
        idol_put_tag(memory, size, same);                                      \
        return true;                                                           \
    }                                                                          \
    bool idol_get_##name(const uint8_t *memory, type *value)                   \
    {                                                                          \
        bits same = (bits)idol_get_tag(memory, size);                          \
        memcpy(value, &same, size);                                            \
        return true;                                                           \
    }                                                                          \
    AS_IN_MEMORY(name, type, size)

FLOAT(f32, float, uint32_t, 4)
FLOAT(f64, double, uint64_t, 8)

bool idol_put_bool(uint8_t *memory, bool value)
{
    memory[0] = value ? 1 : 0;
    return true;
}

bool idol_get_bool(const uint8_t *memory, bool *value)
{
    *value = memory[0] != 0;
    return memory[0] <= 1;
}

AS_IN_MEMORY(bool, bool, 1)

static bool is_char(uint32_t value)
{
    return value <= 0x10ffff && !(value >= 0xd800 && value < 0xe000);
}

bool idol_put_char(uint8_t *memory, uint32_t value)
{
    idol_put_tag(memory, 4, value);
    return is_char(value);
}

bool idol_get_char(const uint8_t *memory, uint32_t *value)
{
    *value = (uint32_t)idol_get_tag(memory, 4);
    return is_char(*value);
}

/* How many bytes UTF-8 has for a character. */
static size_t width(uint32_t value)
{
    return value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
}

bool idol_write_char(idol_writer *to, uint32_t value)
{
    static const uint8_t leads[4] = {0x00, 0xc0, 0xe0, 0xf0};
    size_t length = width(value), i;
    uint8_t *at;
    if (!is_char(value)) {
        return false;
    }
    at = idol_room(to, length);
    if (at == NULL) {
        return false;
    }
    for (i = length - 1; i > 0; i--) {
        at[i] = (uint8_t)(0x80 | (value & 0x3f));
        value >>= 6;
    }
    at[0] = (uint8_t)(leads[length - 1] | value);
    return true;
}

bool idol_read_char(idol_reader *from, uint32_t *value)
{
    const uint8_t *at = idol_next(from, 1);
    size_t length, i;
    uint32_t found;
    if (at == NULL) {
        return false;
    }
    if (at[0] < 0x80) {
        *value = at[0];
        return true;
    }
    if (at[0] < 0xc0 || at[0] >= 0xf8) {
        return false;
    }
    length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    found = at[0] & (0xffu >> (length + 1));
    at = idol_next(from, length - 1);
    if (at == NULL) {
        return false;
    }
    for (i = 0; i < length - 1; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return false;
        }
        found = found << 6 | (at[i] & 0x3fu);
    }
    *value = found;
    /* Nothing is written longer than it needs. */
    return is_char(found) && width(found) == length;
}

/* A word, which is refused if it is wider than the machine's. */
#define WORD(name, type, wide)                                                 \
    bool idol_write_word_##name(idol_writer *to, type value)                   \
    {                                                                          \
        return idol_write_##wide(to, value);                                   \
    }                                                                          \
    bool idol_read_word_##name(idol_reader *from, type *value)                 \
    {                                                                          \
        wide##_type found;                                                     \
        if (!idol_read_##wide(from, &found)) {                                 \
            return false;                                                      \
        }                                                                      \
        *value = (type)found;                                                  \
        return *value == found;                                                \
    }

typedef uint64_t u64_type;
typedef int64_t i64_type;

WORD(u16, uint16_t, u64)
WORD(u32, uint32_t, u64)
WORD(u64, uint64_t, u64)
WORD(i16, int16_t, i64)
WORD(i32, int32_t, i64)
WORD(i64, int64_t, i64)
