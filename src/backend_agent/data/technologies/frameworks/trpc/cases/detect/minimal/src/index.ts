import { initTRPC } from "@trpc/server";
