import os

from fastapi import FastAPI

from depot.pallets import router

if os.environ.get("DOCS") == "off":
    app = FastAPI(docs_url=None)
else:
    app = FastAPI()
app.include_router(router)
