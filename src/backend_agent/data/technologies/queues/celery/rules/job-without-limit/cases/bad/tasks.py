from celery import Celery
from fastapi import FastAPI

app = FastAPI()
queue = Celery("notes")


@queue.task  # expect: job-without-limit
def send(number: int) -> None: ...
