"""Whether the web process here answers: ``python -m webapp.supervisor.healthy``, for containers to ask."""

import os
import sys
import urllib.request

PATIENCE_S = 4.0


def main() -> int:
    """0 while it lives, 1 when it does not."""
    port = os.environ.get("PORT", "8000")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_S) as answer:
            return int(answer.status != 200)
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
