def load(path, log):
    try:
        return read(path)
    except FileNotFoundError:
        pass
    try:
        return read(path)
    except Exception:
        log.exception("could not read")
        raise
