"""Installing into hosts: twice = once, the inverse is exact, and nothing of the user's is lost."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from backend_agent.catalog import load_catalog
from backend_agent.catalog.definitions import read_definition
from backend_agent.hosts import plan_install, plan_uninstall, write_changes
from backend_agent.hosts.request import HostRequest, Scope
from backend_agent.values.errors import InputError
from backend_agent.values.host import HostFormat

HOSTS = {document.name: document.value for document in load_catalog().documents(HostFormat)}
CLAUDE_SETTINGS = """{
    // who may do what
    "permissions": {"allow": ["Bash(ls:*)"]}, // few
    "hooks": {
        "Stop": [
            {"hooks": [{"type": "command", "command": "say done"}]},
        ],
    },
}
"""
CODEX_CONFIG = """# my settings
model = "gpt" # the best

[mcp_servers.docs]
command = "docs"   # aligned
args = [ "a",
  "b" ]
"""


def make_request(tmp_path: Path, host: str, scope: Scope = "project") -> HostRequest:
    root, home = tmp_path / "repo", tmp_path / "home"
    root.mkdir(exist_ok=True)
    home.mkdir(exist_ok=True)
    return HostRequest(
        host=HOSTS[host],
        scope=scope,
        root=root,
        home=home,
        receipts=tmp_path / "receipts",
        definition=read_definition(),
    )


def install(request: HostRequest) -> int:
    changes = plan_install(request)
    write_changes(request, changes)
    return sum(change.changes for change in changes)


def uninstall(request: HostRequest) -> int:
    changes = plan_uninstall(request)
    write_changes(request, changes)
    return sum(change.changes for change in changes)


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Every path below, folders too."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if "receipts" not in path.parts
    }


@pytest.mark.parametrize("host", sorted(HOSTS))
@pytest.mark.parametrize("scope", ["project", "user"])
def test_twice_is_once_and_the_inverse_leaves_nothing(
    tmp_path: Path, host: str, scope: Scope
) -> None:
    request = make_request(tmp_path, host, scope)
    empty = snapshot(tmp_path)
    assert install(request) >= 2
    done = snapshot(tmp_path)
    assert install(request) == 0
    assert snapshot(tmp_path) == done
    uninstall(request)
    assert snapshot(tmp_path) == empty
    assert uninstall(request) == 0


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_what_is_written_is_what_the_host_can_read(tmp_path: Path, host: str) -> None:
    request = make_request(tmp_path, host)
    install(request)
    for path in request.root.rglob("*"):
        if path.suffix in (".json", ".jsonc"):
            json.loads(path.read_text())
        if path.suffix == ".toml":
            tomllib.loads(path.read_text())
        if path.suffix == ".md":
            head = path.read_text().split("---\n")[1]
            assert "proactively" in yaml.safe_load(head)["description"]


def test_settings_keep_their_comments_order_and_indentation(tmp_path: Path) -> None:
    request = make_request(tmp_path, "claude")
    settings = request.root / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(CLAUDE_SETTINGS)
    settings.chmod(0o600)
    install(request)
    text = settings.read_text()
    kept = iter(text.splitlines())
    assert all(line in kept for line in CLAUDE_SETTINGS.splitlines())
    assert '\n            {\n                "hooks": [' in text
    assert settings.stat().st_mode & 0o777 == 0o600
    uninstall(request)
    assert settings.read_text() == CLAUDE_SETTINGS
    assert settings.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("end", ["\n", "", "\n\n# the end"])
def test_toml_is_only_added_to(tmp_path: Path, end: str) -> None:
    request = make_request(tmp_path, "codex")
    config = request.root / ".codex" / "config.toml"
    config.parent.mkdir()
    before = CODEX_CONFIG.rstrip("\n") + end
    config.write_text(before)
    install(request)
    assert config.read_text().startswith(before)
    servers = tomllib.loads(config.read_text())["mcp_servers"]
    assert servers["backend-agent"]["command"] == "backend-agent"
    assert servers["docs"] == {"command": "docs", "args": ["a", "b"]}
    uninstall(request)
    assert config.read_text() == before


def test_later_edits_of_the_user_stay(tmp_path: Path) -> None:
    for host, name, old, new in (
        ("claude", ".claude/settings.json", "{\n", '{\n  // mine\n  "model": "opus",\n'),
        ("codex", ".codex/config.toml", "[mcp", 'model = "x" # mine\n\n[mcp'),
    ):
        request = make_request(tmp_path, host)
        install(request)
        path = request.root / name
        path.write_text(path.read_text().replace(old, new, 1))
        uninstall(request)
        left = path.read_text()
        assert "mine" in left
        assert "backend-agent" not in left


def test_a_reformatted_file_loses_the_entry_all_the_same(tmp_path: Path) -> None:
    request = make_request(tmp_path, "claude")
    settings = request.root / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(CLAUDE_SETTINGS.replace("// who may do what", "").replace("// few", ""))
    install(request)
    from backend_agent.hosts.jsonc import parse_json

    settings.write_text(json.dumps(parse_json(settings.read_text(), "x").value, indent=1))
    uninstall(request)
    assert json.loads(settings.read_text()) == {
        "permissions": {"allow": ["Bash(ls:*)"]},
        "hooks": {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]},
    }


def test_what_a_colleague_installed_is_taken_out_without_a_receipt(tmp_path: Path) -> None:
    request = make_request(tmp_path, "claude")
    (request.root / ".mcp.json").write_text('{\n  "mcpServers": {\n    "a": {}\n  }\n}\n')
    install(request)
    stranger = replace(request, receipts=tmp_path / "none")
    assert install(stranger) == 0
    uninstall(stranger)
    assert (request.root / ".mcp.json").read_text() == '{\n  "mcpServers": {\n    "a": {}\n  }\n}\n'
    assert json.loads((request.root / ".claude/settings.json").read_text()) == {}


@pytest.mark.parametrize(
    ("host", "name", "text", "line"),
    [
        ("claude", ".claude/settings.json", '{\n  "a": 1\n  "b"\n}', ":3:"),
        ("codex", ".codex/config.toml", "a = 1\nb = \n", ":2:"),
        ("claude", ".mcp.json", b'{"a": "\xff"}', "byte 7"),
    ],
)
def test_a_file_that_does_not_parse_is_named_and_nothing_is_written(
    tmp_path: Path, host: str, name: str, text: str | bytes, line: str
) -> None:
    request = make_request(tmp_path, host)
    path = request.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = snapshot(tmp_path)
    with pytest.raises(InputError) as caught:
        install(request)
    assert name in caught.value.message
    assert line in caught.value.message
    assert snapshot(tmp_path) == before


def test_an_entry_of_the_users_own_is_left_and_told(tmp_path: Path) -> None:
    request = make_request(tmp_path, "claude")
    (request.root / ".mcp.json").write_text(
        '{"mcpServers": {"backend-agent": {"command": "mine"}}}'
    )
    definition = request.root / ".claude" / "agents" / "backend-agent.md"
    definition.parent.mkdir(parents=True)
    definition.write_text("my own")
    left = [entry for change in plan_install(request) for entry in change.left]
    install(request)
    assert left == ["definition", "mcpServers.backend-agent"]
    assert "mine" in (request.root / ".mcp.json").read_text()
    uninstall(request)
    assert definition.read_text() == "my own"


def test_a_newer_version_replaces_what_the_older_one_put_there(tmp_path: Path) -> None:
    request = make_request(tmp_path, "claude")
    (request.root / ".mcp.json").write_text('{"mcpServers": {"a": {}}}\n')
    install(request)
    newer = replace(request, command="/opt/backend agent", definition=request.definition + "more\n")
    assert install(newer) == 3
    assert json.loads((request.root / ".mcp.json").read_text())["mcpServers"]["backend-agent"] == {
        "command": "/opt/backend agent",
        "args": ["mcp"],
    }
    settings = (request.root / ".claude/settings.json").read_text()
    assert settings.count("claude-stop") == 1
    assert "'/opt/backend agent' verify" in settings
    uninstall(newer)
    assert snapshot(request.root) == {".mcp.json": b'{"mcpServers": {"a": {}}}\n'}


def test_a_link_to_another_folder_stays_a_link(tmp_path: Path) -> None:
    request = make_request(tmp_path, "claude", "user")
    real = tmp_path / "dotfiles.json"
    real.write_text("{}\n")
    (request.home / ".claude").mkdir()
    (request.home / ".claude/settings.json").symlink_to(real)
    install(request)
    assert (request.home / ".claude/settings.json").is_symlink()
    assert "claude-stop" in real.read_text()
    uninstall(request)
    assert real.read_text() == "{}\n"


def test_the_users_choice_of_folder_and_the_system_decide_the_place(tmp_path: Path) -> None:
    codex = replace(
        make_request(tmp_path, "codex", "user"),
        variables={"CODEX_HOME": str(tmp_path / "elsewhere")},
    )
    assert all(change.path.is_relative_to(tmp_path / "elsewhere") for change in plan_install(codex))
    mac = replace(make_request(tmp_path, "vscode", "user"), macos=True)
    assert any("Application Support" in str(change.path) for change in plan_install(mac))
    opencode = make_request(tmp_path, "opencode")
    (opencode.root / "opencode.jsonc").write_text("{ /* mine */ }")
    paths = [change.path.name for change in plan_install(opencode)]
    assert "opencode.jsonc" in paths
    assert "opencode.json" not in paths


def test_a_toml_table_that_cannot_be_added_is_told_with_what_to_write(tmp_path: Path) -> None:
    request = make_request(tmp_path, "codex")
    config = request.root / ".codex" / "config.toml"
    config.parent.mkdir()
    config.write_text("mcp_servers = { docs = { command = 'd' } }\n")
    with pytest.raises(InputError, match="no table") as caught:
        install(request)
    assert "[mcp_servers.backend-agent]" in caught.value.hint
