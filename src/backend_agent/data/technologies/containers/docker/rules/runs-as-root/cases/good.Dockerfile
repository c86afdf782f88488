FROM python:3.14-slim
USER 10001
CMD ["python"]
