def load(path):
    try:
        return read(path)
    except Exception:  # expect: swallowed-error
        pass
    try:
        return read(path)
    except:  # expect: swallowed-error
        pass
