"""The service as a process: it starts, logs, drains and ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import PASSWORD
from tests.databases import ROOT

SERVE = [sys.executable, "-m", "acme_service", "serve"]
START_SECONDS = 20


class Service:
    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            SERVE,
            cwd=folder,
            env={**os.environ, **environment, "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._wait_until_live()

    def _wait_until_live(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                httpx2.get(f"{self.url}/live")
            except httpx2.TransportError:
                time.sleep(0.05)
            else:
                return
        self.process.kill()
        pytest.fail(f"The service did not start:\n{self.process.communicate()[0]}")

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=START_SECONDS)
        return self.process.returncode, output


@pytest.fixture
def service(tmp_path: Path, database_url: str, private_key: str) -> Iterator[Service]:
    environment = {
        "DATABASE_URL": database_url,
        "ENVIRONMENT": "production",
        "JWT_PRIVATE_KEY": private_key,
        "ARGON2_MEMORY_KIB": "19456",
        "ARGON2_TIME_COST": "2",
    }
    service = Service(tmp_path, environment)
    yield service
    service.process.kill()
    service.process.communicate()


def test_request_in_flight_is_finished_after_sigterm(service: Service) -> None:
    body = json.dumps({"email": "a@example.com", "password": PASSWORD}).encode()
    head = (
        f"POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        connection.sendall(head.encode())
        # The service asks for the body, so it is working on the request.
        assert connection.recv(1024).startswith(b"HTTP/1.1 100")
        service.process.send_signal(signal.SIGTERM)
        connection.sendall(body)
        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 202")
    assert b"server:" not in answer.lower()
    output, _ = service.process.communicate(timeout=START_SECONDS)
    assert service.process.returncode == 0
    assert '"event": "stopped"' in output


def test_logs_are_json_without_secrets(
    service: Service,
) -> None:
    credentials = {"email": "somebody@example.com", "password": PASSWORD}
    with httpx2.Client(base_url=service.url) as client:
        client.post("/api/v1/users", json=credentials)
        tokens = client.post("/api/v1/sessions", json=credentials).json()
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        assert client.get("/api/v1/users/me", headers=headers).status_code == 200
        client.post("/api/v1/sessions", json={**credentials, "password": "wrong-but-long-enough"})
        client.post(
            "/api/v1/sessions/refresh", json={"refresh_token": tokens["refresh_token"]}
        ).raise_for_status()

    code, output = service.stop()

    assert code == 0
    events = [json.loads(line)["event"] for line in output.splitlines()]
    assert {"user_registered", "logged_in", "login_failed", "request"} <= set(events)
    for secret in (PASSWORD, "wrong-but-long", "somebody@", *tokens.values()):
        if isinstance(secret, str) and secret != "Bearer":
            assert secret not in output


def test_migrations_stop_at_a_bad_url_without_repeating_it(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "mysql://user:hunter2@localhost/x"}

    finished = subprocess.run(
        [sys.executable, "-m", "alembic", "--config", ROOT / "alembic.ini", "current"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 1
    assert "DATABASE_URL: must start with" in finished.stderr
    assert "hunter2" not in finished.stderr + finished.stdout


def test_process_stops_with_all_mistakes_of_its_configuration(tmp_path: Path) -> None:
    environment = {**os.environ, "ENVIRONMENT": "production", "DATABASE_URL": "x", "PORT": "y"}
    environment.pop("JWT_PRIVATE_KEY", None)

    finished = subprocess.run(
        SERVE, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert finished.returncode == 1
    for name in ("DATABASE_URL", "PORT", "JWT_PRIVATE_KEY"):
        assert f"  {name}: " in finished.stderr
    assert "Traceback" not in finished.stderr
