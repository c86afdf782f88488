iv = os.urandom(16)
