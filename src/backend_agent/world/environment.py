"""Which of the user's environment variables a command may see: an allow-list, secrets last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from backend_agent.values.process import Profile
from backend_agent.world.survivors import RUN_MARK

PLAIN_NAMES = frozenset(
    """PATH LANG LANGUAGE TERM TZ COLUMNS LINES NO_COLOR CI USER LOGNAME SHELL
    HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy
    SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE NODE_EXTRA_CA_CERTS GIT_SSL_CAINFO
    GOPROXY GOPRIVATE GONOPROXY GONOSUMDB GOSUMDB GOFLAGS GOPATH GOROOT GOTOOLCHAIN GOINSECURE
    JAVA_HOME JDK_HOME MAVEN_HOME GRADLE_HOME DOTNET_ROOT LD_LIBRARY_PATH""".split()
)
PLAIN_PREFIXES = ("LC_", "UV_", "PIP_", "NPM_CONFIG_", "npm_config_", "YARN_", "CARGO_", "BUNDLE_")
INDEX_SUFFIX = "_INDEX_URL"
SECRET_NAME = re.compile(r"TOKEN|PASSW|SECRET|CREDENTIAL|AUTH|PRIVATE_KEY|API_?KEY", re.IGNORECASE)
NEVER = re.compile(r"PUBLISH", re.IGNORECASE)
URL_WITH_USER = re.compile(r"://[^/\s@]+@")

# Programs that find their own installation below the home folder, which is a private one inside.
TOOL_HOMES = (
    ("PYENV_ROOT", ".pyenv"),
    ("RBENV_ROOT", ".rbenv"),
    ("NODENV_ROOT", ".nodenv"),
    ("NVM_DIR", ".nvm"),
    ("FNM_DIR", ".local/share/fnm"),
    ("VOLTA_HOME", ".volta"),
    ("RUSTUP_HOME", ".rustup"),
    ("SDKMAN_DIR", ".sdkman"),
    ("ASDF_DIR", ".asdf"),
    ("ASDF_DATA_DIR", ".asdf"),
    ("MISE_DATA_DIR", ".local/share/mise"),
    ("UV_PYTHON_INSTALL_DIR", ".local/share/uv/python"),
    ("UV_TOOL_DIR", ".local/share/uv/tools"),
    ("GOENV", ".config/go/env"),
)
# Where package managers keep what they downloaded, below the shared cache folder.
CACHE_FOLDERS = (
    ("XDG_CACHE_HOME", ""),
    ("UV_CACHE_DIR", "uv"),
    ("PIP_CACHE_DIR", "pip"),
    ("npm_config_cache", "npm"),
    ("YARN_CACHE_FOLDER", "yarn"),
    ("GOMODCACHE", "go-mod"),
    ("GOCACHE", "go-build"),
    ("CARGO_HOME", "cargo"),
    ("GRADLE_USER_HOME", "gradle"),
    ("BUNDLE_USER_CACHE", "bundle"),
    ("COMPOSER_CACHE_DIR", "composer"),
)


def build_environment(
    host: Mapping[str, str],
    profile: Profile,
    *,
    home: Path,
    temporary: Path,
    cache: Path | None = None,
) -> dict[str, str]:
    """What a command sees before the invocation's own variables are added.

    Names that look like secrets, and registry addresses with a password in them, pass only in
    `install`, which talks to registries; variables for publishing never pass.
    """
    chosen = {
        name: value
        for name, value in host.items()
        if _is_allowed(name) and (profile == "install" or not _is_secret(name, value))
    }
    chosen["PATH"] = ":".join(
        entry for entry in chosen.get("PATH", "/usr/bin:/bin").split(":") if entry.startswith("/")
    )
    chosen.setdefault("LANG", "C.UTF-8")
    real_home = Path(host.get("HOME", "/"))
    for name, below in TOOL_HOMES:
        if name in host:
            chosen[name] = host[name]
        elif (real_home / below).exists():
            chosen[name] = str(real_home / below)
    if cache is not None:
        chosen |= {name: str(cache / below) for name, below in CACHE_FOLDERS}
        # A hard link would let a command write into the cache through its own environment.
        chosen.setdefault("UV_LINK_MODE", "copy")
    chosen["HOME"] = str(home)
    chosen["TMPDIR"] = str(temporary)
    return chosen


def find_secrets(host: Mapping[str, str]) -> tuple[str, ...]:
    """The values of the environment's variables whose names say that they are secret."""
    found = {
        value
        for name, value in host.items()
        if SECRET_NAME.search(name) and len(value) >= 8 and not value.startswith("/")
    }
    return tuple(sorted(found))


def _is_allowed(name: str) -> bool:
    if name == RUN_MARK:
        return True
    if NEVER.search(name):
        return False
    return name in PLAIN_NAMES or name.startswith(PLAIN_PREFIXES) or name.endswith(INDEX_SUFFIX)


def _is_secret(name: str, value: str) -> bool:
    return bool(SECRET_NAME.search(name) or URL_WITH_USER.search(value))
