/** A page with a form that posts to a server action. */
const { connection } = require("next/server");
const { createElement } = require("react");
const { leaveNote } = require("../../actions.js");

module.exports = async function Page() {
  await connection();
  return createElement("form", { action: leaveNote }, createElement("input", { name: "text" }));
};
