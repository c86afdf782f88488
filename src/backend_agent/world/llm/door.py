"""Asks a language model through pydantic-ai-slim: streamed, tried again where that helps, cached."""

from __future__ import annotations

import asyncio
import os
import random
import warnings
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any, Protocol, TypeVar

from backend_agent.values.conversation import Asked, Reply
from backend_agent.values.errors import LLMError, ToolMissing
from backend_agent.world.interruption import stop_when_interrupted
from backend_agent.world.llm.choose import ChosenLLM
from backend_agent.world.llm.messages import Messages, make_parameters, read_response

MOST_ATTEMPTS = 6
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
LONGEST_ANSWER = 16_000
"""Tokens of one answer."""
MOST_TALKS = 16
"""Conversations whose messages are kept, so that they are not made again each turn."""
TRANSIENT = frozenset({408, 409, 425, 429})

T = TypeVar("T")


class LLM(Protocol):
    """`context` is how many tokens the model can be told, 0 where that is not known."""

    @property
    def context(self) -> int: ...

    def ask(self, asked: tuple[Asked, ...]) -> tuple[Reply, ...]:
        """The next answer of each conversation, all asked at once. Raises LLMError when the provider
        gives one of them none, after the attempts that make sense."""
        ...

    def close(self) -> None: ...


def open_llm(chosen: ChosenLLM, instrument: Any = False) -> LLM:
    """The chosen model, ready to be asked; `instrument` is how its turns become spans (False: they do
    not). Raises ToolMissing, LLMError."""
    return ProviderLLM(chosen, instrument)


class ProviderLLM:
    """One model of a provider and the event loop that its client lives in."""

    def __init__(self, chosen: ChosenLLM, instrument: Any) -> None:
        self._chosen = chosen
        self._instrument = instrument
        self._model = _make_model(chosen)
        self._talks: list[Messages] = []
        self._runner = asyncio.Runner()

    @property
    def context(self) -> int:
        known = self._model.profile.get("context_window", 0)
        return int(known or self._chosen.provider.context)

    def ask(self, asked: tuple[Asked, ...]) -> tuple[Reply, ...]:
        try:
            return self._wait_for(self._answer_all(asked))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None

    async def _answer_all(self, asked: tuple[Asked, ...]) -> tuple[Reply, ...]:
        tasks = [asyncio.ensure_future(self._answer(each)) for each in asked]
        try:
            return tuple(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, asked: Asked) -> Reply:
        from pydantic_ai.exceptions import AgentRunError

        messages = self._follow(asked)
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                return read_response(await self._stream(messages, asked))
            except Exception as error:
                trouble = error if isinstance(error, AgentRunError) else None
                if not _is_transient(error) or attempt == MOST_ATTEMPTS:
                    raise LLMError(
                        f"{self._chosen}: {_tell(error)}", hint=_advise(trouble, self._chosen)
                    ) from error
                await asyncio.sleep(_choose_pause(error, attempt))
        raise AssertionError("unreachable")

    def _follow(self, asked: Asked) -> list[Any]:
        """The messages of the conversation that this continues, else of a new one."""
        found = next((each for each in self._talks if each.begins(asked)), None)
        if found is None:
            found = Messages()
            self._talks = [*self._talks[-MOST_TALKS:], found]
        return found.follow(asked.system, asked.entries)

    def close(self) -> None:
        self._runner.close()

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Its result; an interruption of this process ends the wait at once."""
        loop = self._runner.get_loop()

        async def run() -> T:
            task = asyncio.ensure_future(work)

            def stop() -> None:
                loop.call_soon_threadsafe(task.cancel)

            with stop_when_interrupted(stop):
                return await task

        # The context of this very step, in which a span may be open.
        return self._runner.run(run(), context=copy_context())

    async def _stream(self, messages: list[Any], asked: Asked) -> Any:
        from pydantic_ai.direct import model_request_stream
        from pydantic_ai.exceptions import UnsupportedSettingWarning
        from pydantic_ai.settings import ModelSettings

        settings = ModelSettings(max_retries=0, cache=True, max_tokens=LONGEST_ANSWER)
        parameters = make_parameters(asked.tools)
        # A wire without one of these settings does without it; nobody needs to be told each turn.
        warnings.simplefilter("ignore", UnsupportedSettingWarning)
        async with model_request_stream(
            self._model,
            messages,
            model_settings=settings,
            model_request_parameters=parameters,
            instrument=self._instrument,
        ) as stream:
            async for _ in stream:
                pass
            return stream.get()


def _make_model(chosen: ChosenLLM) -> Any:
    provider = chosen.provider
    try:
        from pydantic_ai.models import infer_model
        from pydantic_ai.providers import infer_provider_class

        if not chosen.url:
            return infer_model(f"{provider.runs_as}:{chosen.name}")
        key = next((os.environ[name] for name in provider.keys if os.environ.get(name)), "none")
        client: Any = infer_provider_class(provider.id)

        def make_provider(_name: str) -> Any:
            return client(base_url=chosen.url, api_key=key)

        return infer_model(f"{provider.url_runs_as}:{chosen.name}", provider_factory=make_provider)
    except ImportError as error:
        raise ToolMissing(
            f"asking {provider.title} needs a package that is not installed ({error.name})",
            hint=f"pip install 'backend-agent[{provider.extra}]'",
        ) from error
    except Exception as error:
        raise LLMError(f"{chosen}: cannot be asked: {error}") from error


def _is_transient(error: Exception) -> bool:
    """Whether the same request may succeed a moment later: limits, overload, a broken connection."""
    from pydantic_ai.exceptions import (
        ContentFilterError,
        ModelHTTPError,
        ModelQuotaExceededError,
        ModelRequestRejectedError,
        UserError,
    )

    if isinstance(error, ModelQuotaExceededError | ModelRequestRejectedError | UserError):
        return False
    if isinstance(error, ContentFilterError):
        return False
    if isinstance(error, ModelHTTPError):
        return error.status_code in TRANSIENT or error.status_code >= 500
    # A stream that breaks off or is no JSON surfaces as an error of whichever library read it.
    return True


def _choose_pause(error: Exception, attempt: int) -> float:
    """What the provider asked for, else twice as long each time, with chance against a stampede."""
    asked = getattr(error, "retry_after", None)
    if asked is not None:
        return min(float(asked), LONGEST_PAUSE)
    longest: float = min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311


def _tell(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    body = getattr(error, "body", None)
    said = ""
    if isinstance(body, dict):
        inner = body.get("error", body)
        said = str(inner.get("message", "")) if isinstance(inner, dict) else ""
    said = said or str(error)
    return f"status {status}: {said[:300]}" if status else f"{type(error).__name__}: {said[:300]}"


def _advise(error: Exception | None, chosen: ChosenLLM) -> str:
    status = getattr(error, "status_code", 0)
    if status in (401, 403):
        return f"check the value of {' or '.join(chosen.provider.keys)}"
    if status == 404:
        return "check the model's name"
    return "`backend-agent runs resume` continues where it was"
