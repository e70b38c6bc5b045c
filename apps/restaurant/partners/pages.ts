/** The page a guest pays on at an imitation. It says in plain words that no money moves. */

/** What the page shows. */
export interface PayPage {
  readonly partner: string;
  readonly title: string;
  readonly amount: number;
  readonly currency: string;
  /** Where its buttons post to. */
  readonly action: string;
}

/** The page with its three ways out. */
export function payPage({ partner, title, amount, currency, action }: PayPage): string {
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
  return page(
    `${partner} (imitation)`,
    `<p>This imitates ${escaped(partner)} for development: <strong>no money moves</strong>.</p>
<p>${escaped(title)}</p><p class="amount">${escaped(text)}</p>
<form method="post" action="${escaped(action)}">
<button name="do" value="pay">Pay</button>
<button name="do" value="decline">Let the bank decline</button>
<button name="do" value="leave">Leave without paying</button></form>`,
  );
}

/** A page that posts the browser on, as Razorpay's does. */
export function postOnPage(url: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join("");
  return page(
    "Done",
    `<form method="post" action="${escaped(url)}">${inputs}<button>Back to the restaurant</button></form>`,
  );
}

/** A page of plain text. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>body{font:1.1rem system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}
button{display:block;width:100%;margin:.5rem 0;padding:.9rem;font:inherit}.amount{font-size:2rem}</style>
<h1>${escaped(title)}</h1>${body}</html>`;
}

/** Text in a page. */
export function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (found) => `&#${found.charCodeAt(0)};`);
}
