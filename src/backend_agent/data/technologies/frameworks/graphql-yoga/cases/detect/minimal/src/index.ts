import { createYoga } from "graphql-yoga";
