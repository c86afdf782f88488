"""Questions that need no run: what is this, what would be done, what is meant, is the data right?"""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.catalog.advise import advise_technology as advise
from backend_agent.deliver.stack_brief import brief_text, place_brief
from backend_agent.detect import (
    add_access,
    choose_component,
    count_sources,
    detect_stack,
    find_similar_files,
)
from backend_agent.facts import read_application, read_routes
from backend_agent.implement import make_changes
from backend_agent.mending import open_reviewer
from backend_agent.plan import make_plan, parse_resource
from backend_agent.plan import understand_task as understand
from backend_agent.plan.specification import read_specification as read_service
from backend_agent.values.advice import TechnologyAdvice
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.errors import InputError
from backend_agent.values.ledger import Past, no_past
from backend_agent.values.plan import Plan
from backend_agent.values.review import ReviewReport
from backend_agent.values.stack import Component, SimilarFile, Stack
from backend_agent.values.standard import Standard
from backend_agent.values.task import AddResource, Operation, ServiceSpec, Task
from backend_agent.values.verification import Finding, Outcome
from backend_agent.verify.review import (
    apply_baseline,
    apply_marks,
    changed_lines,
    import_sarif,
    list_concerned,
    merge_imported,
    open_lines,
    review_change,
    review_whole,
    write_baseline,
)
from backend_agent.world.files import read_file, write_atomic
from backend_agent.world.folders import cache_home
from backend_agent.world.git import find_merge_base
from backend_agent.world.given import read_given
from backend_agent.world.tree import Tree, read_text
from backend_agent.world.workspace import open_workspace

__all__ = [
    "advise_technology",
    "brief_text",
    "detect_repository",
    "find_similar",
    "list_standards",
    "parse_resource",
    "plan_task",
    "read_specification",
    "review_repository",
    "review_tree",
    "understand_task",
    "write_brief",
]

Packs = tuple[Path, ...]


def open_catalog(packs: Packs = ()) -> Catalog:
    """Our data and the user's packs, through the index in the user's cache."""
    return load_catalog(packs, cache_home())


def detect_repository(path: Path, *, packs: Packs = ()) -> Stack:
    """The stack of the folder, with the evidence for every fact. Raises InputError."""
    catalog, tree = open_catalog(packs), open_workspace(path).tree()
    return add_access(
        detect_stack(tree, catalog),
        lambda component: read_routes(tree, component, catalog),
        lambda component: count_sources(tree, component, catalog),
    )


def find_similar(
    path: Path, asked: str, *, component: str = "", packs: Packs = ()
) -> tuple[SimilarFile, ...]:
    """Two or three files to read before the task or for the path `asked`, each with why. Raises InputError."""
    catalog, workspace = open_catalog(packs), open_workspace(path)
    tree = workspace.tree()
    chosen = choose_component(detect_stack(tree, catalog), component, workspace.prefix)
    return find_similar_files(chosen, asked, tree, catalog)


def understand_task(text: str, *, packs: Packs = ()) -> Task:
    """The words of `add …`, or a plain sentence that clearly means one; else a task without operation."""
    return understand(text, open_catalog(packs))


def read_specification(path: Path) -> ServiceSpec:
    """The service that a `backend.yaml` asks for. Raises InputError with the line, Refused for what is
    not built."""
    try:
        text = read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 at byte {error.start}", hint="save it as UTF-8"
        ) from None
    return read_service(text, str(path))


def plan_task(
    path: Path,
    task: Task,
    *,
    like: str | None = None,
    component: str | None = None,
    packs: Packs = (),
    past: Past | None = None,
) -> Plan:
    """Every file, risk and decision of the task in the repository that `path` lies in; nothing is written.

    `past` is what earlier runs added (None: not known), for a task that takes something out.
    """
    catalog, workspace = open_catalog(packs), open_workspace(path)
    whole = workspace if workspace.top in (None, workspace.root) else open_workspace(workspace.top)
    tree = whole.tree()
    if like and isinstance(task.operation, AddResource):
        task = replace(task, operation=replace(task.operation, like=like))

    stack = detect_stack(tree, catalog)
    chosen = choose_component(stack, component or "", workspace.prefix)
    before = read_application(tree, chosen, catalog)

    def look(at: Tree) -> tuple[Component, Application]:
        if at is tree:
            return chosen, before
        found = choose_component(detect_stack(at, catalog), component or "", workspace.prefix)
        return found, read_application(at, found, catalog)

    def propose(operation: Operation) -> ChangeSet:
        reviewer = open_reviewer(catalog)
        return make_changes(operation, tree, look, catalog, past or no_past(), reviewer)

    return make_plan(task, stack, chosen, before, catalog, propose)


