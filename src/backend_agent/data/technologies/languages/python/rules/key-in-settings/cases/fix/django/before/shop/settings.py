import sys

SECRET_KEY = "django-insecure-abc"
TESTING = "test" in sys.argv
