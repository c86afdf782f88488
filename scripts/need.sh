#!/usr/bin/env bash
# Name every missing program at once, with the Debian package that brings it.
set -u
missing=0
for program in "$@"; do
  command -v "$program" >/dev/null 2>&1 || { echo "missing: $program (Debian: apt install $program)" >&2; missing=1; }
done
if command -v python3 >/dev/null 2>&1; then
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    || { echo "missing: python3 >= 3.11 (found $(python3 --version 2>&1))" >&2; missing=1; }
  python3 -c 'import ensurepip, venv' 2>/dev/null \
    || { echo "missing: python3-venv (Debian: apt install python3-venv)" >&2; missing=1; }
fi
exit "$missing"
