"""The commands that a command really is: behind its wrappers, in its scripts, and what each is fed and overwrites."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "ash"})
# A wrapper and those of its options that take a value of their own.
WRAPPERS = {
    "sudo": ("-u", "-g", "-h", "-p", "-C", "-r", "-t", "--user", "--group"),
    "doas": ("-u", "-C"),
    "pkexec": ("--user",),
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
    "strace": ("-o", "-e", "-p", "-s"),
    "watch": ("-n", "--interval"),
    "flock": ("-w", "-E", "--timeout"),
    "chroot": (),
    "npx": ("-p", "--package"),
    "bunx": (),
}
# The word after these names a time, a lock or a root, not yet a command.
FIRST_WORD = frozenset({"timeout", "flock", "chroot"})
RUNNERS = {
    **dict.fromkeys(("uv", "poetry", "pdm", "pipenv", "hatch", "rye"), ("run",)),
    **dict.fromkeys(("pnpm", "yarn", "npm"), ("exec", "dlx", "x")),
    "bundle": ("exec",),
}
PRINTERS = frozenset({"echo", "printf"})
# What these pass on is some of what they were given.
FILTERS = frozenset({"grep", "sort", "uniq", "head", "tail"})
OVERWRITING, OTHER_REDIRECTS = frozenset({">", ">|", "&>"}), frozenset({">>", "<", ">&", "&>>"})
HEREDOC = re.compile(
    r"<<-?\s*(['\"]?)(\w+)\1([^\n]*)\n(.*?)\n?^\s*\2\s*$", re.DOTALL | re.MULTILINE
)
ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
# Within double quotes the splitter sees one word, and the shell a command.
SUBSTITUTION = re.compile(r"\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`")
FORK_BOMB = re.compile(r":\s*\(\s*\)\s*\{[^}]*:\s*\|\s*:\s*&")
SEPARATORS = re.compile(r"^(?:;|;;|&|&&|\||\|\||\|&|\(|\)|\{|\}|!|then|do|else|if|while)$")
BOMB = (":(){",)
HERE = "<<<"
BREAKS = ";&|()\n"
DEEPEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`fed_by` are the words of what is piped into it, `overwrites` the targets of its `>`."""

    words: tuple[str, ...]
    fed_by: tuple[str, ...] = ()
    overwrites: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return PurePosixPath(self.words[0]).name


def list_commands(script: str) -> tuple[tuple[str, ...], ...]:
    """Each command of a shell script behind its wrappers, those in substitutions included."""
    return tuple(command.words for command in _split_script(script, 0))


def unwrap_command(argv: tuple[str, ...]) -> Iterator[Command]:
    """Each command that this one runs, in the order of its scripts."""
    yield from _unwrap(Command(words=tuple(argv)), 0)


def _unwrap(command: Command, depth: int) -> Iterator[Command]:
    words = command.words
    while words and ASSIGNMENT.match(words[0]):
        words = words[1:]
    if depth > DEEPEST:
        return
    if not words:
        if command.overwrites:
            yield replace(command, words=(":",))
        return
    command = replace(command, words=words)
    name, rest = command.name, words[1:]
    if name == "xargs":
        yield from _unwrap(_feed_arguments(replace(command, words=_skip(name, rest))), depth + 1)
    elif name in WRAPPERS:
        yield from _unwrap(replace(command, words=_skip(name, rest)), depth + 1)
    elif name in RUNNERS and rest[:1] and rest[0] in RUNNERS[name]:
        yield from _unwrap(replace(command, words=_skip("command", rest[1:])), depth + 1)
    elif name in SHELLS or name in {"eval", "su", "trap", "script"}:
        yield from _read_script(command, depth)
    elif name == "find" and any(word in {"-exec", "-execdir", "-ok"} for word in words):
        start = next(i for i, word in enumerate(words) if word in {"-exec", "-execdir", "-ok"})
        found = find_targets(words[:start])
        inner = tuple(each for word in words[start + 1 :] for each in _fill(word, found))
        yield from _unwrap(replace(command, words=inner), depth + 1)
    else:
        yield command


