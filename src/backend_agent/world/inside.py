"""The supervisor of a sandbox: a script of its own that starts, limits and ends the session's commands.

It is started inside the sandbox by `session.py`, knows only the standard library, and talks in
frames over stdin and stdout: four bytes of length, then JSON. When stdin closes, which is also
what it sees when the session was killed, it ends every process that it started.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARK = "BACKEND_AGENT_MARK"
TICK = 0.2
LINGER = 0.5
PR_SET_CHILD_SUBREAPER = 36


def read_processes(entry: str) -> Iterator[tuple[int, bytes]]:
    """That file of /proc for each process that can be read; none where the system has no /proc."""
    with contextlib.suppress(OSError), os.scandir("/proc") as found:
        for process in found:
            if process.name.isdigit():
                with contextlib.suppress(OSError):
                    yield int(process.name), Path("/proc", process.name, entry).read_bytes()


def list_marked(mark: str) -> list[int]:
    """The processes whose environment carries the mark."""
    found = read_processes("environ")
    return [pid for pid, own in found if pid != os.getpid() and carries_mark(own, mark)]


def carries_mark(environment: bytes, mark: str) -> bool:
    wanted = f"{MARK}={mark}".encode()
    return any(entry.startswith(wanted) for entry in environment.split(b"\0"))


def kill_marked(mark: str) -> int:
    """End all marked processes, again until none is left; how many there were."""
    killed: set[int] = set()
    for _ in range(20):
        found = list_marked(mark)
        if not found:
            break
        for pid in found:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        killed.update(found)
        time.sleep(0.01)
    return len(killed)


def measure_memory(root: int, mark: str) -> int:
    """The memory in bytes that a process and its descendants hold, shared pages counted once.

    Descendants that left the family are children of the supervisor, and known by the mark.
    """
    parents: dict[int, int] = {}
    for pid, facts in read_processes("stat"):
        fields = facts.rpartition(b")")[2].split()
        parents[pid] = root if int(fields[3]) == root else int(fields[1])
    tree = {root}
    for pid, parent in parents.items():
        if parent == os.getpid() and pid != root:
            with contextlib.suppress(OSError):
                if carries_mark(Path("/proc", str(pid), "environ").read_bytes(), mark):
                    tree.add(pid)
    grown = True
    while grown:
        grown = False
        for pid, parent in parents.items():
            if parent in tree and pid not in tree:
                tree.add(pid)
                grown = True
    private, shared = 0, 0
    for pid in tree:
        with contextlib.suppress(OSError, ValueError):
            words = Path("/proc", str(pid), "statm").read_bytes().split()
            private += int(words[1]) - int(words[2])
            shared = max(shared, int(words[2]))
    return (private + shared) * os.sysconf("SC_PAGE_SIZE")


class Job:
    """One command: its process, its limits and what has come of it."""

    def __init__(self, order: dict[str, Any], process: subprocess.Popen[bytes]) -> None:
        self.number: int = order["job"]
        self.mark: str = order["environment"][MARK]
        self.process = process
        self.began = time.monotonic()
        self.deadline = self.began + order["timeout"] if order["timeout"] else None
        self.memory = int(order["memory"]) << 20
        self.room = int(order["output_limit"])
        self.stopped = ""
        self.kill_at: float | None = None
        self.ended_at: float | None = None
        self.duration = 0.0
        self.streams = 2

    def signal(self, number: int) -> None:
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, number)

    def stop(self, reason: str, grace: float) -> None:
        if self.ended_at is None:
            self.stopped = self.stopped or reason
            self.signal(signal.SIGTERM)
            self.kill_at = time.monotonic() + grace

    def kill(self, reason: str = "") -> None:
        self.stopped = self.stopped or reason
        self.signal(signal.SIGKILL)
        kill_marked(self.mark)


class Supervisor:
    """The loop over the session's orders, the output of the jobs, and their limits."""

    def __init__(self) -> None:
        self.jobs: dict[int, Job] = {}
        self.selector = selectors.DefaultSelector()
        self.received = b""
        self.open = True
        self.measure_at = 0.0
        self.answers = os.dup(1)
        os.dup2(2, 1)

    def serve(self) -> None:
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        os.set_blocking(reader, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self.selector.register(0, selectors.EVENT_READ, ("orders", None, 0))
        self.selector.register(reader, selectors.EVENT_READ, ("wake", None, 0))
        self.answer({"ready": True})
        while self.open:
            for key, _ in self.selector.select(TICK if self.jobs else None):
                kind, job, stream = key.data
                if kind == "orders":
                    self.take_orders()
                elif kind == "wake":
                    os.read(reader, 4096)
                else:
                    self.pass_output(key.fileobj, job, stream)
            self.watch_jobs()
        for job in list(self.jobs.values()):
            job.kill("closed")

    def answer(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        data = struct.pack(">I", len(body)) + body
        try:
            while data:
                data = data[os.write(self.answers, data) :]
        except OSError:
            self.open = False

    def take_orders(self) -> None:
        piece = os.read(0, 1 << 16)
        if not piece:
            self.open = False
            return
        self.received += piece
        while len(self.received) >= 4:
            (length,) = struct.unpack(">I", self.received[:4])
            if len(self.received) < 4 + length:
                return
            order = json.loads(self.received[4 : 4 + length])
            self.received = self.received[4 + length :]
            self.obey(order)

    def obey(self, order: dict[str, Any]) -> None:
        if order["do"] == "start":
            self.start_job(order)
            return
        job = self.jobs.get(order["job"])
        if order["do"] == "measure":
            held = measure_memory(job.process.pid, job.mark) if job else 0
            self.answer({"job": order["job"], "measured": held})
        elif job is not None and order["do"] == "signal":
            job.signal(order["signal"])
        elif job is not None:
            job.stop(order["reason"], order["grace"])

    def start_job(self, order: dict[str, Any]) -> None:
        if not Path(order["cwd"]).is_dir():
            self.answer({"job": order["job"], "code": None, "stopped": "missing folder"})
            return
        given = base64.b64decode(order["stdin"])
        source = hold_content(given) if given else subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                order["argv"],
                cwd=order["cwd"],
                env=order["environment"],
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            missing = isinstance(error, FileNotFoundError)
            reason = "missing program" if missing else f"cannot start: {error}"
            self.answer({"job": order["job"], "code": None, "stopped": reason})
            return
        finally:
            if given:
                os.close(source)
        job = Job(order, process)
        self.jobs[job.number] = job
        self.answer({"job": job.number, "started": process.pid})
        for number, stream in ((1, process.stdout), (2, process.stderr)):
            assert stream is not None
            os.set_blocking(stream.fileno(), False)
            self.selector.register(stream, selectors.EVENT_READ, ("output", job, number))

    def pass_output(self, stream: Any, job: Job, number: int) -> None:
        try:
            piece = os.read(stream.fileno(), 1 << 16)
        except BlockingIOError:
            return
        if not piece:
            self.close_stream(stream, job)
            return
        kept = piece[: max(job.room, 0)]
        job.room -= len(piece)
        if kept:
            text = base64.b64encode(kept).decode()
            self.answer({"job": job.number, "stream": number, "output": text})
        if job.room < 0 and not job.stopped:
            job.kill("output")

    def close_stream(self, stream: Any, job: Job) -> None:
        with contextlib.suppress(KeyError):
            self.selector.unregister(stream)
            job.streams -= 1
        stream.close()

    def watch_jobs(self) -> None:
        now = time.monotonic()
        measure = now >= self.measure_at
        if measure:
            self.measure_at = now + TICK
        for job in list(self.jobs.values()):
            if job.ended_at is None:
                self.hold_limits(job, now, measure)
                if job.process.poll() is not None:
                    job.ended_at = now
                    job.duration = now - job.began
                    job.kill()
            if job.ended_at is not None and (not job.streams or now - job.ended_at > LINGER):
                self.end_job(job)
        self.reap_orphans()

    def hold_limits(self, job: Job, now: float, measure: bool) -> None:
        if job.kill_at is not None:
            if now >= job.kill_at:
                job.kill()
        elif job.deadline is not None and now >= job.deadline:
            job.stop("timeout", 2.0)
        elif measure and job.memory and measure_memory(job.process.pid, job.mark) > job.memory:
            job.kill("memory")

    def end_job(self, job: Job) -> None:
        for stream in (job.process.stdout, job.process.stderr):
            if stream is not None and not stream.closed:
                self.close_stream(stream, job)
        del self.jobs[job.number]
        self.answer(
            {
                "job": job.number,
                "code": job.process.returncode,
                "stopped": job.stopped,
                "duration": job.duration,
            }
        )

    def reap_orphans(self) -> None:
        if not hasattr(os, "waitid"):
            return
        own = {job.process.pid for job in self.jobs.values()}
        with contextlib.suppress(ChildProcessError):
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                if ended.si_pid in own:
                    return
                os.waitpid(ended.si_pid, os.WNOHANG)


def hold_content(content: bytes) -> int:
    """An open file that holds these bytes, at its start."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("stdin")
    else:
        import tempfile

        descriptor, path = tempfile.mkstemp()
        os.unlink(path)  # noqa: PTH108
    with open(descriptor, "wb", closefd=False) as file:
        file.write(content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def adopt_orphans() -> None:
    """Become the parent of processes that lost theirs; end with the session. Linux only."""
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        library.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


if __name__ == "__main__":
    for quiet in (signal.SIGINT, signal.SIGHUP):
        signal.signal(quiet, signal.SIG_IGN)
    adopt_orphans()
    supervisor = Supervisor()
    supervisor.serve()
    sys.exit(0)
