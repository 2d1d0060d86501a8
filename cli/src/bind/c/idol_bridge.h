/*
 * The way to servers behind an `idol-bridge`: JSON-RPC over a Unix socket, a
 * request at a time. POSIX, without allocation.
 */
#ifndef IDOL_BRIDGE_H
#define IDOL_BRIDGE_H

#include "idol.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A connection. The servers behind it see it as one task. */
typedef struct {
    int socket;
    uint32_t number;
    /* What went wrong last: the bridge's code, or 0 and the system's words. */
    int64_t error;
    char message[160];
    /* What has been received, and not looked at. */
    size_t begin;
    size_t end;
    char bytes[1024];
} idol_bridge;

/* A server behind a connection, by the name that the bridge has for it. */
typedef struct {
    idol_bridge *bridge;
    const char *name;
} idol_bridge_server;

/*
 * Connects to the socket of a bridge. Of this come no other errors than the
 * system's: false, and `message` has its words.
 */
bool idol_bridge_connect(idol_bridge *bridge, const char *path);

/* Ends the connection; the bridge sees its task die. */
void idol_bridge_close(idol_bridge *bridge);

/* The way to a server, for its clients. The server must stay where it is. */
idol_transport idol_bridge_transport(idol_bridge_server *server);

/*
 * A method of the bridge itself, such as `bridge.kill`, with its parameters as
 * JSON. Whether it did what it was asked; its result is passed over.
 */
bool idol_bridge_ask(idol_bridge *bridge, const char *method,
                     const char *params);

#ifdef __cplusplus
}
#endif

#endif
