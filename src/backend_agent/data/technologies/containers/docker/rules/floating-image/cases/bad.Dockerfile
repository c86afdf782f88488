# expect: floating-image
FROM python:latest
USER app
