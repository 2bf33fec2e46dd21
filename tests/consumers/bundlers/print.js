import { ask } from "./program.js";

console.log(await ask());
