"""Commands that destroy what cannot be brought back, found through the wrappers around them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from backend_agent.world.commands import (
    BOMB,
    NARROWING,
    PRINTERS,
    Command,
    unwrap_command,
)

DROPPING = re.compile(
    r"\bdrop\s+(database|schema|table|owned|user|role)\b|\btruncate\s+(table\s+)?\w|\bflushall\b"
    r"|\bdropdatabase\b|\bdelete\s+from\s+[\w.\"`]+\s*(;|$)",
    re.IGNORECASE,
)
DATABASE_CLIENTS = frozenset("psql mysql mariadb sqlite3 redis-cli mongosh mongo sqlcmd".split())
HALTING = frozenset("shutdown reboot halt poweroff telinit".split())
READING = PRINTERS | {"grep", "rg", "cat", "ls", "sed", "awk"}
DISKS = re.compile(r"^/dev/(sd|hd|vd|xvd|nvme|mmcblk|disk|mapper|md|loop|dm-)")
ROOTED = ("/", "~", "$", "`")
BY_PATH = frozenset({"rm", "rimraf", "mv", "find", "chmod", "chown", "rsync", "truncate", "unlink"})
# Only stars, dots and the like: all that a folder holds.
ALL_OF = re.compile(r"^[.*?{},!\[\]^]*\*[.*?{},!\[\]^]*$")
# What reaches beyond this machine and has no way back: a program, and the verbs of it.
FAR = {
    "kubectl": {"delete", "drain"},
    "helm": {"uninstall", "delete"},
    "terraform": {"destroy"},
    "tofu": {"destroy"},
    "pulumi": {"destroy"},
    "cdk": {"destroy"},
    "aws": {"rb", "terminate-instances"},
    "gcloud": {"delete"},
    "az": {"delete", "purge"},
    "gsutil": {"rb"},
    "gh": {"delete"},
    "heroku": {"apps:destroy", "pg:reset"},
    "npm": {"unpublish"},
}
FAR_VERB = re.compile(r"^(delete|destroy|terminate)-")
# Words by which tools of many kinds say themselves that data goes.
EMPTYING = re.compile(
    r"^(migrate:(fresh|refresh|reset)|db:(drop|reset|purge)(:\w+)?|(database|schema):drop"
    r"|--force-reset|--accept-data-loss)$"
)
# An empty variable turns `$X/*` into `/*`; the form that stops where it is empty may pass.
UNKNOWN = re.compile(r"^(?:\$(?!\{\w+:\?)|`)")
FILE = re.compile(r"\w\.(?:[A-Za-z]{2,6}|[chm])$")
WHOLE = ("/", "/*", "~", "~/", "~/*", ".", "./", "..", "*", "./*")


def refuse_destructive(argv: tuple[str, ...], cwd: str = "") -> str | None:
    """Why a command must not run, None when nothing speaks against it.

    `cwd` is the absolute folder it would run in; removing inside of it is allowed. This is a
    guard against accidents: what a program does within itself is held by the sandbox.
    """
    shift = ""
    for command in unwrap_command(argv):
        if command.words == BOMB:
            return "it starts processes without end"
        if command.name in {"cd", "pushd"}:
            shift = _follow_cd(command.words, shift)
            continue
        reason = _judge_command(command, cwd, shift) or _judge_overwritten(command, cwd)
        if reason:
            return reason
    return None


def _judge_command(command: Command, cwd: str, shift: str) -> str | None:
    judge = JUDGES.get(command.name)
    if judge is None:
        return _judge_name(command)
    reason = judge(command.words, cwd)
    if not reason and shift and command.name in BY_PATH:
        # Both places count: a cd may fail, and what follows it runs where it was.
        reason = judge(_shift_targets(command.words, shift), cwd)
    return reason


def _judge_overwritten(command: Command, cwd: str) -> str | None:
    for target in command.overwrites:
        if DISKS.match(target) or (not target.startswith("/dev/") and _is_outside(target, cwd)):
            return f"> {target} overwrites what is outside of the working folder"
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


def _judge_name(command: Command) -> str | None:
    name, words = command.name, command.words[1:]
    if name in HALTING or (name == "init" and words[:1] in {("0",), ("6",)}):
        return f"{name} stops the machine"
    if name.startswith("mkfs") or name in {"wipefs", "blkdiscard", "fdisk", "parted", "shred"}:
        return f"{name} destroys what a disk or a file holds"
    if name == "kill" and "-1" in words[1:]:
        return "kill -1 ends every process there is"
    told = command.fed_by if command.fed_by[:1] and command.fed_by[0] in PRINTERS else ()
    if name in DATABASE_CLIENTS and DROPPING.search(" ".join((*words, *told))):
        return f"{name} would drop or empty data"
    if name in FAR and any(word in FAR[name] or FAR_VERB.match(word) for word in words):
        return f"{name} would remove what is not on this machine"
    if name in {"aws", "gsutil"} and "rm" in words and {"--recursive", "-r", "-R"} & set(words):
        return f"{name} would remove what is not on this machine"
    emptying = next(filter(EMPTYING.match, words), "")
    if emptying and name not in READING:
        return f"{name} {emptying} empties a database"
    return None


def _judge_rm(command: tuple[str, ...], cwd: str) -> str | None:
    options = [word for word in command[1:] if word.startswith("-") and word != "-"]
    recursive = any(
        word == "--recursive" or (not word.startswith("--") and set("rR") & set(word))
        for word in options
    )
    for target in (word for word in command[1:] if not word.startswith("-")):
        if (recursive or ALL_OF.match(target)) and _is_whole(target, cwd):
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
    folder, _, last = target.rstrip("/").rpartition("/")
    if ALL_OF.match(last):
        target = folder or ("/" if target.startswith("/") else ".")
    return _place(target, inside) in {inside, "/"}


def _place(target: str, inside: str) -> str:
    return os.path.normpath(target if target.startswith("/") else f"{inside}/{target}")


def _is_outside(target: str, cwd: str) -> bool:
    if target.startswith("~") or re.match(r"^\$\{?HOME\b", target):
        return True
    inside = cwd.rstrip("/") or "/nowhere"
    where = _place(target, inside)
    return not where.startswith(f"{inside}/") and not re.match(r"^(/tmp|/var/tmp)/.", where)


def _judge_rimraf(command: tuple[str, ...], cwd: str) -> str | None:
    return _judge_rm(("rm", "-r", *command[1:]), cwd)


def _judge_moved(command: tuple[str, ...], cwd: str) -> str | None:
    """What is moved, cut off or unlinked stands inside, and so does where it goes."""
    for target in (word for word in command[1:] if not word.startswith(("-", "+"))):
        if target.startswith((".git/", "./.git")) or target == ".git":
            return f"{command[0]} of {target} removes the history"
        if target != "." and _is_outside(target, cwd):
            return f"{command[0]} of {target} is outside of the working folder"
    return None


def _judge_rsync(command: tuple[str, ...], cwd: str) -> str | None:
    """With --delete everything in the target goes that the source does not have."""
    places = [word for word in command[1:] if not word.startswith("-")]
    deletes = any(word.startswith(("--delete", "--remove-source")) for word in command)
    if deletes and places and (_is_whole(places[-1], cwd) or _is_outside(places[-1], cwd)):
        return f"rsync --delete into {places[-1]} removes what stands there"
    return None


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
        "checkout": "--" in rest or forced or _names_file(rest),
        "checkout-index": forced or "a" in short,
        "read-tree": "--reset" in rest,
        "rm": "--cached" not in rest and (forced or "." in rest),
        "worktree": rest[:1] == ["remove"] and forced,
        "submodule": rest[:1] == ["deinit"] and forced,
        "restore": not any(word in {"--staged", "-S"} for word in rest) or "--worktree" in rest,
        "switch": forced or "--discard-changes" in rest,
        "clean": forced,
        "push": forced
        or refspecs
        or "--mirror" in rest
        or "--delete" in rest
        or "--prune" in rest
        or "d" in short,
        "branch": "D" in short or forced,
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
    return not made and any(
        FILE.search(word) or word == "." or word.endswith("/") for word in words
    )


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
    volumes = "--volumes" in options or any(re.match(r"^-[a-z]*v", word) for word in options)
    composed = "compose" in words or command[0].endswith("-compose")
    if volumes and composed and {"down", "rm"} & set(words):
        return f"{command[0]} would remove the volumes, and data with them"
    if "rm" in words[:2] and any(map(UNKNOWN.match, command)):
        return f"{command[0]} rm of what nobody knows before it runs; name the containers"
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
    name = PurePosixPath(command[0]).name
    return f"{name} removes a database" if name == "dropdb" or "drop" in command[1:] else None


JUDGES: dict[str, Callable[[tuple[str, ...], str], str | None]] = {
    "rm": _judge_rm,
    "rimraf": _judge_rimraf,
    "mv": _judge_moved,
    "truncate": _judge_moved,
    "unlink": _judge_moved,
    "rsync": _judge_rsync,
    "git": _judge_git,
    "dd": _judge_dd,
    "docker": _judge_container,
    "podman": _judge_container,
    "docker-compose": _judge_container,
    "chmod": _judge_mode,
    "chown": _judge_mode,
    "find": _judge_find,
    "dropdb": _judge_dropdb,
    "mysqladmin": _judge_dropdb,
}
