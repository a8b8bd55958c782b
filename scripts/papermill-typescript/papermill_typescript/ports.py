import os
import socket

NAMES = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
# Below the range that the system hands out for outgoing connections.
FIRST, LAST = 12_000, 32_000
BLOCKS = (LAST - FIRST) // len(NAMES)


def own_ports():
    """Five free ports from a block that belongs to this process.

    Jupyter takes whichever port is free and lets the kernel bind it seconds later; two runs that start together are then
    given the same one, and a kernel stays dumb. Processes have different numbers, and so different blocks.
    """
    for attempt in range(50):
        block = (os.getpid() + attempt * 1009) % BLOCKS
        ports = [FIRST + block * len(NAMES) + i for i in range(len(NAMES))]
        if all(map(is_free, ports)):
            return dict(zip(NAMES, ports))
    return dict.fromkeys(NAMES, 0)  # whichever is free


def is_free(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
