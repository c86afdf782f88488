"""Commands that destroy what cannot be brought back, found through the wrappers around them."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "ash"})
# A wrapper and those of its options that take a value of their own.
WRAPPERS = {
    "sudo": ("-u", "-g", "-h", "-p", "-C", "-r", "-t", "--user", "--group"),
    "doas": ("-u", "-C"),
    "env": ("-u", "-C", "-S", "--unset", "--chdir"),
    "nice": ("-n", "--adjustment"),
    "ionice": ("-c", "-n"),
    "nohup": (),
    "setsid": (),
    "stdbuf": ("-i", "-o", "-e"),
    "time": ("-o", "-f"),
    "timeout": ("-k", "-s", "--kill-after", "--signal"),
    "xargs": ("-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"),
    "command": (),
    "exec": ("-a",),
    "busybox": (),
}
ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
# Within double quotes the splitter sees one word, and the shell a command.
SUBSTITUTION = re.compile(r"\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`")
FORK_BOMB = re.compile(r":\s*\(\s*\)\s*\{[^}]*:\s*\|\s*:\s*&")
DROPPING = re.compile(
    r"\bdrop\s+(database|schema|table|owned|user|role)\b|\btruncate\s+(table\s+)?\w|\bflushall\b"
    r"|\bdropdatabase\b|\bdelete\s+from\s+[\w.\"`]+\s*(;|$)",
    re.IGNORECASE,
)
DATABASE_CLIENTS = frozenset("psql mysql mariadb sqlite3 redis-cli mongosh mongo sqlcmd".split())
HALTING = frozenset("shutdown reboot halt poweroff telinit".split())
DISKS = re.compile(r"^/dev/(sd|hd|vd|xvd|nvme|mmcblk|disk|mapper|md|loop|dm-)")
ROOTED = ("/", "~", "$", "`")
BY_PATH = frozenset({"rm", "find", "chmod", "chown"})
# An empty variable turns `$X/*` into `/*`; the form that stops where it is empty may pass.
UNKNOWN = re.compile(r"^(?:\$(?!\{\w+:\?)|`)")
FILE = re.compile(r"\w\.(?:[A-Za-z]{2,6}|[chm])$")
NARROWING = re.compile(
    r"^-(i?name|i?path|i?regex|wholename|empty|newer\w*|[acm]?(time|min)|size|user)$"
)
WHOLE = ("/", "/*", "~", "~/", "~/*", ".", "./", "..", "*", "./*")
SEPARATORS = re.compile(r"^(?:;|;;|&|&&|\||\|\||\|&|\(|\)|\{|\}|!|then|do|else|if|while)$")


def refuse_destructive(argv: tuple[str, ...], cwd: str = "") -> str | None:
    """Why a command must not run, None when nothing speaks against it.

    `cwd` is the absolute folder it would run in; removing inside of it is allowed. This is a
    guard against accidents: what a program does within itself is held by the sandbox.
    """
    shift = ""
    for command in _unwrap(argv, depth=0):
        if command == (":(){",):
            return "it starts processes without end"
        name = PurePosixPath(command[0]).name
        if name == "cd":
            shift = _follow_cd(command, shift)
            continue
        judge = JUDGES.get(name)
        reason = judge(command, cwd) if judge else _judge_name(name, command)
        if judge and not reason and shift and name in BY_PATH:
            # Both places count: a cd may fail, and what follows it runs where it was.
            reason = judge(_shift_targets(command, shift), cwd)
        if reason:
            return reason
    return None


def _follow_cd(command: tuple[str, ...], shift: str) -> str:
    """Where a script stands after a `cd`, relative to where it began."""
    targets = [word for word in command[1:] if not word.startswith("-")]
    target = targets[0] if targets else "~"
    return target if target.startswith(ROOTED) or not shift else f"{shift}/{target}"


def _shift_targets(command: tuple[str, ...], shift: str) -> tuple[str, ...]:
    return (
        command[0],
        *(word if word.startswith(("-", *ROOTED)) else f"{shift}/{word}" for word in command[1:]),
    )


def list_commands(script: str) -> tuple[tuple[str, ...], ...]:
    """Each command of a shell script behind its wrappers, those in substitutions included."""
    return tuple(_split_script(script, 0))


def _unwrap(argv: tuple[str, ...], depth: int) -> Iterator[tuple[str, ...]]:
    words = tuple(argv)
    while words and ASSIGNMENT.match(words[0]):
        words = words[1:]
    if not words or depth > 8:
        return
    name = PurePosixPath(words[0]).name
    if name in WRAPPERS:
        yield from _unwrap(_skip_options(name, words[1:]), depth + 1)
    elif name in SHELLS or name == "eval":
        yield from _read_script(name, words[1:], depth)
    elif name == "find" and any(word in {"-exec", "-execdir", "-ok"} for word in words):
        start = next(i for i, word in enumerate(words) if word in {"-exec", "-execdir", "-ok"})
        roots = tuple(word for word in words[1:2] if not word.startswith("-"))
        inner = tuple(root for word in words[start + 1 :] for root in _fill(word, roots))
        yield from _unwrap(inner, depth + 1)
    else:
        yield words


def _fill(word: str, roots: tuple[str, ...]) -> tuple[str, ...]:
    return (roots or (".",)) if word == "{}" else (word,)


def _skip_options(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    rest = list(words)
    while rest and (rest[0].startswith("-") or ASSIGNMENT.match(rest[0])):
        option = rest.pop(0)
        if option == "--":
            break
        if option in {"-S", "--split-string"} and name == "env" and rest:
            return (*shlex.split(rest[0]), *rest[1:])
        if option in WRAPPERS[name] and rest:
            rest.pop(0)
    if name == "timeout" and rest:
        rest.pop(0)
    return tuple(rest)


def _read_script(name: str, words: tuple[str, ...], depth: int) -> Iterator[tuple[str, ...]]:
    if name == "eval":
        yield from _split_script(" ".join(words), depth)
        return
    for index, word in enumerate(words):
        if re.match(r"^-[a-z]*c[a-z]*$", word) and index + 1 < len(words):
            yield from _split_script(words[index + 1], depth)
            return
        if not word.startswith(("-", "+")):
            return


def _split_script(script: str, depth: int) -> Iterator[tuple[str, ...]]:
    if FORK_BOMB.search(script):
        yield (":(){",)
        return
    lexer = shlex.shlex(script.replace("\n", " ; "), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    command: list[str] = []
    try:
        words = list(lexer)
    except ValueError:
        words = re.sub(r"[;&|()]+", " ; ", re.sub(r"[\"'`]", " ", script)).split()
    for word in (*words, ";"):
        if SEPARATORS.match(word) or set(word) <= set(";&|()"):
            yield from _unwrap(tuple(command), depth + 1)
            command = []
        else:
            command.append(word)
    if depth <= 8:
        for inner in SUBSTITUTION.findall(script):
            yield from _split_script(inner[0] or inner[1], depth + 1)


def _judge_name(name: str, command: tuple[str, ...]) -> str | None:
    if name in HALTING or (name == "init" and command[1:2] in {("0",), ("6",)}):
        return f"{name} stops the machine"
    if name.startswith("mkfs") or name in {"wipefs", "blkdiscard", "fdisk", "parted", "shred"}:
        return f"{name} destroys what a disk or a file holds"
    if name in DATABASE_CLIENTS and DROPPING.search(" ".join(command[1:])):
        return f"{name} would drop or empty data"
    return None


def _judge_rm(command: tuple[str, ...], cwd: str) -> str | None:
    options = [word for word in command[1:] if word.startswith("-") and word != "-"]
    recursive = any(
        word == "--recursive" or (not word.startswith("--") and set("rR") & set(word))
        for word in options
    )
    for target in (word for word in command[1:] if not word.startswith("-")):
        if recursive and _is_whole(target, cwd):
            return f"rm of {target} removes a whole tree"
        if recursive and UNKNOWN.match(target):
            return f"rm of {target}: what that is, nobody knows before it runs; write the path out"
        if recursive and ".git" in PurePosixPath(target).parts:
            return f"rm of {target} removes the history"
        if _is_outside(target, cwd):
            return f"rm of {target} is outside of the working folder"
    return None


def _is_whole(target: str, cwd: str) -> bool:
    if target in WHOLE or re.match(r"^[\"']?\$\{?(HOME|PWD|OLDPWD)\b", target):
        return True
    inside = cwd.rstrip("/") or "/nowhere"
    return _place(target, inside) in {inside, "/"}


def _place(target: str, inside: str) -> str:
    return os.path.normpath(target if target.startswith("/") else f"{inside}/{target}")


def _is_outside(target: str, cwd: str) -> bool:
    if target.startswith("~") or re.match(r"^\$\{?HOME\b", target):
        return True
    inside = cwd.rstrip("/") or "/nowhere"
    where = _place(target, inside)
    return not where.startswith(f"{inside}/") and not re.match(r"^(/tmp|/var/tmp)/.", where)


def _judge_git(command: tuple[str, ...], cwd: str) -> str | None:  # noqa: ARG001
    words = list(command[1:])
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in {"-C", "-c", "--git-dir", "--work-tree"} else words[1:]
    if not words:
        return None
    verb, rest = words[0], words[1:]
    short = {letter for word in rest if re.match(r"^-[a-zA-Z]+$", word) for letter in word[1:]}
    forced = "f" in short or any(word.startswith("--force") for word in rest)
    refspecs = any(word.startswith(("+", ":")) for word in rest)
    lost = {
        "reset": any(word in {"--hard", "--merge", "--keep"} for word in rest),
        "checkout": "--" in rest or forced or rest[:1] == ["."] or _names_file(rest),
        "restore": not any(word in {"--staged", "-S"} for word in rest) or "--worktree" in rest,
        "switch": forced or "--discard-changes" in rest,
        "clean": forced,
        "push": forced or refspecs or "--mirror" in rest or "--delete" in rest or "d" in short,
        "branch": "D" in short,
        "stash": rest[:1] in (["drop"], ["clear"]),
        "filter-branch": True,
        "filter-repo": True,
        "update-ref": "-d" in rest,
        "reflog": rest[:1] in (["expire"], ["delete"]),
        "gc": any(word.startswith("--prune") for word in rest),
    }
    return f"git {verb} here throws work away" if lost.get(verb) else None


def _names_file(words: list[str]) -> bool:
    """Whether a checkout is of a file: it ends like one, and no branch is made under that name."""
    made = any(word in {"-b", "-B", "--orphan", "-t", "--track"} for word in words)
    return not made and any(FILE.search(word) for word in words)


def _judge_dd(command: tuple[str, ...], cwd: str) -> str | None:  # noqa: ARG001
    onto = any(word.startswith("of=") and DISKS.match(word[3:]) for word in command)
    return "dd would overwrite a disk" if onto else None


def _judge_container(command: tuple[str, ...], cwd: str) -> str | None:  # noqa: ARG001
    words = [word for word in command[1:] if not word.startswith("-")]
    options = {word for word in command[1:] if word.startswith("-")}
    if "prune" in words[:2]:
        return f"{command[0]} {words[0]} prune removes what other projects use"
    if words[:2] == ["volume", "rm"]:
        return f"{command[0]} volume rm removes data"
    if "down" in words and options & {"-v", "--volumes"}:
        return f"{command[0]} down with volumes removes data"
    return None


def _judge_mode(command: tuple[str, ...], cwd: str) -> str | None:
    options = "".join(word for word in command[1:] if word.startswith("-"))
    targets = [word for word in command[1:] if not word.startswith("-")][1:]
    if "R" in options and any(_is_outside(target, cwd) for target in targets):
        return f"{command[0]} -R is outside of the working folder"
    return None


def _judge_find(command: tuple[str, ...], cwd: str) -> str | None:
    roots = []
    for word in command[1:]:
        if word.startswith(("-", "(", "!")):
            break
        roots.append(word)
    if "-delete" in command and any(_is_outside(f"{root}/x", cwd) for root in roots):
        return "find -delete is outside of the working folder"
    whole = not roots or any(_is_whole(root, cwd) for root in roots)
    if "-delete" in command and whole and not any(map(NARROWING.match, command)):
        return "find -delete without a name or an age removes a whole tree"
    return None


def _judge_dropdb(command: tuple[str, ...], cwd: str) -> str | None:  # noqa: ARG001
    return f"{PurePosixPath(command[0]).name} removes a database"


JUDGES: dict[str, Callable[[tuple[str, ...], str], str | None]] = {
    "rm": _judge_rm,
    "git": _judge_git,
    "dd": _judge_dd,
    "docker": _judge_container,
    "podman": _judge_container,
    "docker-compose": _judge_container,
    "chmod": _judge_mode,
    "chown": _judge_mode,
    "find": _judge_find,
    "dropdb": _judge_dropdb,
}
