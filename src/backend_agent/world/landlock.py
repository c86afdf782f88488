"""The level between: Linux's landlock restricts a process to what it may write and read.

Also a script of its own: `python landlock.py RULES COMMAND…` restricts itself, then becomes the
command, which with all its children can never undo it. Source: Linux, Documentation/userspace-api/
landlock.rst. Landlock itself can only list TCP ports, which would shut out loopback too; so the
network is a namespace of its own where the system lets us make one, else it stays open.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import socket
import stat
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULESET_VERSION = 1
PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS = 38
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
SET_INTERFACE_FLAGS, INTERFACE_UP = 0x8914, 1
READ_FILE = 1 << 2
# Write, remove and make anything (bits 1, 4 to 12); rename across folders from ABI 2, truncate
# from ABI 3.
WRITE_V1 = 1 << 1 | 0b1_1111_1111 << 4
REFER, TRUNCATE = 1 << 13, 1 << 14
FILE_ONLY = READ_FILE | 1 << 1 | TRUNCATE
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/shm", "/dev/ptmx", "/dev/pts")  # noqa: S108


class RulesetAttribute(ctypes.Structure):
    _fields_ = [("handled_access_fs", ctypes.c_uint64)]


class PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def find_version() -> int:
    """The version of the kernel's landlock, 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(RULESET_VERSION)))


def is_available() -> bool:
    """Whether a process can be restricted here."""
    return find_version() >= 1


def describe_rules(
    writable: Iterable[Path],
    readable: Iterable[Path],
    hidden: Iterable[Path],
    *,
    own_network: bool,
) -> str:
    """The rules as one word for the command line: what may be written, and read around `hidden`."""
    secret = {path.resolve() for path in hidden if path.exists()}
    shown = [*_list_around(Path("/"), secret), *readable]
    return json.dumps(
        {
            "write": [os.fspath(path) for path in (*writable, *map(Path, DEVICES))],
            "read": [os.fspath(path) for path in shown],
            "own_network": own_network,
        }
    )


def leave_network() -> bool:
    """Move this process to a network of its own, with loopback up; False where that is refused."""
    library = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if library.unshare(NEW_NETWORK if user == 0 else NEW_NETWORK | NEW_USER):
        return False
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        request = bytearray(struct.pack("16sh22x", b"lo", INTERFACE_UP))
        fcntl.ioctl(asked, SET_INTERFACE_FLAGS, request)
    return True


def restrict_self(rules: str) -> None:
    """Restrict this process and all that it starts, for good. Raises OSError."""
    version = find_version()
    write = WRITE_V1 | (REFER if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
    attribute = RulesetAttribute(write | READ_FILE)
    ruleset = _call(CREATE_RULESET, ctypes.byref(attribute), ctypes.sizeof(attribute), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock: no ruleset")
    wanted = json.loads(rules)
    if wanted["own_network"]:
        leave_network()
    for path in wanted["read"]:
        _allow(ruleset, path, READ_FILE)
    for path in wanted["write"]:
        _allow(ruleset, path, write | READ_FILE)
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "landlock: privileges cannot be given up")
    if _call(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)):
        raise OSError(ctypes.get_errno(), "landlock: refused")
    os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= FILE_ONLY
        rule = PathBeneath(access, descriptor)
        if _call(ADD_RULE, ctypes.c_int(ruleset), PATH_BENEATH, ctypes.byref(rule), 0):
            raise OSError(ctypes.get_errno(), f"landlock: no rule for {path}")
    finally:
        os.close(descriptor)


def _list_around(folder: Path, hidden: set[Path]) -> list[Path]:
    if folder in hidden:
        return []
    if not any(path.is_relative_to(folder) for path in hidden):
        return [folder]
    shown: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if not entry.is_symlink():
            shown += _list_around(entry, hidden)
    return shown


def _call(number: int, *arguments: object) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return int(library.syscall(ctypes.c_long(number), *arguments))


if __name__ == "__main__":
    restrict_self(sys.argv[1])
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606
