/** QR codes (ISO/IEC 18004). Loaded when one is shown. */

import { generate } from "lean-qr";

/** Width of the quiet zone in modules: without this light border, readers may miss the code (ISO/IEC 18004, 5.3.8). */
const QUIET = 4;

/**
 * @param {string} text
 * @returns {{ qr: string, size: number }} the path of the dark modules and the side of the drawing
 */
export function drawing(text) {
  const code = generate(text);
  let qr = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) qr += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }
  return { qr, size: code.size + 2 * QUIET };
}
