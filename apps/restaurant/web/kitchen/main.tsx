/** The kitchen screen. */
import { mountPage } from "../shared/mount.js";
import { KitchenPage } from "./kitchen-page.js";
import { PairForm } from "./pair-form.js";
import { words } from "./words/index.js";
import "./kitchen.css";
import "./board.css";
import "./pass.css";
import "./print.css";
import "./ticket.css";

document.title = words.kitchen;

/** `/kitchen#pair` is where a new screen begins; the office's picture leads there with the code, which no server sees. */
mountPage(/^#pair(?:=|$)/.test(location.hash) ? <PairForm ended={false} /> : <KitchenPage />);
