def save_secret(path):
    os.chmod(path, 0o600)
