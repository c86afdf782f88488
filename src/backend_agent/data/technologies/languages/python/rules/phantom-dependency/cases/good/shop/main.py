import json

from fastapi import FastAPI
from multipart import parse
from shop.store import Store

app = FastAPI()
