FROM python:3.14-slim AS build
RUN true
# expect: runs-as-root
FROM python:3.14-slim
CMD ["python"]
