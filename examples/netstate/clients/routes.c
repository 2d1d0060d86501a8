/* Prints the routes of all tables, each as it comes: `routes SOCKET`. */
#include "idol_bridge.h"
#include "net_state.h"

#include <arpa/inet.h>
#include <stdio.h>

static void print(const net_state_route *route)
{
    const net_state_ip *to = &route->destination.value;
    char text[INET6_ADDRSTRLEN] = "default";
    if (route->destination.some) {
        inet_ntop(to->tag == NET_STATE_IP_V4 ? AF_INET : AF_INET6, &to->as, text,
                  sizeof text);
        printf("%s/%u", text, (unsigned)route->prefix_len);
    } else {
        printf("%s", text);
    }
    printf(" table %u device %u\n", (unsigned)route->table,
           (unsigned)route->device);
}

int main(int count, char **arguments)
{
    static idol_bridge bridge;
    idol_bridge_server server = {&bridge, "netstate"};
    idol_transport transport = idol_bridge_transport(&server);
    net_state_place start = {0, 0};
    net_state_routes_cursor routes;
    net_state_route route;
    net_state_net_error error;
    idol_status status = IDOL_TRANSPORT;

    if (count == 2 && idol_bridge_connect(&bridge, arguments[1])) {
        net_state_routes_begin(&routes, &transport, 0, NET_STATE_FAMILIES_BOTH,
                               &start);
        while ((status = net_state_routes_next(&routes, &route, &error)) ==
               IDOL_OK) {
            print(&route);
        }
        idol_bridge_close(&bridge);
    }
    if (status != IDOL_END) {
        fprintf(stderr, "%s %s\n", idol_status_text(status), bridge.message);
    }
    return status != IDOL_END;
}
