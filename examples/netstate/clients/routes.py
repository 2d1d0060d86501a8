"""Prints the routes of all tables, each as it comes: `routes.py SOCKET`."""

import asyncio
import ipaddress
import sys

from netstate_client.bridge import AsyncBridge
from netstate_client.net_state import Families, NetState, Place, Route

START = Place(0, 0)


def line(route: Route) -> str:
    to = "default"
    if route.destination is not None:
        address = ipaddress.ip_address(route.destination.value)
        to = f"{address}/{route.prefix_len}"
    return f"{to} table {route.table} device {route.device}"


async def main(socket: str) -> None:
    async with await AsyncBridge.connect(socket) as bridge:
        netstate = NetState(bridge.server("netstate"))
        async for route in netstate.routes_iter(0, Families.Both, START):
            print(line(route))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
