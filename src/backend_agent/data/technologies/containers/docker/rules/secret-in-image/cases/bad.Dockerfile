FROM python:3.14-slim
# expect: secret-in-image
ENV SECRET_KEY=abcdef123456
# expect: secret-in-image
COPY .env /app/.env
COPY . .
# expect: secret-in-image
COPY ./config/config.json /config/config.json
# expect: secret-in-image
COPY jwks.json default.json
USER app
