"""The review of a whole repository: every rule on every file and every application in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from backend_agent.catalog import Catalog, Document
from backend_agent.syntax.tree import parse_source
from backend_agent.values.application import Application
from backend_agent.values.evidence import Evidence
from backend_agent.values.review import AppliedRule, ReviewReport
from backend_agent.values.rule import Rule, RulePattern
from backend_agent.values.stack import Component
from backend_agent.values.verification import Finding
from backend_agent.verify.review.asks import ask_application
from backend_agent.verify.review.declared import Declared
from backend_agent.verify.review.flow import Functions, find_flows
from backend_agent.verify.review.lines import blank_comments
from backend_agent.verify.review.marks import find_marks
from backend_agent.verify.review.match import leads_on, match_patterns
from backend_agent.verify.review.questions import deprecated_lines
from backend_agent.world.tree import Tree, read_text

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node

LARGEST = 400_000
# Written by tools, or by others: nobody answers for these lines here.
FOREIGN = re.compile(
    r"(^|/)(node_modules|vendor|third_party|dist|build|\.venv|venv|site-packages|\.git)/"
    r"|\.min\.(js|css)$|\.(map|lock|snap|svg)$|(^|/)(package-lock\.json|go\.sum|pnpm-lock\.yaml)$"
)
Read = Callable[[Component], Application]


@dataclass
class Reviewing:
    """Collects as it goes; a rule counts the files that it looked at."""

    tree: Tree
    catalog: Catalog
    only: str = ""
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[Evidence] = field(default_factory=list)
    looked: dict[str, int] = field(default_factory=dict)
    functions: dict[str, Functions] = field(default_factory=dict)
    marks: list[Evidence] = field(default_factory=list)
    held: list[tuple[Document[Rule], str, int]] = field(default_factory=list)
    files: int = 0

    def __post_init__(self) -> None:
        self.documents = tuple(
            each for each in self.catalog.documents(Rule) if self.only in ("", each.name)
        )
        self.text = cache(lambda path: read_text(self.tree, path))
        self.paths = tuple(path for path in self.tree.paths() if not FOREIGN.search(path))
        self.declared = Declared(paths=self.paths, read=self.text)

    def read_files(self, files: frozenset[str] | None = None) -> None:
        """Every rule that reads text or trees, on every file that is its own (of `files`)."""
        readers = [each for each in self.documents if each.value.files]
        for path in self.paths if files is None else sorted(files.intersection(self.paths)):
            wanted = [each for each in readers if _reads(each.value, path)]
            if not wanted:
                continue
            data = self.tree.read_bytes(path)
            if len(data) > LARGEST or b"\0" in data:
                self._note(path, f"not reviewed: {len(data)} bytes, or not text")
                continue
            self.files += 1
            self._read_file(path, wanted)

        flows: dict[tuple[str, str], list[int]] = {}
        for each in self.findings:
            flows.setdefault((each.source, each.path), []).append(each.line)
        for document, path, line in self.held:
            if not leads_on(line, flows.get((document.name, path), ())):
                self._add(document, path, line)

    def ask(self, component: Component, application: Application) -> None:
        """Every rule that asks of an application."""
        below = f"{component.path}/" if component.path else ""
        own = tuple(path for path in self.paths if path.startswith(below))

        @cache
        def occurs(regex: str) -> bool:
            wanted = re.compile(regex)
            return any(
                wanted.search(self.text(path)) for path in own if len(self.text(path)) <= LARGEST
            )

        for document in self.documents:
            rule = document.value
            if rule.routes or rule.models or rule.application:
                asked = ask_application(document, application, occurs)
                self.findings.extend(asked.findings)
                self.not_checked.extend(asked.not_checked)
                self._count(document)
            for pattern in rule.patterns:
                if pattern.across and (not pattern.needs or occurs(pattern.needs)):
                    self._look_across(document, pattern, own)
        self.not_checked.extend(application.unresolved)

    def _look_across(
        self, document: Document[Rule], pattern: RulePattern, own: tuple[str, ...]
    ) -> None:
        at, absent = re.compile(pattern.at, re.MULTILINE), re.compile(pattern.absent, re.MULTILINE)
        place: tuple[int, str, int] | None = None
        for path in own:
            if document.value.not_files and re.search(document.value.not_files, path):
                continue
            text = self.text(path)
            within = re.search(pattern.within or document.value.files, path)
            if within and absent.search(blank_comments(text)):
                return
            found = list(at.finditer(text)) if re.search(document.value.files, path) else []
            if found and (place is None or len(found) > place[0]):
                place = (len(found), path, text.count("\n", 0, found[0].start()) + 1)
        if place is not None:
            self._add(document, place[1], place[2])

    def _read_file(self, path: str, wanted: list[Document[Rule]]) -> None:
        text = self.text(path)
        self.marks.extend(find_marks(path, text))
        trees: dict[str, Node] = {}
        for document in wanted:
            rule = document.value
            if rule.question == "deprecated-dependency":
                for line, message in deprecated_lines(text, self.catalog):
                    self._add(document, path, line, message)
            if rule.language and rule.language not in trees:
                trees[rule.language] = parse_source(text, rule.language)
                if trees[rule.language].kind() == "ERROR":
                    self._note(path, f"cannot be parsed as {rule.language}")
            self._count(document)
            self._match(document, path, text, trees.get(rule.language))
        for language, root in trees.items():
            self._follow(path, language, root, wanted)

    def _match(self, document: Document[Rule], path: str, text: str, root: Node | None) -> None:
        rule = document.value
        for place in match_patterns(rule, text, root):
            if place.yields:
                self.held.append((document, path, place.first))
            else:
                self._add(document, path, place.first)
        for pattern in rule.patterns:
            if pattern.beside:
                self._look_beside(document, pattern, path, text)
            if pattern.declared_in:
                for line, name in self.declared.undeclared(pattern, path, text):
                    self._add(document, path, line, f"{name}: {rule.message}")

    def _follow(self, path: str, language: str, root: Node, wanted: list[Document[Rule]]) -> None:
        """All flows of a language through the file and what it calls elsewhere."""
        pairs = [
            (document, flow)
            for document in wanted
            if document.value.language == language
            for flow in document.value.flows
        ]
        if not pairs:
            return
        if language not in self.functions:
            kinds = "|".join({f"(?:{document.value.files})" for document, _ in pairs})
            paths = tuple(each for each in self.paths if re.search(kinds, each))
            self.functions[language] = Functions(paths=paths, read=self.text, language=language)
        for found in find_flows([flow for _, flow in pairs], root, path, self.functions[language]):
            document = pairs[found.flow][0]
            if found.path == path or _reads(document.value, found.path):
                self._add(document, found.path, found.first)

    def _look_beside(
        self, document: Document[Rule], pattern: RulePattern, path: str, text: str
    ) -> None:
        found = re.search(pattern.at, text, re.MULTILINE)
        folder = posixpath.dirname(path)
        names = (posixpath.join(folder, pattern.beside), f"{path}{pattern.beside}", pattern.beside)
        if found and not any(self.tree.exists(name) for name in names):
            self._add(document, path, text.count("\n", 0, found.start()) + 1)

    def _add(self, document: Document[Rule], path: str, line: int, message: str = "") -> None:
        rule = document.value
        self.findings.append(
            Finding(
                source=document.name,
                message=message or rule.message,
                path=path,
                line=line,
                standard=rule.standard,
                severity=rule.severity,
                fix=rule.fix,
            )
        )

    def _count(self, document: Document[Rule]) -> None:
        self.looked[document.name] = self.looked.get(document.name, 0) + 1

    def _note(self, path: str, text: str) -> None:
        self.not_checked.append(Evidence(path=path, text=text))

    def applied(self) -> Iterator[AppliedRule]:
        for document in self.documents:
            if document.name in self.looked:
                rule = document.value
                yield AppliedRule(
                    id=document.name,
                    title=rule.title,
                    standard=rule.standard,
                    source=rule.source,
                    severity=rule.severity,
                    fix=rule.fix,
                    probe=rule.probe,
                    files=self.looked[document.name],
                )


def review_whole(
    tree: Tree,
    components: tuple[Component, ...],
    read: Read,
    catalog: Catalog,
    only: str = "",
    files: frozenset[str] | None = None,
) -> ReviewReport:
    """All findings, one per flaw: of several rules at a line that break the same standard the first
    one in the order of names tells it. `only` is the name of one rule, "" for all; `files` are those
    to read, None for all."""
    reviewing = Reviewing(tree, catalog, only)
    reviewing.read_files(files)
    routes = 0
    for component in components:
        application = read(component)
        routes += len(application.routes)
        reviewing.ask(component, application)
    once: dict[tuple[str, int, str], Finding] = {}
    for finding in sorted(reviewing.findings, key=lambda f: (f.severity, f.source)):
        once.setdefault((finding.path, finding.line, finding.standard), finding)
    return ReviewReport(
        findings=tuple(sorted(once.values(), key=lambda f: (f.path, f.line, f.source))),
        not_checked=tuple(dict.fromkeys(reviewing.not_checked)),
        rules=tuple(reviewing.applied()),
        files=reviewing.files,
        routes=routes,
        marks=tuple(reviewing.marks),
    )


def _reads(rule: Rule, path: str) -> bool:
    if rule.question and rule.question != "deprecated-dependency":
        return False
    if not re.search(rule.files, path):
        return False
    return not (rule.not_files and re.search(rule.not_files, path))
