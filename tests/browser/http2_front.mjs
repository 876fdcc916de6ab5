/**
 * `node http2_front.mjs <origin> <certificate> <key>`: serves an HTTP/1.1 site as CloudFront does, over HTTP/2 with TLS, and compressed. Prints
 * its port.
 */

import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createSecureServer } from "node:http2";
import { createGzip } from "node:zlib";

const [origin = "", certificate = "", key = ""] = process.argv.slice(2);
/** Headers that belong to one connection (RFC 9113, 8.2.2), or that compression changes. */
const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"];
const COMPRESSED = /^(text|application\/(json|javascript))/;
/** Few connections: the site behind it has a short queue. */
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

const server = createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (received, response) => {
  const headers = Object.fromEntries(Object.entries(received.headers).filter(([name]) => !name.startsWith(":")));
  const forwarded = request(new URL(received.url, origin), { agent, method: received.method, headers }, (found) => {
    const isCompressed =
      COMPRESSED.test(String(found.headers["content-type"])) && received.headers["accept-encoding"]?.includes("gzip");
    for (const [name, value] of Object.entries(found.headers))
      if (value && !HOP_BY_HOP.includes(name)) response.setHeader(name, value);
    if (isCompressed) response.setHeader("content-encoding", "gzip");
    response.writeHead(found.statusCode ?? 502);
    (isCompressed ? found.pipe(createGzip()) : found).pipe(response);
  });
  forwarded.on("error", () => response.stream?.close());
  received.pipe(forwarded);
});
server.on("sessionError", () => {});
server.listen(0, "127.0.0.1", () => console.log(/** @type {import("node:net").AddressInfo} */ (server.address()).port));
