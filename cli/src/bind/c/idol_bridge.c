/*
 * The way to servers behind an `idol-bridge`: see the header.
 *
 * Neither a request nor its answer is ever held as a whole: requests are
 * written as they are made, answers are read once from the front, and what they
 * carry goes to where it belongs.
 */
#define _POSIX_C_SOURCE 200809L

#include "idol_bridge.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* How deep what is passed over may be nested. */
#define DEEPEST 64

static bool failed(idol_bridge *bridge, const char *why)
{
    /* What the bridge said goes before what followed of it. */
    if (bridge->message[0] == '\0') {
        snprintf(bridge->message, sizeof bridge->message, "%s", why);
    }
    return false;
}

static bool system_failed(idol_bridge *bridge)
{
    return failed(bridge, strerror(errno));
}

bool idol_bridge_connect(idol_bridge *bridge, const char *path)
{
    struct sockaddr_un address;
    size_t length = strlen(path);
    bridge->socket = -1;
    bridge->number = 0;
    bridge->error = 0;
    bridge->message[0] = '\0';
    bridge->begin = 0;
    bridge->end = 0;
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    if (length >= sizeof address.sun_path) {
        return failed(bridge, "the path is too long for a socket");
    }
    memcpy(address.sun_path, path, length);
    bridge->socket = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bridge->socket < 0) {
        return system_failed(bridge);
    }
    if (connect(bridge->socket, (const struct sockaddr *)&address,
                sizeof address) != 0) {
        system_failed(bridge);
        idol_bridge_close(bridge);
        return false;
    }
    return true;
}

void idol_bridge_close(idol_bridge *bridge)
{
    if (bridge->socket >= 0) {
        close(bridge->socket);
    }
    bridge->socket = -1;
}

/* What is to be sent, a piece at a time. */
typedef struct {
    idol_bridge *bridge;
    bool failed;
    size_t length;
    char bytes[1024];
} sender;

static void flush(sender *to)
{
    size_t done = 0;
    while (!to->failed && done < to->length) {
        ssize_t sent = send(to->bridge->socket, to->bytes + done,
                            to->length - done, MSG_NOSIGNAL);
        if (sent > 0) {
            done += (size_t)sent;
        } else if (errno != EINTR) {
            to->failed = true;
            system_failed(to->bridge);
        }
    }
    to->length = 0;
}

static void say_byte(sender *to, char byte)
{
    if (to->length == sizeof to->bytes) {
        flush(to);
    }
    to->bytes[to->length++] = byte;
}

static void say(sender *to, const char *text)
{
    for (; *text != '\0'; text++) {
        say_byte(to, *text);
    }
}

static void say_number(sender *to, size_t number)
{
    char digits[3 * sizeof number + 1];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    say(to, digits + at);
}

/* A string of JSON. */
static void say_string(sender *to, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    say_byte(to, '"');
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20) {
            say(to, "\\u00");
            say_byte(to, hex[byte >> 4]);
            say_byte(to, hex[byte & 15]);
            continue;
        }
        if (byte == '"' || byte == '\\') {
            say_byte(to, '\\');
        }
        say_byte(to, *text);
    }
    say_byte(to, '"');
}

static const char digits64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void say_base64(sender *to, const uint8_t *bytes, size_t length)
{
    size_t at;
    say_byte(to, '"');
    for (at = 0; at < length; at += 3) {
        size_t left = length - at;
        uint32_t group = (uint32_t)bytes[at] << 16;
        group |= left > 1 ? (uint32_t)bytes[at + 1] << 8 : 0;
        group |= left > 2 ? (uint32_t)bytes[at + 2] : 0;
        say_byte(to, digits64[group >> 18]);
        say_byte(to, digits64[group >> 12 & 63]);
        say_byte(to, left > 1 ? digits64[group >> 6 & 63] : '=');
        say_byte(to, left > 2 ? digits64[group & 63] : '=');
    }
    say_byte(to, '"');
}

