"""Tests: unit, over HTTP, of the migrations, of the running process and of its packaging."""
