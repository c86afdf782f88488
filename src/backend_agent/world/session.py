"""The session's side of a sandbox: orders to its supervisor, answers to whoever waits for them."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend_agent.values.errors import Refused, ToolFailed, ToolMissing
from backend_agent.values.process import Completed, Invocation, Profile
from backend_agent.world.destructive import refuse_destructive
from backend_agent.world.inside import MARK, kill_marked
from backend_agent.world.joblog import JobLog
from backend_agent.world.process import Level

START_LIMIT = 20.0
MEASURE_LIMIT = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How to start a supervisor: its argv, and files to hand down by descriptor number."""

    argv: tuple[str, ...]
    descriptors: tuple[int, ...] = ()


@dataclass(slots=True)
class Job:
    """A command that was ordered and what has been heard of it."""

    invocation: Invocation
    log: JobLog
    answered: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    streams: dict[int, bytearray] = field(default_factory=lambda: {1: bytearray(), 2: bytearray()})
    exit_code: int | None = None
    stopped: str = ""
    duration: float = 0.0
    memory: int = 0
    measured: threading.Event = field(default_factory=threading.Event)

    def hear(self, message: dict[str, Any]) -> None:
        if "output" in message:
            piece = base64.b64decode(message["output"])
            self.streams[message["stream"]] += piece
            self.log.write(piece)
            return
        if "started" in message:
            self.answered.set()
            return
        if "measured" in message:
            self.memory = message["measured"]
            self.measured.set()
            return
        self.exit_code = None if message["stopped"] else message["code"]
        self.stopped = message["stopped"]
        self.duration = message.get("duration", 0.0)
        self.log.close()
        self.ended.set()
        self.answered.set()

    def conclude(self) -> Completed:
        """What came of it. Raises InputError when its log could not be written."""
        if self.log.trouble:
            raise self.log.trouble
        return Completed(
            argv=self.invocation.argv,
            exit_code=self.exit_code,
            output=self.streams[1].decode("utf-8", "replace"),
            errors=self.streams[2].decode("utf-8", "replace"),
            duration=self.duration,
            stopped=self.stopped,
            log=self.invocation.log,
            log_sha256=self.log.sha256,
        )


class Channel:
    """One supervisor. A thread starts it and lives as long: the kernel ends it with that thread."""

    def __init__(self, launch: Callable[[], Launch]) -> None:
        self._launch = launch
        self._jobs: dict[int, Job] = {}
        self._lock = threading.Lock()
        self._count = 0
        self._started = threading.Event()
        self._failure = ""
        self._over = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="sandbox", daemon=True)
        self._thread.start()
        if not self._started.wait(START_LIMIT):
            self._failure = "it did not answer"
        if self._failure:
            self.close()
            raise ToolFailed(f"the sandbox did not start: {self._failure}")

    @property
    def is_over(self) -> bool:
        return self._over

    def submit(self, job: Job, environment: dict[str, str], timeout: float | None) -> int:
        invocation = job.invocation
        with self._lock:
            self._count += 1
            number = self._count
            self._jobs[number] = job
        marked = environment | {MARK: f"{environment[MARK]}{id(self)}.{number}/"}
        self._send(
            {
                "do": "start",
                "job": number,
                "argv": list(invocation.argv),
                "cwd": invocation.cwd,
                "environment": marked,
                "timeout": timeout,
                "memory": invocation.memory,
                "output_limit": invocation.output_limit,
                "stdin": base64.b64encode(invocation.stdin).decode(),
            }
        )
        return number

    def stop(self, number: int, reason: str, grace: float) -> None:
        self._send({"do": "stop", "job": number, "reason": reason, "grace": grace})

    def signal(self, number: int, which: int) -> None:
        self._send({"do": "signal", "job": number, "signal": which})

    def measure(self, number: int) -> None:
        self._send({"do": "measure", "job": number})

    def close(self) -> None:
        process = self._process
        if process is not None:
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.close()
            try:
                process.wait(5.0)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(5.0)

    def _send(self, order: dict[str, Any]) -> None:
        body = json.dumps(order).encode()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        with self._lock, contextlib.suppress(OSError, ValueError):
            process.stdin.write(struct.pack(">I", len(body)) + body)
            process.stdin.flush()
            return
        self._end_all("sandbox ended")

    def _keep(self) -> None:
        try:
            launch = self._launch()
            self._process = subprocess.Popen(
                launch.argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=launch.descriptors,
                start_new_session=True,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                cwd="/",
            )
            for descriptor in launch.descriptors:
                os.close(descriptor)
        except OSError as error:
            self._failure = str(error)
            self._started.set()
            return
        self._listen(self._process)

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        while len(head := process.stdout.read(4)) == 4:
            (length,) = struct.unpack(">I", head)
            message = json.loads(process.stdout.read(length))
            if "ready" in message:
                self._started.set()
                continue
            job = self._jobs.get(message["job"])
            if job is not None:
                job.hear(message)
                if job.ended.is_set():
                    del self._jobs[message["job"]]
        complaint = process.stderr.read().decode("utf-8", "replace").strip()
        self._failure = complaint.splitlines()[-1] if complaint else "it ended"
        self._over = True
        process.stdout.close()
        process.stderr.close()
        process.wait()
        self._end_all("sandbox ended")
        self._started.set()

    def _end_all(self, reason: str) -> None:
        for number in list(self._jobs):
            job = self._jobs.pop(number, None)
            if job is not None:
                job.hear({"code": None, "stopped": reason})


