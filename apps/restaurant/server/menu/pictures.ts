/** Makes a picture anew in the sizes it is shown in: whatever else came with it, such as where it was taken, stays behind. */
import sharp from "sharp";
import { IMAGE_SIZES } from "../../contracts/index.js";
import { mutex } from "../platform/index.js";

/** A picture in one of its sizes, as WebP. */
export interface Sized {
  /** Pixels across. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** Why a picture is not taken. */
export type Unfit = "image_unreadable" | "image_too_large";

/** More than telephones make; told by the header, before a pixel is unpacked. */
const MOST_PIXELS = 50_000_000;
const MOST_SECONDS = 15;
const QUALITY = 80;
const LARGE = { width: 960, height: 720 };

// Of all that the library can read, what is taken here: its other readers would be so much more to attack.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});
sharp.cache(false);
sharp.concurrency(1);

/** One at a time: unpacked, a picture takes up to 200 MB. */
const turn = mutex();

/** The picture in every size, upright, or why it is not taken. */
export async function remade(bytes: Uint8Array): Promise<readonly Sized[] | Unfit> {
  const release = await turn();
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > MOST_PIXELS) return "image_too_large";
    const sized: Sized[] = [];
    for (const size of IMAGE_SIZES) sized.push(await inSize(bytes, Number(size)));
    return sized;
  } catch {
    // The reader's own words tell what is in the file.
    return "image_unreadable";
  } finally {
    release();
  }
}

/** Only a picture that is whole is taken, of several in one file the first. */
async function inSize(bytes: Uint8Array, size: number): Promise<Sized> {
  const upright = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error" }).autoOrient();
  const fitted =
    size === LARGE.width
      ? upright.resize({ ...LARGE, fit: "inside", withoutEnlargement: true })
      : upright.resize({ width: size, height: size, fit: "cover", position: "centre" });
  return { size, bytes: await fitted.timeout({ seconds: MOST_SECONDS }).webp({ quality: QUALITY }).toBuffer() };
}