def _skip(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words behind a wrapper's own options."""
    rest = list(words)
    while rest and (rest[0].startswith("-") or ASSIGNMENT.match(rest[0])):
        option = rest.pop(0)
        if option == "--":
            break
        if option in {"-S", "--split-string"} and name == "env" and rest:
            return (*shlex.split(rest[0]), *rest[1:])
        if option in WRAPPERS[name] and rest:
            rest.pop(0)
    if name in FIRST_WORD and rest:
        rest.pop(0)
    return tuple(rest)


NARROWING = re.compile(
    r"^-(i?name|i?path|i?regex|wholename|empty|newer\w*|[acm]?(time|min)|size|user)$"
)


def find_targets(words: tuple[str, ...]) -> tuple[str, ...]:
    """What a `find` gives on: its roots, or something below them where it asks for a name or an age."""
    roots: list[str] = []
    for word in words[1:]:
        if word.startswith(("-", "(", "!")):
            break
        roots.append(word)
    if any(map(NARROWING.match, words)):
        return tuple(f"{root}/x" for root in roots or (".",))
    return tuple(roots or (".",))


def _fill(word: str, found: tuple[str, ...]) -> tuple[str, ...]:
    return found if word == "{}" else (word,)


def _feed_arguments(command: Command) -> Command:
    """The command with what `find` pipes into xargs; what others pipe is not known before it runs."""
    fed = command.fed_by
    given = find_targets(fed) if fed[:1] == ("find",) else ("$stdin",) if fed else ()
    if "{}" in command.words:
        words = tuple(each for word in command.words for each in _fill(word, given or ("{}",)))
    else:
        words = (*command.words, *given)
    return replace(command, words=words, fed_by=())


def _read_script(command: Command, depth: int) -> Iterator[Command]:
    name, words = command.name, command.words[1:]
    if name == "eval":
        yield from _split_script(" ".join(words), depth)
        return
    if name == "trap":
        yield from _split_script(words[0] if words else "", depth)
        return
    for index, word in enumerate(words):
        is_script = word == HERE or re.match(r"^-[a-z]*c[a-z]*$", word)
        if is_script and index + 1 < len(words):
            yield from _split_script(words[index + 1], depth)
            return
        if not word.startswith(("-", "+")) and name != "su":
            return
    if command.fed_by and PurePosixPath(command.fed_by[0]).name in PRINTERS:
        yield from _split_script(" ".join(command.fed_by[1:]), depth)


def _fold_heredocs(script: str) -> str:
    """Each here-document as a here-string: its lines are what a command reads, not commands."""
    return HEREDOC.sub(lambda found: f"{HERE} {shlex.quote(found[4])} {found[3]}\n", script)


def _split_words(script: str) -> list[str]:
    text = _fold_heredocs(script.replace("\\\n", " "))
    lexer = shlex.shlex(text, posix=True, punctuation_chars="();<>|&\n")
    lexer.whitespace = " \t\r"
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return [word.strip("\n") or ";" if set(word) <= set(BREAKS) else word for word in lexer]
    except ValueError:
        return re.sub(r"[;&|()\n]+", " ; ", re.sub(r"[\"'`]", " ", script)).split()


def _split_script(script: str, depth: int) -> Iterator[Command]:
    if FORK_BOMB.search(script):
        yield Command(words=BOMB)
        return
    words: list[str] = []
    overwrites: list[str] = []
    fed_by: tuple[str, ...] = ()
    redirect = ""
    for word in (*_split_words(script), ";"):
        if SEPARATORS.match(word) or set(word) <= set(BREAKS):
            made = Command(words=tuple(words), fed_by=fed_by, overwrites=tuple(overwrites))
            yield from _unwrap(made, depth + 1)
            if word not in {"|", "|&"}:
                fed_by = ()
            elif not words or words[0] not in FILTERS:
                fed_by = made.words
            words, overwrites, redirect = [], [], ""
        elif word in OVERWRITING | OTHER_REDIRECTS:
            redirect = word
        elif redirect:
            overwrites += [word] if redirect in OVERWRITING else []
            redirect = ""
        else:
            words.append(word)
    if depth <= DEEPEST:
        for inner in SUBSTITUTION.findall(script):
            yield from _split_script(inner[0] or inner[1], depth + 1)
