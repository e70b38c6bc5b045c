/* Inserts HTML into a fresh document of the same origin, twice over, and provokes everything in it. */

const SETTLE_MILLISECONDS = 40;
const HARMLESS_LINKS = new Set(["https:", "http:", "mailto:", "tel:"]);
const HANDLERS = [
  ...new Set(
    [window, document, HTMLElement.prototype, HTMLMediaElement.prototype, SVGElement.prototype].flatMap(names),
  ),
];

function names(target) {
  const found = [];
  for (const name in target) if (name.startsWith("on")) found.push(name.slice(2));
  return found;
}

/** Answers the text of each container after the second insertion, and what the containers still hold of `selector`. */
window.insertAll = async (pieces, selector = "b") => {
  const frame = document.createElement("iframe");
  let loads = 0;
  const loaded = new Promise((resolve) => {
    frame.addEventListener("load", () => {
      loads += 1;
      resolve();
    });
  });
  frame.src = "/blank";
  document.body.append(frame);
  await loaded;
  const inner = frame.contentDocument;
  inner.addEventListener("click", keepFromLeaving, true);
  const first = await inserted(inner, pieces);
  const second = await inserted(
    inner,
    first.map((container) => container.innerHTML),
  );
  const seen = second.map((container) => ({
    text: container.textContent,
    kept: [...container.querySelectorAll(selector)].map((element) => element.outerHTML),
  }));
  if (loads > 1 || frame.contentWindow?.location.pathname !== "/blank") window.reportAttack("navigated");
  frame.remove();
  return seen;
};

async function inserted(inner, pieces) {
  const containers = pieces.map((html) => {
    const container = inner.createElement("div");
    inner.body.append(container);
    container.innerHTML = html;
    return container;
  });
  await settled();
  for (const container of containers) provoke(container);
  await settled();
  return containers;
}

/** A click on an ordinary link may leave the page; one on any other must not get that far. */
function keepFromLeaving(event) {
  const link = event.target.closest?.("a[href]");
  if (link && HARMLESS_LINKS.has(link.protocol)) event.preventDefault();
}

function provoke(container) {
  for (const element of container.querySelectorAll("*")) {
    const own = element.getAttributeNames().filter((name) => name.startsWith("on"));
    element.focus?.();
    for (const name of [...HANDLERS, ...own.map((handler) => handler.slice(2))]) {
      element.dispatchEvent(new Event(name, { cancelable: true }));
    }
    if (typeof element.click === "function") element.click();
    else element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
}

function settled() {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
}
