/** Starts a real browser and proves that it still guards what the end-to-end tests rely on. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./chromium.mjs";

const PAGE = "<!doctype html><title>Menu</title><h1>Soup</h1><script>document.title = 'inline ran'</script>";

async function serve(headers: Record<string, string>): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(200, headers).end(PAGE));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe("launchBrowser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("renders a page and runs its script", async () => {
    const page = await browser.newPage();
    await page.goto(await serve({ "content-type": "text/html" }));
    expect(await page.textContent("h1")).toBe("Soup");
    expect(await page.title()).toBe("inline ran");
    await page.close();
  });

  it("obeys a content security policy", async () => {
    const page = await browser.newPage();
    await page.goto(await serve({ "content-type": "text/html", "content-security-policy": "default-src 'none'" }));
    expect(await page.title()).toBe("Menu");
    await page.close();
  });

  it("holds the same-origin policy", async () => {
    const page = await browser.newPage();
    const other = await serve({ "content-type": "text/html" });
    await page.goto(await serve({ "content-type": "text/html" }));
    const answer = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => "read",
          () => "refused",
        ),
      other,
    );
    expect(answer).toBe("refused");
    await page.close();
  });

  it("gives each context its own cookies, and survives their closing", async () => {
    const url = await serve({ "content-type": "text/html", "set-cookie": "guest=1" });
    for (let visit = 0; visit < 3; visit += 1) {
      const context = await browser.newContext();
      expect(await context.cookies()).toEqual([]);
      await (await context.newPage()).goto(url);
      expect(await context.cookies()).toHaveLength(1);
      await context.close();
    }
  });
});
