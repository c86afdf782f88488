FROM golang:1.25 AS build
RUN go build -o /app .
FROM gcr.io/distroless/static
COPY --from=build /app /app
USER 65532
