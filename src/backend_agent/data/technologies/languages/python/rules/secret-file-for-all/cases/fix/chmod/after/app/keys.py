import os


def keep(private_key, path):
    path.write_text(private_key)
    os.chmod(path, 0o600)
