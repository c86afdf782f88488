import { Elysia } from "elysia";
