import json
import logging


def read(path):
    try:
        return json.loads(path.read_text())
    except Exception:
        logging.getLogger(__name__).exception("unexpected error")
    return None
