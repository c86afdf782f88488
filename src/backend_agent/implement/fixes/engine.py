"""The fix engine: a fix stays only where its finding is gone, no other came, and the file still parses."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from backend_agent.catalog import Catalog, Document
from backend_agent.implement.fixes.edits import Mended, find_edits
from backend_agent.implement.fixes.mending import MendedFile, grammar_of, open_file, write_edits
from backend_agent.implement.fixes.reviewer import Reviewer
from backend_agent.implement.fixes.settings import list_settings
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, Column, FileChange, Note, Refusal
from backend_agent.values.errors import InputError
from backend_agent.values.fix import Fix, FixFormat
from backend_agent.values.rule import Rule
from backend_agent.values.stack import Component
from backend_agent.values.task import FixFindings
from backend_agent.values.verification import Finding
from backend_agent.world.tree import OverlayTree, Tree

MAKER = "fix"
MOST_ROUNDS = 3
NOT_GONE = "the fix would not do away with it, or break the file"


def fix_findings(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    operation: FixFindings,
    reviewer: Reviewer,
) -> ChangeSet:
    """The edits that mend the findings in the component's folder; pure.

    A finding that a fix exists for and that none of its forms fits is refused with what to do; findings
    of rules without a fix are counted. Raises InputError for a rule that has no fix.
    """
    formats = {each.name: each.value for each in catalog.documents(FixFormat)}
    for name in operation.rules:
        if name not in formats:
            known = ", ".join(sorted(formats))
            raise InputError(f"no fix for a rule named {name!r}", hint=f"there is: {known}")
    mending = _Mending(tree, component, application, catalog, operation, reviewer, formats)
    below = f"{component.path}/" if component.path else ""
    found = [each for each in reviewer.find(tree, None) if each.path.startswith(below)]
    return mending.mend(tuple(each for each in found if _is_chosen(each, operation)))


def _is_chosen(finding: Finding, operation: FixFindings) -> bool:
    if operation.rules and finding.source not in operation.rules:
        return False
    rule, path = finding.source, finding.path
    names = {rule, f"{rule}:{path}", f"{rule}:{path}:{finding.line}", f"*:{path}"}
    return names.isdisjoint(operation.left)


def _count(findings: tuple[Finding, ...]) -> Counter[str]:
    return Counter(each.source for each in findings)


def _count_errors(findings: tuple[Finding, ...]) -> Counter[str]:
    """Of errors alone: a warning may come to light that stood on the line of what was mended."""
    return _count(tuple(each for each in findings if each.severity == "error"))


@dataclass
class _Mending:
    """Goes through the files; every text is virtual."""

    tree: Tree
    component: Component
    application: Application
    catalog: Catalog
    operation: FixFindings
    reviewer: Reviewer
    formats: dict[str, FixFormat]
    files: dict[str, MendedFile] = field(default_factory=dict)
    made: dict[str, FileChange] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    indexes: list[Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rules = {each.name: each for each in self.catalog.documents(Rule)}

    def mend(self, findings: tuple[Finding, ...]) -> ChangeSet:
        fixable = [each for each in findings if self._is_open(each.source)]
        # What is asked of the whole application cannot be asked of one file again, so it comes
        # first, while its lines are those of the file as it was.
        fixable.sort(key=lambda each: (each.path, self._reads_file(each.source), each.source))
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in fixable:
            groups.setdefault((finding.path, finding.source), []).append(finding)
        for (path, rule), group in groups.items():
            self._mend_group(path, self.rules[rule], tuple(group))
        stayed = self._find_stayed(groups)
        if stayed:
            left = (*self.operation.left, *(f"{each.source}:{each.path}" for each in stayed))
            operation = replace(self.operation, left=left)
            rest = tuple(each for each in findings if _is_chosen(each, operation))
            again = replace(
                self,
                operation=operation,
                files={},
                made={},
                refusals=[],
                settings=[],
                notes=[],
                indexes=[],
            )
            for finding in stayed:
                again.refuse(finding, NOT_GONE)
            return again.mend(rest)
        return ChangeSet(
            changes=tuple(self._list_changes()),
            already=() if groups else ("every edit that a fix would make",),
            refusals=tuple(self.refusals),
            notes=tuple(self._tell(findings)),
            indexes_added=tuple(self.indexes),
        )

    def _is_open(self, rule: str) -> bool:
        """A fix that comes with a migration is made only when it is asked for by name."""
        form = self.formats.get(rule)
        return form is not None and (
            rule in self.operation.rules or not any(each.indexes for each in form.fixes)
        )

    def _find_stayed(self, groups: dict[tuple[str, str], list[Finding]]) -> tuple[Finding, ...]:
        """Findings of rules that ask of the application which are still there after their fix."""
        asked = {
            (path, rule)
            for path, rule in groups
            if not self._reads_file(rule) and rule in self.files[path].done
        }
        if not asked:
            return ()
        after = Counter(
            (each.path, each.source)
            for each in self.reviewer.find(OverlayTree(self.tree, self._list_changes()), None)
        )
        return tuple(groups[key][0] for key in sorted(asked) if after[key] >= len(groups[key]))

    def _reads_file(self, rule: str) -> bool:
        value = self.rules[rule].value
        asks = value.routes or value.models or value.application
        return not (asks or any(each.across for each in value.patterns))

    def _mend_group(
        self, path: str, document: Document[Rule], findings: tuple[Finding, ...]
    ) -> None:
        file = self.files.get(path) or open_file(self.tree, path)
        if file is None:
            for finding in findings:
                self.refuse(finding, "the file is not UTF-8, or mixes line ends")
            return
        self.files[path] = file
        if not self._reads_file(document.name):
            self._mend_at_once(file, document, findings)
            return
        for _ in range(MOST_ROUNDS):
            present = self._look(path)
            # Lines moved since: the findings are those of the text as it is now.
            open_ = [each for each in present if self._is_wanted(each, document, findings)]
            if not open_ or not self._mend_at_once(file, document, tuple(open_)):
                break

    def _is_wanted(
        self, finding: Finding, document: Document[Rule], asked: tuple[Finding, ...]
    ) -> bool:
        if finding.source != document.name:
            return False
        # Places that were left out by line are known by their line in the file as it was.
        lefts = [each for each in self.operation.left if each.count(":") >= 2]
        return not lefts or finding.line in {each.line for each in asked}

    def _mend_at_once(
        self, file: MendedFile, document: Document[Rule], findings: tuple[Finding, ...]
    ) -> bool:
        """All findings of one rule in one file; those that cannot stay together are tried singly.
        Whether anything was mended."""
        pairs = [(each, self._find_fix(file, document, each)) for each in findings]
        fitting = [(finding, mended) for finding, mended in pairs if mended is not None]
        for finding, mended in pairs:
            if mended is None:
                self.refuse(finding, "no form of the fix fits here")
        if not fitting:
            return False
        if self._try(file, document, [mended for _, mended in fitting]):
            for finding, mended in fitting:
                if mended.fix.indexes:
                    self.indexes += self._find_columns(finding)
            return True
        if len(fitting) == 1:
            self.refuse(fitting[0][0], NOT_GONE)
            return False
        for finding, _ in reversed(fitting):
            mended = self._find_fix(file, document, finding)
            if mended is None or not self._try(file, document, [mended]):
                self.refuse(finding, NOT_GONE)
        return False

    def _find_columns(self, finding: Finding) -> Iterator[Column]:
        """The columns of tables that are declared where the finding stands."""
        for entity in self.application.models:
            for attribute in entity.attributes:
                place = attribute.evidence
                if entity.table and (place.path, place.line) == (finding.path, finding.line):
                    yield Column(table=entity.table, name=attribute.name)

    def _language(self, file: MendedFile, document: Document[Rule]) -> str:
        form = self.formats[document.name]
        return form.language or document.value.language or grammar_of(file.path, self.catalog)

    def _find_fix(
        self, file: MendedFile, document: Document[Rule], finding: Finding
    ) -> Mended | None:
        language = self._language(file, document)
        for fix in self.formats[document.name].fixes:
            if self._fits(fix):
                mended = find_edits(
                    fix, document.value, language, file.text, finding, self.reviewer
                )
                if mended is not None:
                    return mended
        return None

    def _fits(self, fix: Fix) -> bool:
        present = self.component.technology_ids() | {
            found.kind for found in self.component.technologies
        }
        return not fix.beside or not present.isdisjoint(fix.beside)

    def _try(self, file: MendedFile, document: Document[Rule], mended: list[Mended]) -> bool:
        """Keep the edits if the findings are fewer afterwards and no error of another rule is new."""
        language = self._language(file, document)
        before = self._look(file.path)
        text = write_edits(file.text, file.path, language, mended, self.catalog)
        created = [each for one in mended if (each := self._create(one.fix, file.path))]
        if text is None or (text == file.text and not created):
            return False
        old, file.text = file.text, text
        self.made.update({each.path: each for each in created})
        if self._reads_file(document.name):
            after = self._look(file.path)
            stays = _count(after)[document.name] >= _count(before)[document.name]
            if stays or _count_errors(after) - _count_errors(before):
                file.text = old
                for each in created:
                    del self.made[each.path]
                return False
        file.done[document.name] = file.done.get(document.name, 0) + len(mended)
        self.settings += [name for one in mended for name in one.settings]
        self.notes += [one.fix.note for one in mended if one.fix.note]
        return True

    def _create(self, fix: Fix, beside: str) -> FileChange | None:
        path = posixpath.join(posixpath.dirname(beside), fix.create) if fix.create else ""
        if not path or path in self.made or self.tree.exists(path):
            return None
        return FileChange(
            path=path, before=None, after=fix.text.encode(), purpose=fix.title, maker=MAKER
        )

    def _look(self, path: str) -> tuple[Finding, ...]:
        overlay = OverlayTree(self.tree, self._list_changes())
        return self.reviewer.find(overlay, frozenset((path,)))

    def _list_changes(self) -> Iterator[FileChange]:
        changes = dict(self.made)
        for file in self.files.values():
            if file.done or file.encode() != file.before:
                mode = 0o755 if self.tree.is_executable(file.path) else 0o644
                told = ", ".join(f"{rule} ({count})" for rule, count in sorted(file.done.items()))
                changes[file.path] = FileChange(
                    path=file.path,
                    before=file.before,
                    after=file.encode(),
                    mode=mode,
                    purpose=f"mends {told}",
                    maker=MAKER,
                )
        names = tuple(dict.fromkeys(self.settings))
        listed = list_settings(self.tree, self.component.path, names) if names else None
        if listed is not None:
            changes.setdefault(listed.path, listed)
        yield from (changes[path] for path in sorted(changes))

    def refuse(self, finding: Finding, reason: str) -> None:
        refusal = Refusal(
            subject=finding.source,
            reason=reason,
            path=finding.path,
            line=finding.line,
            snippet=finding.fix,
        )
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    def _tell(self, findings: tuple[Finding, ...]) -> Iterator[Note]:
        for text in dict.fromkeys(self.notes):
            yield Note(kind="decision", text=text)
        for name in dict.fromkeys(self.settings):
            yield Note(kind="environment", text=name)
        fixed = _count(tuple(each for each in findings if each.source in self.formats))
        for rule, count in sorted(fixed.items()):
            if not self._is_open(rule):
                text = f"{rule} ({count}) needs a migration: ask for it by `review --fix={rule}`"
                yield Note(kind="left", text=text)
        unknown = Counter(each.source for each in findings if each.source not in self.formats)
        if unknown:
            listed = ", ".join(f"{rule} ({count})" for rule, count in sorted(unknown.items()))
            yield Note(kind="left", text=f"found, and without a fix that is safe: {listed}")
