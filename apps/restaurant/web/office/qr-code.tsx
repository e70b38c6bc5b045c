/** A QR code (ISO/IEC 18004) that a telephone or a tablet reads off the screen or a print. */
import { encode } from "uqr";

interface Props {
  readonly text: string;
  /** What it leads to, for whoever does not see it. */
  readonly name: string;
}

/** Four modules of quiet around it, as the standard wants. */
const BORDER = 4;

/** Dark on light in every colour scheme: readers expect it so. */
export function QrCode({ text, name }: Props) {
  const { size, data } = encode(text, { ecc: "M", border: BORDER });
  return (
    <svg class="qr-code" role="img" aria-label={name} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path fill="#000000" d={darkModules(data)} />
    </svg>
  );
}

/** A square for each dark module. */
function darkModules(rows: readonly (readonly boolean[])[]): string {
  return rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
}
