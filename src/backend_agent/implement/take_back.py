"""Takes back what earlier runs of ours added, byte for byte, as far as it still stands as they left it."""

from __future__ import annotations

from backend_agent.syntax.nouns import read_noun, split_words
from backend_agent.syntax.revert import Overlap, revert_text
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, FileChange, Note, Refusal
from backend_agent.values.ledger import Addition, Past
from backend_agent.values.task import AddField, AddResource, RemoveField, RemoveResource
from backend_agent.world.tree import OverlayTree, Tree

MAKER = "ledger"


def reverse_resource(
    tree: Tree, application: Application, past: Past, operation: RemoveResource
) -> ChangeSet | None:
    """The inverse of the run that added the resource and of those that grew it, newest first; a
    refusal with the place where something was changed since; None where no run of ours added it."""
    wanted = read_noun(operation.name)
    found: list[Addition] = []
    for addition in past.additions():
        asked = addition.operation
        if isinstance(asked, AddField) and read_noun(asked.resource) == wanted:
            found.append(addition)
        elif isinstance(asked, AddResource) and read_noun(asked.resource.name) == wanted:
            found.append(addition)
            break
    if not found or not isinstance(found[-1].operation, AddResource):
        return None
    if not _stands(tree, found[-1]):
        return None
    return _reverse(tree, application, past, [each for each in found if _stands(tree, each)])


def reverse_fields(
    tree: Tree, application: Application, past: Past, operation: RemoveField
) -> ChangeSet | None:
    """The inverse of the run that added exactly these fields; None where none did, or where the
    code was changed since (then they are taken out wherever they are listed)."""
    wanted = {split_words(name) for name in operation.names}
    for addition in past.additions():
        asked = addition.operation
        if not isinstance(asked, AddField):
            continue
        if read_noun(asked.resource) != read_noun(operation.resource):
            continue
        if {split_words(field.name) for field in asked.fields} == wanted and _stands(
            tree, addition
        ):
            made = _reverse(tree, application, past, [addition])
            return None if made.refusals else made
    return None


def _stands(tree: Tree, addition: Addition) -> bool:
    """Whether what the run wrote came into this tree: one of its files is as it left it, or a file
    that it created is there."""
    return any(
        change.after is not None
        and tree.exists(change.path)
        and (change.before is None or tree.read_bytes(change.path) == change.after)
        for change in addition.changes.changes
    )


def _reverse(
    tree: Tree, application: Application, past: Past, additions: list[Addition]
) -> ChangeSet:
    kept = _kept_migrations(application, past, additions)
    changes: dict[str, FileChange] = {}
    refusals: list[Refusal] = []
    for addition in additions:
        now = OverlayTree(tree, tuple(changes.values()))
        for change in addition.changes.changes:
            if change.path in kept:
                continue
            made = _reverse_file(now, change)
            if isinstance(made, Refusal):
                refusals.append(made)
            elif made is not None:
                first = changes.get(change.path)
                changes[change.path] = FileChange(
                    path=made.path,
                    before=first.before if first is not None else made.before,
                    after=made.after,
                    mode=made.mode,
                    purpose="as it was before",
                    maker=MAKER,
                )
    if refusals:
        return ChangeSet(refusals=tuple(refusals))
    runs = ", ".join(addition.run for addition in additions)
    notes = [Note(kind="decision", text=f"taken back exactly as it was added (run {runs})")]
    return ChangeSet(
        changes=tuple(changes[path] for path in sorted(changes)),
        notes=(*notes, *_tell_migrations(application, changes, kept)),
    )


def _reverse_file(tree: Tree, change: FileChange) -> FileChange | Refusal | None:
    if change.after is None or not tree.exists(change.path):
        return None
    now = tree.read_bytes(change.path)
    if now == change.after:
        return FileChange(path=change.path, before=now, after=change.before, mode=change.mode)
    if change.before is None:
        reason = "it was changed since the run created it; delete it by hand if it can go"
        return Refusal(subject=change.path, reason=reason, path=change.path, line=1)
    try:
        texts = [each.decode() for each in (change.before, change.after, now)]
    except UnicodeDecodeError:
        reason = "it was changed since, and is no text"
        return Refusal(subject=change.path, reason=reason, path=change.path, line=1)
    back = revert_text(*texts)
    if isinstance(back, Overlap):
        return Refusal(
            subject=f"{change.path}:{back.line}",
            reason="what the run wrote here was changed since; take it out by hand",
            path=change.path,
            line=back.line,
        )
    return FileChange(path=change.path, before=now, after=back.encode(), mode=change.mode)


def _kept_migrations(
    application: Application, past: Past, additions: list[Addition]
) -> frozenset[str]:
    """Migrations that stay, because a database somewhere may have them: committed, or built upon.
    The newest that only this working tree knows may go as it came."""
    written = {change.path for each in additions for change in each.changes.changes}
    parents = {
        parent: each.path for each in application.migrations for parent in each.parent.split(",")
    }
    kept: set[str] = set()
    for each in application.migrations:
        if each.path in written:
            follower = parents.get(each.id, "")
            built_upon = bool(follower) and follower not in written
            if built_upon or past.is_committed(each.path):
                kept.add(each.path)
    # They come and go as one: half a history taken back would be neither.
    if kept:
        kept |= {each.path for each in application.migrations if each.path in written}
    return frozenset(kept)


def _tell_migrations(
    application: Application, changes: dict[str, FileChange], kept: frozenset[str]
) -> list[Note]:
    gone = [each.path for each in application.migrations if each.path in changes]
    notes = [
        Note(
            kind="decision",
            text=f"{path} is deleted, because no commit holds it and nothing is built on it; if a "
            "database of yours has it already, migrate down first",
        )
        for path in gone
    ]
    notes += [
        Note(
            kind="decision",
            text=f"{path} stays, because a database may have it; a new migration takes it back",
        )
        for path in sorted(kept)
    ]
    return notes
