"""The sandbox program, but it is gone in the middle of its answer."""

import socket

from candidates.sandbox import inspect


class Socket(socket.socket):
    def sendall(self, data):
        super().sendall(data[: len(data) // 2])


socket.socket = Socket
inspect.main()
