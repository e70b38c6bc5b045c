/** Copies this page's address: whoever has it can follow the order. */
import { useState } from "preact/hooks";
import { words } from "./words/index.js";

/** The button, and a word that it was done. */
export function CopyLink() {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(location.href).then(
      () => setCopied(true),
      // A browser may refuse; the address can be copied from its bar.
      () => setCopied(false),
    );
  };
  return (
    <p class="row">
      <button type="button" onClick={copy}>
        {words.copy}
      </button>
      <span role="status" class="soft">
        {copied ? words.copied : ""}
      </span>
    </p>
  );
}