class Session:
    """A runner whose commands share one network of their own; `install` has a second, open one."""

    def __init__(
        self,
        *,
        level: Level,
        mark: str,
        writable: tuple[Path, ...],
        environment: Callable[[Profile], dict[str, str]],
        launch: Callable[[Profile], Launch],
        secrets: tuple[str, ...] = (),
    ) -> None:
        self._level = level
        self._mark = mark
        self._writable = writable
        self._environment = environment
        self._launch = launch
        self._secrets = secrets
        self._channels: dict[bool, Channel] = {}
        self._lock = threading.Lock()
        self._interrupted = False

    @property
    def level(self) -> Level:
        return self._level

    def run(self, invocation: Invocation) -> Completed:
        """As `Runner.run`. Raises KeyboardInterrupt, in whichever thread, once it was interrupted: how a
        command ended that was cut short says nothing."""
        refusal = self._refuse(invocation)
        if refusal:
            return Completed(argv=invocation.argv, exit_code=None, stopped=refusal)
        job, channel, number = self._submit(invocation, invocation.timeout)
        try:
            job.ended.wait()
        finally:
            if not job.ended.is_set():
                channel.stop(number, "interrupted", 0.0)
        if self._interrupted:
            raise KeyboardInterrupt
        return job.conclude()

    def interrupt(self) -> None:
        """End what runs and start nothing more; from any thread."""
        self._interrupted = True
        for channel in list(self._channels.values()):
            channel.close()

    def start(self, invocation: Invocation) -> StartedProcess:
        refusal = self._refuse(invocation)
        if refusal:
            raise Refused(f"{invocation.argv[0]}: {refusal}")
        job, channel, number = self._submit(invocation, None)
        job.answered.wait()
        if job.ended.is_set() and job.exit_code is None:
            raise ToolMissing(f"{invocation.argv[0]}: {job.stopped}")
        return StartedProcess(job, channel, number)

    def close(self) -> None:
        """End every process of the session."""
        with self._lock:
            for channel in self._channels.values():
                channel.close()
            self._channels.clear()
        if self._level != "bubblewrap":
            # A process that is just becoming another program shows no environment: look twice.
            for _ in range(2):
                kill_marked(f"{self._mark}/")
                time.sleep(0.01)

    def _submit(self, invocation: Invocation, timeout: float | None) -> tuple[Job, Channel, int]:
        if self._interrupted:
            raise KeyboardInterrupt
        profile = invocation.profile
        environment = self._environment(profile) | dict(invocation.environment)
        environment[MARK] = f"{self._mark}/"
        job = Job(invocation, JobLog(invocation.log, self._secrets))
        channel = self._open_channel(profile)
        return job, channel, channel.submit(job, environment, timeout)

    def _open_channel(self, profile: Profile) -> Channel:
        with self._lock:
            reaches_out = profile == "install"
            channel = self._channels.get(reaches_out)
            if channel is not None and channel.is_over:
                channel.close()
                channel = None
            if channel is None:
                channel = self._channels[reaches_out] = Channel(lambda: self._launch(profile))
            return channel

    def _refuse(self, invocation: Invocation) -> str:
        danger = refuse_destructive(invocation.argv, cwd=invocation.cwd)
        if danger:
            return f"refused as destructive: {danger}"
        for wanted in invocation.writable:
            if not any(Path(wanted).is_relative_to(folder) for folder in self._writable):
                return f"refused: {wanted} is not writable in this session"
        return ""


class StartedProcess:
    """A service that runs in the session; it ends with the session at the latest."""

    def __init__(self, job: Job, channel: Channel, number: int) -> None:
        self._job = job
        self._channel = channel
        self._number = number

    @property
    def log(self) -> str:
        return self._job.invocation.log

    def poll(self) -> int | None:
        if not self._job.ended.is_set():
            return None
        return -9 if self._job.exit_code is None else self._job.exit_code

    def output(self) -> str:
        both = self._job.streams[1] + self._job.streams[2]
        return both.decode("utf-8", "replace")

    def ask_to_end(self) -> None:
        self._channel.signal(self._number, signal.SIGTERM)

    def wait(self, seconds: float) -> Completed | None:
        return self._job.conclude() if self._job.ended.wait(seconds) else None

    def measure_memory(self) -> int:
        self._job.measured.clear()
        self._channel.measure(self._number)
        answered = self._job.measured.wait(MEASURE_LIMIT)
        return self._job.memory if answered else 0

    def stop(self, grace: float = 5.0) -> Completed:
        if not self._job.ended.is_set():
            self._channel.stop(self._number, "stopped", grace)
            self._job.ended.wait(grace + 10.0)
        return self._job.conclude()
