/** Writing the security headers of an answer. */
import http from "node:http";
import { cover } from "cloche/headers";
import helmet from "helmet";

const request = { method: "GET", httpVersionMajor: 1, httpVersionMinor: 1, headers: {} };
const PLAIN = ["content-type", "application/json; charset=utf-8", "content-length", "240"];
const applyHelmet = helmet();

const pairs = (() => {
  const response = new http.ServerResponse(request);
  applyHelmet(request, response, () => {});
  return Object.entries(response.getHeaders());
})();
const flat = [...pairs.flat(), ...PLAIN];
const { headers, overTls } = cover({ preset: "page" });
const ours = [...new Map([...headers, ...overTls])].flat();

const onResponse = (write) => () => {
  const response = new http.ServerResponse(request);
  write(response);
  return response;
};

export const GROUPS = {
  headers: [
    { name: "no security headers", run: onResponse((response) => response.writeHead(200, PLAIN)) },
    { name: "helmet's 12 in one flat list", run: onResponse((response) => response.writeHead(200, flat)) },
    {
      name: `cloche/headers, preset page, ${ours.length / 2} headers`,
      run: onResponse((response) => response.writeHead(200, [...ours, ...PLAIN])),
      atMost: [1, "helmet()"],
    },
    {
      name: "helmet's 12 by setHeader",
      run: onResponse((response) => {
        for (const [name, value] of pairs) response.setHeader(name, value);
        response.writeHead(200, PLAIN);
      }),
    },
    {
      name: "helmet()",
      run: onResponse((response) => {
        applyHelmet(request, response, () => {});
        response.writeHead(200, PLAIN);
      }),
    },
  ],
};
