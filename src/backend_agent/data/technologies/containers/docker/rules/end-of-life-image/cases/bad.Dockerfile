# expect: end-of-life-image
FROM python:2.7.14-jessie
# expect: end-of-life-image
FROM --platform=linux/amd64 node:12-alpine AS build
# expect: end-of-life-image
FROM openjdk:11.0-jdk-slim
