/** Orders what a guest would, over connections that stay open. */
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 128 });

export function send(baseUrl, path, { body, headers = {} } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const type =
    text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const method = text === undefined ? "GET" : "POST";
    const sent = request(`${baseUrl}${path}`, { agent, method, headers: { ...type, ...headers } }, (answer) => {
      let read = "";
      answer.setEncoding("utf8").on("data", (chunk) => (read += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, text: read }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

let guests = 0;

/** A guest whom nobody has seen before: one telephone number has three unpaid orders at most. */
export function newGuest() {
  guests += 1;
  return { name: `Bench ${guests}`, phone: `+4917${String(guests).padStart(9, "0")}` };
}

/** A slip of three lines that go to three stations; each order has a guest of its own. */
export async function slip(baseUrl) {
  const { items } = JSON.parse((await send(baseUrl, "/api/v1/menu")).text);
  const lines = ["Cheeseburger", "French fries", "House lemonade"].map((name) => ({
    itemId: items.find((item) => item.name === name).id,
    quantity: 1,
  }));
  return { lines };
}

export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
