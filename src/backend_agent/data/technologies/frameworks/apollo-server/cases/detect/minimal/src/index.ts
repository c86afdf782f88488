import { ApolloServer } from "@apollo/server";
