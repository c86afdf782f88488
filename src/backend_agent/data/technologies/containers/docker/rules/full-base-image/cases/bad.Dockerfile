FROM node:24 AS build
RUN npm ci
# expect: full-base-image
FROM node:24
COPY --from=build /app /app
USER node
