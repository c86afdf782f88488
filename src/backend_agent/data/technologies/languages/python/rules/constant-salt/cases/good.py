salt = os.urandom(16)