def review_repository(
    path: Path, *, base: str = "", component: str = "", packs: Packs = ()
) -> Outcome:
    """The static review of what differs from `base` ("" = the merge-base), committed or not; runs nothing.

    Without a history every file counts as new.
    """
    catalog, workspace = open_catalog(packs), open_workspace(path)
    whole = workspace if workspace.top in (None, workspace.root) else open_workspace(workspace.top)
    tree = whole.tree()
    chosen = choose_component(detect_stack(tree, catalog), component, workspace.prefix)
    application = read_application(tree, chosen, catalog)
    since = find_merge_base(whole.root, base or None) if whole.is_git else None
    return review_change(read_given(whole, since), application, catalog).outcome


def review_tree(
    path: Path,
    *,
    changed: bool = False,
    base: str = "",
    baseline: str = "",
    imports: tuple[Path, ...] = (),
    packs: Packs = (),
) -> tuple[ReviewReport, str]:
    """The static review of the whole repository, or with `changed` of the lines that differ from
    `base`; runs nothing. `baseline` is the text of one, "" for none; `imports` are
    SARIF files of other tools, whose findings are told with ours, each flaw once. Also answers a baseline of all
    that was found. Raises InputError."""
    catalog, workspace = open_catalog(packs), open_workspace(path)
    tree = workspace.tree()
    lines_of = open_lines(tree)
    written: dict[str, frozenset[int]] = {}
    files: frozenset[str] | None = None
    if changed:
        since = find_merge_base(workspace.root, base or None) if workspace.is_git else None
        written = {each.path: changed_lines(each) for each in read_given(workspace, since)}
        files = list_concerned(written, tree.paths(), lambda file: read_text(tree, file))
    report = review_whole(
        tree,
        detect_stack(tree, catalog).components,
        lambda component: read_application(tree, component, catalog),
        catalog,
        files=files,
    )
    logs = [
        run
        for file in imports
        for run in import_sarif(
            read_file(file).decode("utf-8", "replace"), str(file), catalog, tree.paths()
        )
    ]
    report = merge_imported(report, logs, catalog) if logs else report
    found = report.findings
    if changed:
        found = tuple(each for each in found if each.line in written.get(each.path, ()))
    kept, suppressed = apply_marks(found, lines_of, () if changed else report.marks)
    accepted: tuple[Finding, ...] = ()
    debt = write_baseline(kept, lines_of)
    if baseline:
        kept, accepted = apply_baseline(baseline, kept, lines_of)
    return replace(report, findings=kept, suppressed=suppressed, accepted=accepted), debt


def list_standards(*, packs: Packs = ()) -> tuple[Standard, ...]:
    """Every row of the standards, in the order of areas and numbers."""
    return open_catalog(packs).standards


def advise_technology(name: str, *, packs: Packs = ()) -> TechnologyAdvice:
    """What is known of the technology with that id, title or package. Raises InputError."""
    return advise(open_catalog(packs), name)


def write_brief(stack: Stack, target: Path) -> bool:
    """Put the brief of the stack into the file, made where it is missing; whether anything changed.

    Every byte outside of the markers stays; a link is followed, so that it stays a link.
    Raises InputError.
    """
    place = target.resolve()
    before = read_file(place) if place.exists() else b""
    text = before.decode("utf-8", "surrogateescape")
    after = place_brief(text, brief_text(stack), str(target)).encode("utf-8", "surrogateescape")
    if after == before:
        return False
    write_atomic(place, after, stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o644)
    return True
