"""Puts the agent, its server and its gate into the settings of hosts, and takes them out again exactly."""

from __future__ import annotations

from backend_agent.hosts.install import HostChange, plan_install, plan_uninstall, write_changes

__all__ = ["HostChange", "plan_install", "plan_uninstall", "write_changes"]
