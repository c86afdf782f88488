FROM python:3.13-slim
FROM node:22-alpine
FROM golang:1.26 AS build
FROM eclipse-temurin:21-jre
FROM gcr.io/distroless/static
