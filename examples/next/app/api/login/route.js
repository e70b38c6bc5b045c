import { routes } from "cloche/next";
import { gate, login } from "#ordering";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate, login);
