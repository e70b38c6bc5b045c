/** Cloche on Express 5. */
import { cover } from "cloche/express";
import express from "express";
import { handlers, openGate } from "./cloche-routes.mjs";
import { HOST, portFromArgv } from "./workload.mjs";

const app = express();
cover(app, openGate()).mount(handlers);
app.listen(portFromArgv(), HOST);
