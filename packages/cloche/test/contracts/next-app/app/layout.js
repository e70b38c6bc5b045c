/** The frame every page needs. */
const { createElement } = require("react");

module.exports = function Layout({ children }) {
  return createElement("html", { lang: "en" }, createElement("body", null, children));
};