/* The next byte of an answer, which stays there; -1 at its end. */
static int peek(idol_bridge *from)
{
    while (from->begin == from->end) {
        ssize_t got =
            recv(from->socket, from->bytes, sizeof from->bytes, 0);
        if (got == 0) {
            failed(from, "the bridge has closed the connection");
            return -1;
        }
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            system_failed(from);
            return -1;
        }
        from->begin = 0;
        from->end = (size_t)got;
    }
    return (unsigned char)from->bytes[from->begin];
}

static int take(idol_bridge *from)
{
    int byte = peek(from);
    if (byte >= 0) {
        from->begin++;
    }
    return byte;
}

/* The next byte that is no space. A line feed ends the answer. */
static int next(idol_bridge *from)
{
    int byte = peek(from);
    while (byte == ' ' || byte == '\t' || byte == '\r') {
        take(from);
        byte = peek(from);
    }
    return byte;
}

static bool expect(idol_bridge *from, int byte)
{
    return next(from) == byte && take(from) == byte;
}

/* The next character of a string, without its escapes; -2 at its end. */
static int character(idol_bridge *from)
{
    int byte = take(from);
    if (byte == '"') {
        return -2;
    }
    if (byte != '\\') {
        return byte == '\n' ? -1 : byte;
    }
    byte = take(from);
    switch (byte) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'u': {
        /* Only what is short is of interest, and that is ASCII. */
        int number = 0, i;
        for (i = 0; i < 4; i++) {
            int digit = take(from);
            if (digit >= '0' && digit <= '9') {
                digit -= '0';
            } else if (digit >= 'a' && digit <= 'f') {
                digit -= 'a' - 10;
            } else if (digit >= 'A' && digit <= 'F') {
                digit -= 'A' - 10;
            } else {
                return -1;
            }
            number = number * 16 + digit;
        }
        return number < 0x80 ? number : '?';
    }
    default:
        return byte;
    }
}

/* A string, cut where there is no more room. */
static bool text(idol_bridge *from, char *into, size_t room)
{
    size_t length = 0;
    int found;
    if (!expect(from, '"')) {
        return false;
    }
    while ((found = character(from)) >= 0) {
        if (length + 1 < room) {
            into[length++] = (char)found;
        }
    }
    if (room > 0) {
        into[length] = '\0';
    }
    return found == -2;
}

static bool number(idol_bridge *from, int64_t *value)
{
    bool negative = next(from) == '-';
    int64_t found = 0;
    if (negative) {
        take(from);
    }
    if (peek(from) < '0' || peek(from) > '9') {
        return false;
    }
    while (peek(from) >= '0' && peek(from) <= '9') {
        /* Codes have 32 bits. */
        if (found > INT64_C(0xffffffff) / 10) {
            return false;
        }
        found = found * 10 + (take(from) - '0');
    }
    *value = negative ? -found : found;
    return true;
}

/* Bytes in base64, of which there may be `room`. */
static bool base64(idol_bridge *from, uint8_t *into, size_t room,
                   size_t *length)
{
    uint32_t group = 0;
    unsigned bits = 0;
    int found;
    *length = 0;
    if (!expect(from, '"')) {
        return false;
    }
    while ((found = character(from)) >= 0) {
        const char *digit;
        if (found == '=') {
            continue;
        }
        digit = found == 0 ? NULL : strchr(digits64, found);
        if (digit == NULL) {
            return false;
        }
        group = (group << 6 | (uint32_t)(digit - digits64)) & 0xffffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            if (*length == room) {
                return failed(from, "more came back than there is room for");
            }
            into[(*length)++] = (uint8_t)(group >> bits);
        }
    }
    return found == -2;
}

