"""The strongest level: what a sandbox of bubblewrap mounts, hides and leaves writable."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from backend_agent.world.session import Launch

USER = 1000
# Keys and tokens of the user that no command of a repository needs.
SECRETS = """.ssh .aws .gnupg .netrc .docker .kube .azure .config/gh .config/gcloud .config/hub
.config/rclone .config/op .git-credentials .config/git/credentials .pypirc .password-store
.local/share/keyrings .vault-token .terraform.d .mozilla .config/google-chrome .config/chromium
.bash_history .zsh_history .python_history .psql_history .pgpass .my.cnf .claude .codex
.config/anthropic .config/openai""".split()
# Settings with tokens that only talking to a registry needs.
REGISTRIES = """.npmrc .yarnrc .yarnrc.yml .config/pip .pip .cargo/credentials
.cargo/credentials.toml .gem/credentials .m2/settings.xml .gradle/gradle.properties
.config/composer/auth.json .composer/auth.json .config/uv""".split()
MACHINE = ("/etc/shadow", "/etc/gshadow", "/etc/ssh", "/etc/sudoers", "/etc/sudoers.d")
# Inside of /run that names of hosts and programs are found through; the rest holds sockets.
KEPT_OF_RUN = ("/run/systemd/resolve", "/run/resolvconf", "/run/current-system", "/run/wrappers")
PRIVATE = ("/tmp", "/var/tmp", "/run")  # noqa: S108


def list_secrets(home: Path, *, registries: bool = True) -> tuple[Path, ...]:
    """What is hidden of the user's home folder and of the machine; it need not exist."""
    names = (*SECRETS, *(REGISTRIES if registries else ()))
    return (*(home / name for name in names), *(Path(name) for name in MACHINE))


def probe_argv() -> tuple[str, ...]:
    """A trivial command under everything that the sandbox needs from the kernel."""
    return ("bwrap", *_isolate(reaches_out=False), *_mount_base(), "--", "true")


def make_launch(
    command: tuple[str, ...],
    *,
    reaches_out: bool,
    writable: tuple[Path, ...],
    readable: tuple[Path, ...],
    hidden: tuple[Path, ...],
    home: Path,
) -> Launch:
    """The argv that runs `command` inside; deeper paths win over shallower ones."""
    descriptors: list[int] = []
    argv = ["bwrap", *_isolate(reaches_out=reaches_out), *_mount_base()]
    for kept in KEPT_OF_RUN:
        argv += ["--ro-bind-try", kept, kept]
    if os.geteuid() == 0:
        for name, content in _name_user(home).items():
            descriptors.append(_open_content(content))
            argv += ["--ro-bind-data", str(descriptors[-1]), name]
    for path in _existing(hidden):
        if path.is_dir():
            argv += ["--tmpfs", str(path)]
        else:
            descriptors.append(_open_content(b""))
            argv += ["--ro-bind-data", str(descriptors[-1]), str(path)]
    if reaches_out:
        for entry in REGISTRIES:
            argv += ["--ro-bind-try", str(Path.home() / entry), str(home / entry)]
    binds = [(path, "--ro-bind-try") for path in readable]
    binds += [(path, "--bind") for path in writable]
    for path, how in sorted(binds, key=lambda bind: len(bind[0].parts)):
        argv += [how, str(path), str(path)]
    argv += ["--dir", str(home), "--chdir", "/", "--", *command]
    return Launch(argv=tuple(argv), descriptors=tuple(descriptors))


def _isolate(*, reaches_out: bool) -> list[str]:
    own = os.geteuid()
    user = own or USER
    group = os.getegid() if own else USER
    # Not of control groups: below a namespace of its own their mounts lie outside of what is seen, and
    # runtimes that read their limits there (the JVM) end with an error.
    flags = ["--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts"]
    flags += ["--die-with-parent", "--new-session"]
    flags += ["--uid", str(user), "--gid", str(group), "--hostname", "sandbox"]
    return flags if reaches_out else [*flags, "--unshare-net"]


def _mount_base() -> list[str]:
    flags = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    for folder in PRIVATE:
        if Path(folder).is_dir() and not Path(folder).is_symlink():
            flags += ["--tmpfs", folder]
    return flags


def _existing(paths: Iterable[Path]) -> list[Path]:
    found: set[Path] = set()
    for path in paths:
        try:
            resolved = path.resolve(strict=True)
        except (OSError, RuntimeError):
            continue
        if not any(resolved.is_relative_to(private) for private in PRIVATE):
            found.add(resolved)
    return sorted(found)


def _name_user(home: Path) -> dict[str, bytes]:
    names = {
        "/etc/passwd": f"backend:x:{USER}:{USER}:backend-agent:{home}:/bin/sh\n",
        "/etc/group": f"backend:x:{USER}:\n",
    }
    made: dict[str, bytes] = {}
    for path, line in names.items():
        try:
            known = Path(path).read_text("utf-8", "surrogateescape").splitlines(keepends=True)
        except OSError:
            continue
        others = [entry for entry in known if entry.split(":")[2:3] != [str(USER)]]
        made[path] = ("".join(others) + line).encode("utf-8", "surrogateescape")
    return made


def _open_content(content: bytes) -> int:
    descriptor = os.memfd_create("content", 0)
    os.write(descriptor, content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
