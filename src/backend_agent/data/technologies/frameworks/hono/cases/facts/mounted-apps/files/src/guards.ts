import type { MiddlewareHandler } from "hono";

export const requireUser: MiddlewareHandler = async (_c, next) => next();
export const requireOwner: MiddlewareHandler = async (_c, next) => next();
