app.config["SECRET_KEY_HMAC"] = "secret"  # expect: key-in-settings
SECRET_KEY = "not-so-random"  # expect: key-in-settings
admin.password = "admin123"  # expect: key-in-settings
