import os
import sys

SECRET_KEY = os.environ["SECRET_KEY"]
TESTING = "test" in sys.argv
