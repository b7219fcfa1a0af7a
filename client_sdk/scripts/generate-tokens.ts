/** Writes `src/tokens/tokens.css` from the design tokens. */
import { writeFile } from "node:fs/promises";

import { toCss } from "../src/tokens/css.ts";

await writeFile(new URL("../src/tokens/tokens.css", import.meta.url), toCss());
