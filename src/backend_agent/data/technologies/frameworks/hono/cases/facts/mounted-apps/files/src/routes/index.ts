export { default as beds } from "./beds";
