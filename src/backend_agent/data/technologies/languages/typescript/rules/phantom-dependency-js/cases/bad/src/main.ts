import { readFile } from "node:fs/promises";
import path from "path";
import express from "express";
import axios from "axios"; // expect: phantom-dependency-js
import { store } from "./store";