/* Passes over a value, whatever it is. */
static bool skip(idol_bridge *from)
{
    char open[DEEPEST];
    size_t depth = 0;
    do {
        int byte = next(from);
        if (byte == '"') {
            if (!text(from, NULL, 0)) {
                return false;
            }
        } else if (byte == '{' || byte == '[') {
            if (depth == DEEPEST) {
                return false;
            }
            open[depth++] = byte == '{' ? '}' : ']';
            take(from);
        } else if (byte == '}' || byte == ']') {
            if (depth == 0 || open[--depth] != byte) {
                return false;
            }
            take(from);
        } else if (byte == ',' || byte == ':') {
            if (depth == 0) {
                return false;
            }
            take(from);
        } else {
            /* A number or a word. */
            size_t length = 0;
            while ((byte = peek(from)) >= 0 &&
                   strchr("+-.0123456789", byte) != NULL && byte != 0) {
                take(from);
                length++;
            }
            while ((byte = peek(from)) >= 0 &&
                   ((byte >= 'a' && byte <= 'z') ||
                    (byte >= '0' && byte <= '9') || byte == 'E' ||
                    byte == '+' || byte == '-' || byte == '.')) {
                take(from);
                length++;
            }
            if (length == 0) {
                return false;
            }
        }
    } while (depth > 0);
    return true;
}

static bool is_null(idol_bridge *from)
{
    return next(from) == 'n';
}

/* Before the next entry of an object or a list: whether there is one. */
static bool more(idol_bridge *from, int close, bool *first, bool *wrong)
{
    if (next(from) == close) {
        take(from);
        return false;
    }
    if (!*first && !expect(from, ',')) {
        *wrong = true;
        return false;
    }
    *first = false;
    return true;
}

/* The key of the next entry, with the colon behind it. */
static bool key(idol_bridge *from, char *name, size_t room)
{
    return text(from, name, room) && expect(from, ':');
}

/* What is in the leases that could be written. */
static bool leases(idol_bridge *from, const idol_request *request)
{
    bool first = true, wrong = false;
    size_t index = 0;
    if (!expect(from, '[')) {
        return false;
    }
    while (more(from, ']', &first, &wrong)) {
        const idol_lease *lease;
        size_t length;
        if (index == request->lease_count) {
            return false;
        }
        lease = &request->leases[index++];
        if (lease->access == IDOL_READ || is_null(from)) {
            if (!skip(from)) {
                return false;
            }
        } else if (!base64(from, lease->write, lease->length, &length) ||
                   length != lease->length) {
            return false;
        }
    }
    return !wrong && index == request->lease_count;
}

/* What a server answered. */
static bool result(idol_bridge *from, const idol_request *request,
                   idol_answer *answer)
{
    bool first = true, wrong = false, has_code = false, has_reply = false;
    char name[16];
    if (!expect(from, '{')) {
        return false;
    }
    while (more(from, '}', &first, &wrong)) {
        if (!key(from, name, sizeof name)) {
            return false;
        }
        if (strcmp(name, "code") == 0) {
            int64_t code;
            if (!number(from, &code) || code < 0 || code > UINT32_MAX) {
                return false;
            }
            answer->code = (uint32_t)code;
            has_code = true;
        } else if (strcmp(name, "reply") == 0) {
            if (!base64(from, request->reply, request->room,
                        &answer->length)) {
                return false;
            }
            has_reply = true;
        } else if (strcmp(name, "leases") == 0) {
            if (!leases(from, request)) {
                return false;
            }
        } else if (!skip(from)) {
            return false;
        }
    }
    return !wrong && has_code && has_reply;
}

/* Why there is no answer. */
static bool error(idol_bridge *from)
{
    bool first = true, wrong = false;
    char name[16];
    if (!expect(from, '{')) {
        return false;
    }
    while (more(from, '}', &first, &wrong)) {
        if (!key(from, name, sizeof name)) {
            return false;
        }
        if (strcmp(name, "code") == 0) {
            if (!number(from, &from->error)) {
                return false;
            }
        } else if (strcmp(name, "message") == 0) {
            if (!text(from, from->message, sizeof from->message)) {
                return false;
            }
        } else if (!skip(from)) {
            return false;
        }
    }
    return !wrong;
}

