FROM python:3.14-slim AS build
FROM build
USER app
