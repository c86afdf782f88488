def save_secret(path):
    os.chmod(path, 0o644)  # expect: secret-file-for-all
