# expect: single-stage
FROM node:22
WORKDIR /app
COPY package.json .
RUN npm ci
CMD ["node", "a.js"]
