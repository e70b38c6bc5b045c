/** Puts a page's root component into its document. */
import { type ComponentChild, render } from "preact";
import { language } from "./language.js";
import "./base.css";

/** Renders `page` where the document keeps its place. */
export function mountPage(page: ComponentChild): void {
  document.documentElement.lang = language;
  const root = document.getElementById("page");
  if (root !== null) render(page, root);
}
