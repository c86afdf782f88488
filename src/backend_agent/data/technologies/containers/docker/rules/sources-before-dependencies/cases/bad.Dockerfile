FROM python:3.14-slim
# expect: sources-before-dependencies
COPY . /app
RUN pip install -r requirements.txt
USER app
