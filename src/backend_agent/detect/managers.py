"""Which package manager a project really uses: stated, locked, or spoken of, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.detect.components import Project
from backend_agent.detect.listing import compile_regex
from backend_agent.detect.offers import Seen
from backend_agent.values.stack import FoundTechnology


@dataclass(frozen=True, slots=True, kw_only=True)
class Managers:
    """`chosen` ids in order of trust; `unknown` says what could not be decided ("" = nothing);
    `proven`: the manifest or a lock file says so."""

    chosen: tuple[str, ...]
    unknown: str = ""
    proven: bool = False


def choose_managers(project: Project, seen: tuple[Seen, ...], running: frozenset[str]) -> Managers:
    """The manifest's own word, else the lock files, else configuration, else what CI speaks of.

    `running` are managers that also start the project's commands: spoken of beside one that only
    installs, such a one owns the project.
    """
    managers = {
        each.technology.id: each for each in seen if each.technology.kind == "package-manager"
    }
    if project.manager in managers or project.manager:
        return Managers(chosen=(project.manager,), proven=True)
    locked = [name for name, each in managers.items() if _has_lock(each, project)]
    if len(locked) == 1:
        return Managers(chosen=(locked[0],), proven=True)
    if len(locked) > 1:
        spoken = [name for name in locked if managers[name].confirmed]
        if len(spoken) == 1:
            return Managers(chosen=(spoken[0],))
        places = " and ".join(str(managers[name].strong[0]) for name in locked)
        return Managers(
            chosen=tuple(locked),
            unknown=f"package manager of {project.folder or '.'}: {places} contradict each other",
        )
    spoken = [name for name, each in managers.items() if each.confirmed]
    strong = [name for name, each in managers.items() if each.strong]
    both = [name for name in strong if name in spoken]
    owners = [name for name in spoken if name in running and not strong]
    for choice in (both, strong, spoken, owners):
        if len(choice) == 1:
            return Managers(chosen=(choice[0],))
    if strong or spoken:
        names = ", ".join(strong or spoken)
        return Managers(
            chosen=tuple(strong or spoken[:1]),
            unknown=f"package manager of {project.folder or '.'}: {names} are all spoken of",
        )
    return Managers(
        chosen=(),
        unknown=f"package manager of {project.folder or '.'}: no lock file and nothing names one",
    )


def _has_lock(seen: Seen, project: Project) -> bool:
    """Whether one of its strong signs is a lock file of the project's language."""
    return any(
        compile_regex(form.file).search(evidence.path.rpartition("/")[2])
        for evidence in seen.strong
        for form in project.ecosystem.locks
    )


def drop_managers(
    found: tuple[FoundTechnology, ...], managers: Managers, seen: tuple[Seen, ...]
) -> tuple[FoundTechnology, ...]:
    """Only the chosen managers and their own tools stay; a chosen one that only weak signs show is
    added."""
    technologies = {each.technology.id: each.technology for each in seen}
    foreign = {
        name
        for name, technology in technologies.items()
        if technology.manager and technology.manager not in managers.chosen
    }
    kept = [
        each
        for each in found
        if each.id not in foreign and (each.kind != "package-manager" or each.id in managers.chosen)
    ]
    known = {each.id for each in kept}
    for each in seen:
        technology = each.technology
        if technology.id in managers.chosen and technology.id not in known:
            kept.append(
                FoundTechnology(
                    id=technology.id,
                    title=technology.title,
                    kind=technology.kind,
                    evidence=each.strong or each.confirmed,
                )
            )
    return tuple(kept)
