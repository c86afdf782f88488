app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["JWT_ALGORITHM"] = "EdDSA"
SECRET_KEY = env("SECRET_KEY")
MAX_PASSWORD = 72
TOKEN_PASSWORD = ""
