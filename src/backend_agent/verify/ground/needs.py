"""Which services the checks need, where the settings expect them, and which settings say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application
from backend_agent.values.service import ServiceFormat
from backend_agent.values.stack import Component
from backend_agent.verify.ground.settings import DeclaredService, Setting, Settings

Part = Literal["host", "port", "user", "password", "database", "url"]
PARTS: tuple[Part, ...] = ("host", "port", "user", "password", "database")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A setting that carries a part of the service's address."""

    name: str
    value: str
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceNeed:
    """`certain` = settings or testing jobs name it; else only a container file does. `reason`
    says where the need was seen."""

    technology: str
    format: ServiceFormat
    host: str
    port: int
    user: str
    databases: tuple[str, ...]
    certain: bool
    reason: str
    carriers: tuple[Carrier, ...] = ()


def find_needs(
    settings: Settings,
    component: Component,
    catalog: Catalog,
    application: Application | None = None,
) -> tuple[ServiceNeed, ...]:
    """One need for each kind of service at most; a driver among the dependencies alone is none."""
    known = component.technology_ids()
    needs = (
        _find_need(document.technology, document.value, settings, application, known)
        for document in catalog.documents(ServiceFormat)
    )
    return tuple(need for need in needs if need is not None)


def _find_need(
    technology: str,
    form: ServiceFormat,
    settings: Settings,
    application: Application | None,
    known: frozenset[str],
) -> ServiceNeed | None:
    carriers = tuple(found for each in settings.values for found in _carriers(each, form))
    defaults: tuple[Carrier, ...] = ()
    if application is not None and not any(each.part == "url" for each in carriers):
        defaults = _default_carriers(form, settings, application)
    declared = tuple(
        each for each in settings.services if form.images and re.search(form.images, each.image)
    )
    sure = tuple(each for each in declared if each.certain)
    told = any(each.part in ("host", "url") for each in (*carriers, *defaults))
    if not (told or sure or (declared and technology in known)):
        return None
    reason = _tell_reason((*carriers, *defaults), settings, sure or declared)
    # A job's own service holds credentials that no setting may repeat.
    from_services = tuple(
        found
        for service in (sure or declared)
        for name, value in service.environment
        for found in _carriers(Setting(name=name, value=value, source=service.source), form)
    )
    return _build_need(
        technology, form, (*carriers, *defaults), from_services, bool(told or sure), reason
    )


def _build_need(
    technology: str,
    form: ServiceFormat,
    carriers: tuple[Carrier, ...],
    others: tuple[Carrier, ...],
    certain: bool,
    reason: str,
) -> ServiceNeed:
    everything = (*carriers, *others)
    urls = [urlsplit(each.value) for each in everything if each.part == "url"]

    def first(part: Part) -> str:
        return next((each.value for each in everything if each.part == part and each.value), "")

    host = first("host") or next((url.hostname for url in urls if url.hostname), "") or "127.0.0.1"
    port = first("port") or next((str(url.port) for url in urls if url.port), "")
    user = first("user") or next((unquote(url.username) for url in urls if url.username), "")
    names = [each.value for each in everything if each.part == "database"]
    names += [unquote(url.path.strip("/")) for url in urls]
    return ServiceNeed(
        technology=technology,
        format=form,
        host=host,
        port=int(port) if port.isdigit() else form.port,
        user=user or form.user,
        databases=tuple(dict.fromkeys(name for name in names if name)) or _default(form, user),
        certain=certain,
        reason=reason,
        carriers=carriers,
    )


def _default(form: ServiceFormat, user: str) -> tuple[str, ...]:
    name = form.database.format(user=user or form.user)
    return (name,) if name else ()


def _carriers(setting: Setting, form: ServiceFormat) -> tuple[Carrier, ...]:
    if form.scheme and re.match(rf"(?:{form.scheme})://", setting.value):
        return (Carrier(name=setting.name, value=setting.value, part="url"),)
    for part in PARTS:
        patterns: tuple[str, ...] = getattr(form.settings, part)
        if any(re.fullmatch(pattern, setting.name, re.IGNORECASE) for pattern in patterns):
            return (Carrier(name=setting.name, value=setting.value, part=part),)
    return ()


def _default_carriers(
    form: ServiceFormat, settings: Settings, application: Application
) -> tuple[Carrier, ...]:
    """What the program itself falls back to where the environment says nothing."""
    return tuple(
        found
        for each in application.settings
        # A default that is computed is an expression, not a value.
        if each.default and "(" not in each.default and settings.value(each.name) is None
        for found in _carriers(
            Setting(name=each.name, value=each.default.strip("'\""), source=each.evidence.path),
            form,
        )
    )


def _tell_reason(
    carriers: tuple[Carrier, ...], settings: Settings, declared: tuple[DeclaredService, ...]
) -> str:
    names = [each.name for each in carriers if each.part in ("host", "url")]
    if names:
        source = next((each.source for each in settings.values if each.name == names[0]), "")
        return f"{names[0]} in {source}" if source else f"the default of {names[0]}"
    return f"{declared[0].image} in {declared[0].source}" if declared else ""
