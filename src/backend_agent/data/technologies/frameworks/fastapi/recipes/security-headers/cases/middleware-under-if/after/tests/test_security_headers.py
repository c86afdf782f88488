"""The headers are on every answer, and pages keep their scripts."""

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from depot.main import app
from depot.security_headers import SecurityHeadersMiddleware


@pytest.fixture
def client() -> TestClient:
    return TestClient(app)


def open_page(base_url: str) -> TestClient:
    page = FastAPI()
    page.add_middleware(SecurityHeadersMiddleware)

    @page.get("/", response_class=HTMLResponse)
    def show() -> str:
        return "<p>Hello</p>"

    return TestClient(page, base_url=base_url)


def test_an_answer_is_neither_sniffed_nor_framed_nor_run(client: TestClient) -> None:
    headers = client.get("/no-such-path").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_page_keeps_its_scripts_and_frames() -> None:
    headers = open_page("http://testserver").get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" not in headers
    assert "X-Frame-Options" not in headers


def test_only_https_is_remembered() -> None:
    assert "Strict-Transport-Security" not in open_page("http://testserver").get("/").headers
    assert "Strict-Transport-Security" in open_page("https://testserver").get("/").headers
