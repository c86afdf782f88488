from celery import Celery
from fastapi import FastAPI

app = FastAPI()
queue = Celery("notes")


@queue.task(soft_time_limit=30)
def send(number: int) -> None: ...
