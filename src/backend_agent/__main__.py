"""`python -m backend_agent` is the command `backend-agent`."""

import sys

from backend_agent.cli import main

if __name__ == "__main__":
    sys.exit(main())
