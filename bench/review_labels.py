"""Scores the review on hand-labelled repositories: found, missed, and what was told beside the labels.

    python bench/review_labels.py LABELS.json CHECKOUT [LABELS.json CHECKOUT …] [--verbose]

A label counts as found when a finding of its class stands in its file within three lines of it; of
an absence, which has no line of its own, anywhere in its file, or for the whole service anywhere.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend_agent.ask import review_tree
from backend_agent.values.verification import Finding

NEAR = 3
# The labels' classes, and the rules that tell such a fault.
CLASSES = {
    "sql-concat": "sql-from",
    "nosql-injection": "nosql",
    "command-injection": "code-from-text|shell",
    "ssti": "template-from-input",
    "ssrf": "request-to-input",
    "open-redirect": "redirect",
    "xxe": "xml|entities",
    "unsafe-deserialisation": "deserialisation",
    "xss": "html|escaping|unescaped",
    "redos": "backtracking|regex-from",
    "hardcoded-secret": "secret-in-(code|conf)|hardcoded-secret|secret-with-default|committed-secrets|private-key|"
    "key-in|password-in-(address|compose|seed)",
    "weak-signature": "weak-digest",
    "jwt": "jwt|token-(lifetime|without)|key-in-settings",
    "password-hash": "password-(hash|in-clear|in-query)|password-column|weak-digest",
    "weak-random": "random",
    "secret-logged": "log",
    "log-injection": "log",
    "pii-exposed": "personal|password-in-answer|environment-in-answer",
    "user-enumeration": "tells-who-exists",
    "session-fixation": "session-fixation",
    "password-policy": "short-passwords",
    "error-leak": "error-to-client|stack-trace",
    "error-format": "error-format",
    "missing-auth": "^open-(mutation|administration|personal)|unguarded|administrators|permit",
    "object-authz": "foreign-object|identity-from",
    "function-authz": "^open-(mutation|administration)|unguarded|administrators|permit|without-role",
    "mass-assignment": "mass-assign|extra-fields|fields-as-they-come",
    "xpath-injection": "xpath",
    "ldap-injection": "ldap",
    "graphql": "graphql",
    "server-timeouts": "server-without-timeouts",
    "ignored-error": "ignored-error",
    "path-traversal": "path-from|archive",
    "upload": "upload",
    "unpinned-dependency": "unpinned|latest",
    "short-code": "short-code",
    "rate-limit": "without-limit",
    "csrf": "csrf|by-get",
    "cors": "cors",
    "cookie-flags": "cookie",
    "input-validation": "unvalidated|mass-assign|ignored-error",
    "http-timeout": "timeout",
    "tls-verify-off": "tls",
    "transport": "plain-http",
    "debug-on": "debug",
    "container-root": "runs-as-root",
    "secret-in-image": "secret-in-image",
    "no-dockerignore": "no-dockerignore",
    "deprecated-dependency": "deprecated-dependency|end-of-life",
    "fk-index": "foreign-key|id-without",
    "schema-without-migration": "schema-without|schema-by|ddl",
    "transaction": "transaction|commits",
    "error-swallowed": "swallowed|ignored-error",
    "resource-leak": "not-closed|connection-per|wired",
    "container-privileged": "privileged",
    "unpinned-image": "floating",
    "single-stage": "single-stage|full-base",
    "exposed-port": "port-",
    "missing-constraint": "constraint",
    "security-headers": "security-headers",
    "version-disclosure": "version-told|powered-by",
    "n-plus-1": "query-per-row|call-per-row",
    "unbounded-list": "unbounded",
    "query-in-controller": "query-in-handler",
    "health-endpoint": "no-health",
    "graceful-shutdown": "no-graceful",
}
# Faults of a whole file, which readers point at in different lines of it.
FILES = {"container-root", "error-format"}
WHOLE = {"health-endpoint", "graceful-shutdown", "csrf", "no-dockerignore"}
STANDARDS = frozenset(CLASSES) - {
    "sql-concat", "nosql-injection", "command-injection", "ssti", "ssrf", "open-redirect", "xxe",
    "unsafe-deserialisation", "xss", "redos", "hardcoded-secret", "weak-signature", "jwt",
    "password-hash", "weak-random", "log-injection", "tls-verify-off", "transport", "debug-on",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    app: str
    file: str
    first: int
    last: int
    kind: str
    name: str
    text: str


def read_labels(path: Path) -> Iterator[Label]:
    read = json.loads(path.read_text("utf-8"))
    for each in read["labels"]:
        yield Label(
            app=read["app"],
            file=each["file"],
            first=each["line"],
            last=each.get("end_line", each["line"]),
            kind=each["kind"],
            name=each["standard"],
            text=each["desc"],
        )


def tells(finding: Finding, label: Label) -> bool:
    if not re.search(CLASSES.get(label.name, "(?!)"), finding.source):
        return False
    if label.kind == "absence" and label.name in WHOLE:
        return True
    if finding.path != label.file:
        return False
    near = label.first - NEAR <= finding.line <= label.last + NEAR
    return near or label.kind == "absence" or label.name in FILES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pairs", nargs="+", type=Path, metavar="LABELS CHECKOUT")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for labels_path, checkout in zip(given.pairs[::2], given.pairs[1::2], strict=True):
        labels = tuple(read_labels(labels_path))
        findings = review_tree(checkout)[0].findings
        hits = [label for label in labels if any(tells(each, label) for each in findings)]
        beside = [each for each in findings if not any(tells(each, label) for label in labels)]
        app = labels[0].app
        print(f"{app}: {len(hits)} of {len(labels)} labels; {len(findings)} findings, ", end="")
        print(f"{len(beside)} of them beside the labels")
        for label in labels:
            for group in ("all", label.kind, label.name, *(
                ["backend-standard"] if label.name in STANDARDS else ["classic"]
            )):  # fmt: skip
                total[group] += 1
                found[group] += label in hits
        if given.verbose:
            for label in labels:
                if label not in hits:
                    print(f"  missed {label.name} {label.file}:{label.first} {label.text}")
            for each in beside:
                print(f"  beside {each.source} {each.path}:{each.line} {each.message[:90]}")
    for group in ("all", "presence", "absence", "backend-standard", "classic"):
        print(f"{group}: {found[group]}/{total[group]}")
    print(
        ", ".join(f"{name} {found[name]}/{total[name]}" for name in sorted(CLASSES) if total[name])
    )


if __name__ == "__main__":
    main()