/*
 * A line that is an answer. `request` is null where the result is passed over.
 * Notifications, which have no number, are passed over too.
 */
static bool line(idol_bridge *from, const idol_request *request,
                 idol_answer *answer, bool *is_ours, bool *has_result)
{
    bool first = true, wrong = false;
    char name[16];
    if (!expect(from, '{')) {
        return false;
    }
    while (more(from, '}', &first, &wrong)) {
        if (!key(from, name, sizeof name)) {
            return false;
        }
        if (strcmp(name, "result") == 0) {
            if (request == NULL ? !skip(from)
                                : !result(from, request, answer)) {
                return false;
            }
            *has_result = true;
        } else if (strcmp(name, "error") == 0) {
            if (!error(from)) {
                return false;
            }
        } else if (strcmp(name, "id") == 0 && !is_null(from)) {
            int64_t id;
            if (!number(from, &id)) {
                return false;
            }
            *is_ours = id == (int64_t)from->number;
        } else if (!skip(from)) {
            return false;
        }
    }
    return !wrong && expect(from, '\n');
}

static void begin(idol_bridge *bridge, sender *to, const char *method)
{
    bridge->number++;
    bridge->error = 0;
    bridge->message[0] = '\0';
    to->bridge = bridge;
    to->failed = bridge->socket < 0;
    to->length = 0;
    if (to->failed) {
        failed(bridge, "there is no connection");
    }
    say(to, "{\"jsonrpc\":\"2.0\",\"id\":");
    say_number(to, bridge->number);
    say(to, ",\"method\":");
    say_string(to, method);
    say(to, ",\"params\":");
}

/* Ends the request, and waits for what comes of it. */
static bool finish(idol_bridge *bridge, sender *to,
                   const idol_request *request, idol_answer *answer)
{
    bool is_ours = false, has_result = false;
    say(to, "}\n");
    flush(to);
    if (to->failed) {
        return false;
    }
    while (!is_ours) {
        if (!line(bridge, request, answer, &is_ours, &has_result)) {
            /* Where the next answer begins is not known any more. */
            failed(bridge, "the bridge answered what is no answer");
            idol_bridge_close(bridge);
            return false;
        }
        if (!is_ours && bridge->error != 0) {
            /* It did not understand the request. */
            return false;
        }
    }
    return has_result;
}

static bool call(void *context, const idol_request *request,
                 idol_answer *answer)
{
    static const char *const words[] = {"read", "write", "read-write"};
    const idol_bridge_server *server = (const idol_bridge_server *)context;
    sender to;
    size_t i;
    begin(server->bridge, &to, "bridge.send");
    say(&to, "{\"server\":");
    say_string(&to, server->name);
    say(&to, ",\"operation\":");
    say_number(&to, request->operation);
    say(&to, ",\"message\":");
    say_base64(&to, request->message, request->length);
    say(&to, ",\"room\":");
    say_number(&to, request->room);
    say(&to, ",\"leases\":[");
    for (i = 0; i < request->lease_count; i++) {
        const idol_lease *lease = &request->leases[i];
        say(&to, i == 0 ? "{\"access\":\"" : ",{\"access\":\"");
        say(&to, words[lease->access]);
        if (lease->access == IDOL_WRITE) {
            say(&to, "\",\"len\":");
            say_number(&to, lease->length);
        } else {
            say(&to, "\",\"bytes\":");
            say_base64(&to, lease->read, lease->length);
        }
        say_byte(&to, '}');
    }
    say(&to, "]}");
    return finish(server->bridge, &to, request, answer);
}

idol_transport idol_bridge_transport(idol_bridge_server *server)
{
    idol_transport transport;
    transport.call = call;
    transport.context = server;
    transport.retries = IDOL_FOREVER;
    return transport;
}

bool idol_bridge_ask(idol_bridge *bridge, const char *method,
                     const char *params)
{
    sender to;
    begin(bridge, &to, method);
    say(&to, params);
    return finish(bridge, &to, NULL, NULL);
}
