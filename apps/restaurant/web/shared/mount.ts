/** Puts a page's root component into its document. */
import { type ComponentChild, render } from "preact";
import { language } from "./language.js";
import "./base.css";

/** Renders `page` where the document keeps its place, under a title in the page's language. */
export function mountPage(page: ComponentChild, title?: string): void {
  if (title !== undefined) document.title = title;
  document.documentElement.lang = language;
  const root = document.getElementById("page");
  if (root !== null) render(page, root);
}
