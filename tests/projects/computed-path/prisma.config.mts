import fs from "node:fs";
import path from "node:path";
import "dotenv/config";
import { defineConfig, env } from "prisma/config";

// Whoever runs this file leaves a trace.
fs.writeFileSync(path.join(import.meta.dirname, "EXECUTED"), "");

const folders = { database: "db" } as const;
const base = { migrations: { path: `${folders.database}/migrations` } };

export default defineConfig({
  ...base,
  schema: path.join(import.meta.dirname, folders.database, "schema"),
  datasource: { url: process.env.DATABASE_URL! },
});
