import json

import requests  # expect: phantom-dependency
from fastapi import FastAPI
from shop.store import Store

app = FastAPI()
