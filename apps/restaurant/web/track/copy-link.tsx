/** Copies this page's address: whoever has it can follow the order. */
import { useState } from "preact/hooks";

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
        Copy this link
      </button>
      <span role="status" class="soft">
        {copied ? "Copied. Whoever has it can follow this order." : ""}
      </span>
    </p>
  );
}
