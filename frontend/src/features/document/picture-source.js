/** A picture as the only page of its document. */

import { wordLayer } from "./word-layer.js";

/**
 * Loads the picture. Raises EncodingError when the browser cannot show it.
 * @param {string} url
 * @param {string} title
 * @returns {Promise<import("./sheets.js").Source & { image: HTMLImageElement }>}
 */
export async function pictureSource(url, title) {
  const image = Object.assign(new Image(), { src: url, alt: title, className: "picture" });
  await image.decode();
  const size = { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
  return {
    image,
    count: 1,
    size,
    // Enlarging blurs a picture, so a small one is enlarged only when a person asks to zoom.
    most: 1,
    sizeOf: async () => size,
    async draw(number, sheet, { turn, termsOf, wordsOf, isCurrent }) {
      const frame = Object.assign(document.createElement("div"), { className: "picture-frame" });
      frame.dataset.turn = String(turn);
      // A turned frame is as wide as its sheet is high.
      frame.style.width = turn % 180 ? `${(100 * size.width) / size.height}%` : "100%";
      frame.style.aspectRatio = `${size.width} / ${size.height}`;
      frame.append(image);
      sheet.replaceChildren(frame);
      const [words, terms] = await Promise.all([wordsOf(number), termsOf(number)]);
      const layer = words ? wordLayer(words, terms, size.width / size.height) : document.createElement("div");
      if (isCurrent()) frame.append(layer);
      return layer;
    },
  };
}
