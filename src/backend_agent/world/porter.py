"""The porter: a script inside of a sandbox that makes sockets there and hands them out by descriptor.

`python porter.py NAME` listens on the unix socket NAME in its folder. Each connection sends one line of
JSON, {"do": "dial" | "listen", "port": …, "source": …}, and receives the socket, or "ERRNO text";
{"do": "ports"} receives the ports that are listened on.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from pathlib import Path

LIMIT = 5.0
BACKLOG = 512
# TCP_LISTEN in the tables of the kernel.
LISTENING = "0A"


def make_socket(order: dict[str, object]) -> socket.socket:
    port = int(str(order["port"]))
    if order["do"] == "listen":
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen(BACKLOG)
        return made
    source = (str(order["source"]), 0) if order["source"] else None
    if source is not None:
        return socket.create_connection(("127.0.0.1", port), LIMIT, source)
    try:
        return socket.create_connection(("127.0.0.1", port), LIMIT)
    except ConnectionRefusedError:
        return socket.create_connection(("::1", port), LIMIT)


def list_ports() -> list[int]:
    """TCP ports that something listens on in this network, by the tables of the kernel."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text("ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING:
                    found.add(int(fields[1].rpartition(":")[2], 16))
    return sorted(found)


def serve(client: socket.socket) -> None:
    with client:
        client.settimeout(LIMIT)
        try:
            order = json.loads(client.makefile("rb").readline())
            if order["do"] == "ports":
                client.sendall(json.dumps(list_ports()).encode())
                return
            made = make_socket(order)
        except (OSError, ValueError, KeyError) as error:
            number = getattr(error, "errno", None) or 0
            with contextlib.suppress(OSError):
                client.sendall(f"{number} {error}".encode())
            return
        with made, contextlib.suppress(OSError):
            socket.send_fds(client, [b"ok"], [made.fileno()])


def main(name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name)  # noqa: PTH108
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.bind(f"{name}.new")
        door.listen(BACKLOG)
        # Whoever finds the name finds somebody who listens.
        os.rename(f"{name}.new", name)  # noqa: PTH104
        while True:
            client, _ = door.accept()
            threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1])
