/** DOMPurify on jsdom, for tests. Asked for by shape: their types would bring those of a browser's globals with them. */
import { createRequire } from "node:module";
import { type Dompurify, fromDompurify } from "./html-dompurify.js";

const requireHere = createRequire(import.meta.url);
const { JSDOM } = requireHere("jsdom") as { JSDOM: new (html: string) => { readonly window: object } };
const createDompurify = requireHere("dompurify") as (window?: object) => Dompurify;

/** The engine, with a window of its own. */
export const dompurifyOnJsdom = () => fromDompurify(createDompurify(new JSDOM("").window));

/** DOMPurify as it is where there is no DOM. */
export const withoutDom = () => createDompurify();
