"""Progress on standard error while a run works: phase, step, elapsed; silent when it is piped."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from backend_agent.cli.answer import USUAL_WIDTH, is_coloured, printable
from backend_agent.values.event import Event, OnEvent, ignore_event

MARKS = {"finished": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "yellow")}
ERASE = "\r\033[K"
TICK = 1.0


@contextmanager
def watch_progress() -> Iterator[OnEvent]:
    """A listener that draws one line per step that ended, and below it the one that is running."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield ignore_event
        return
    lines = ProgressLines()
    ticking = threading.Thread(target=lines.tick, daemon=True)
    ticking.start()
    try:
        yield lines.show
    finally:
        lines.stop()
        ticking.join()


class ProgressLines:
    """The lines of one run. Events come from several threads, and the clock from one more."""

    def __init__(self) -> None:
        from backend_agent.world.clock import SystemClock

        self._clock = SystemClock()
        self._lock = threading.RLock()
        self._running: dict[tuple[str, str], float] = {}
        self._stopped = threading.Event()

    def show(self, event: Event) -> None:
        key = (event.phase, event.step)
        with self._lock:
            now = self._clock.elapsed()
            if event.state == "started":
                self._running[key] = now
            else:
                elapsed = event.elapsed or now - self._running.get(key, now)
                self._running.pop(key, None)
                self._end_line(event, elapsed)
            self._draw()

    def tick(self) -> None:
        """Draw the running step anew each second until `stop`."""
        while not self._stopped.wait(TICK):
            with self._lock:
                self._draw()

    def stop(self) -> None:
        self._stopped.set()
        with self._lock:
            self._running.clear()
            self._write(ERASE)

    def _end_line(self, event: Event, elapsed: float) -> None:
        mark, colour = MARKS[event.state]
        detail = f"  {printable(event.detail)}" if event.detail else ""
        line = f"{event.phase:<9} {printable(event.step)}{detail}  {elapsed:.1f} s"
        self._write(ERASE + _style(mark, colour=colour) + f" {line}\n")

    def _draw(self) -> None:
        if not self._running:
            return
        phase, step = list(self._running)[-1]
        elapsed = self._clock.elapsed() - self._running[phase, step]
        more = f"  and {len(self._running) - 1} more" if len(self._running) > 1 else ""
        line = f"… {phase:<9} {printable(step)}  {elapsed:.0f} s{more}"
        self._write(ERASE + _style(line[: _width() - 1], dim=True))

    def _write(self, text: str) -> None:
        # As it is: a stripped text would lose the erasing of the line with its colours.
        click.echo(text, nl=False, err=True, color=True)


def _style(text: str, *, colour: str = "", dim: bool = False) -> str:
    if is_coloured() is False:
        return text
    return click.style(text, fg=colour or None, dim=dim or None)


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or USUAL_WIDTH
    except OSError:
        return USUAL_WIDTH
