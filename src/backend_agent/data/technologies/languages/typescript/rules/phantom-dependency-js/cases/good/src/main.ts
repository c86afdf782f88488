import { readFile } from "node:fs/promises";
import express from "express/lib/application";
import { kit } from "@scope/kit/inner";
import { store } from "@app/store";
