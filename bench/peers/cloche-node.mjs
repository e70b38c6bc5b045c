/** Cloche on node:http. */
import http from "node:http";
import { lid } from "cloche/node";
import { handlers, openGate } from "./cloche-routes.mjs";
import { HOST, portFromArgv } from "./workload.mjs";

const { listener, mount } = lid(openGate());
mount(handlers);
http.createServer(listener).listen(portFromArgv(), HOST);
