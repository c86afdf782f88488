"""Spans of what a run does, exported by OTLP where the environment names an endpoint; else nothing at all.

Source: OpenTelemetry's environment variables for exporters (OTEL_EXPORTER_OTLP_*).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend_agent.values.version import VERSION
from backend_agent.world.clock import epoch_seconds

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL"
NAME = "backend-agent"
LAST_WAIT = 3.0
"""Seconds that the end of a run waits for a collector."""
NANO = 1_000_000_000
Facts = tuple[tuple[str, str], ...]


class Tracing(Protocol):
    """`trouble` says why nothing is exported although it was asked for, "" else; `instrument` is what the
    library that asks language models takes to make spans of its own."""

    @property
    def trouble(self) -> str: ...

    @property
    def instrument(self) -> Any: ...

    def span(self, name: str, facts: Facts = (), /) -> AbstractContextManager[None]:
        """A span as long as the block, below the one that is open in this thread."""
        ...

    def record(self, name: str, facts: Facts, begun: float, /, *, failed: bool) -> None:
        """A span that ended just now and began at `begun` (seconds since 1970), in any thread, below the
        one that `span` opened last."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nobody listens: nothing is imported and nothing kept."""

    trouble: str = ""
    instrument: Any = False

    def span(self, _name: str, _facts: Facts = (), /) -> AbstractContextManager[None]:
        return nullcontext()

    def record(self, _name: str, _facts: Facts, _begun: float, /, *, failed: bool) -> None:
        """Nobody listens."""


SILENCE = Silence()


@contextmanager
def open_tracing(environment: Mapping[str, str]) -> Iterator[Tracing]:
    """What the environment asks for. A collector that cannot be reached ends no run and keeps none long."""
    if not any(environment.get(name) for name in ENDPOINTS) or _is_off(environment):
        yield SILENCE
        return
    protocol = environment.get(PROTOCOL, "http/protobuf")
    if protocol != "http/protobuf":
        yield Silence(trouble=f"{PROTOCOL}={protocol}: spans are exported by http/protobuf only")
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError as error:
        trouble = f"spans need a package that is not installed ({error.name}):"
        yield Silence(trouble=f"{trouble} pip install 'backend-agent[otel]'")
        return
    # Its complaints about a collector that is away belong on nobody's screen.
    logging.getLogger("opentelemetry").addHandler(logging.NullHandler())
    logging.getLogger("opentelemetry").propagate = False
    named = {"service.name": environment.get("OTEL_SERVICE_NAME", NAME), "service.version": VERSION}
    provider = TracerProvider(resource=Resource.create(named), shutdown_on_exit=False)
    exporter: Any = OTLPSpanExporter()
    provider.add_span_processor(BatchSpanProcessor(exporter))
    try:
        yield Spans(provider)
    finally:
        # Its own limits count each attempt; ours counts all of them.
        end = threading.Thread(target=provider.shutdown, name="telemetry", daemon=True)
        end.start()
        end.join(LAST_WAIT)
        exporter.shutdown()


def _is_off(environment: Mapping[str, str]) -> bool:
    none = environment.get("OTEL_TRACES_EXPORTER", "otlp") == "none"
    return none or environment.get("OTEL_SDK_DISABLED", "").lower() == "true"


@dataclass(slots=True)
class Spans:
    """Spans of one provider; none of it is global, so that a program that uses us keeps its own."""

    provider: Any
    trouble: str = ""
    _open: list[Any] = field(default_factory=list)

    @property
    def instrument(self) -> Any:
        from pydantic_ai.models.instrumented import InstrumentationSettings

        # What is said holds code and perhaps secrets: the spans count, they do not quote.
        return InstrumentationSettings(tracer_provider=self.provider, include_content=False)

    @contextmanager
    def span(self, name: str, facts: Facts = (), /) -> Iterator[None]:
        from opentelemetry import trace

        with self._tracer().start_as_current_span(
            name, attributes=dict(facts), record_exception=False, set_status_on_exception=False
        ) as span:
            self._open.append(trace.set_span_in_context(span))
            try:
                yield
            except BaseException as error:
                span.set_status(trace.StatusCode.ERROR, type(error).__name__)
                raise
            finally:
                self._open.pop()

    def record(self, name: str, facts: Facts, begun: float, /, *, failed: bool) -> None:
        from opentelemetry import trace

        span = self._tracer().start_span(
            name,
            context=self._open[-1] if self._open else None,
            attributes=dict(facts),
            start_time=int(begun * NANO),
        )
        if failed:
            span.set_status(trace.StatusCode.ERROR)
        span.end(int(epoch_seconds() * NANO))

    def _tracer(self) -> Any:
        return self.provider.get_tracer(NAME, VERSION)
