import fs from "node:fs";
import path from "node:path";
import "dotenv/config";
import { defineConfig, env } from "prisma/config";

// Whoever runs this file leaves a trace.
fs.writeFileSync(path.join(import.meta.dirname, "EXECUTED"), "");

export default defineConfig({
  schema: "prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: env("DATABASE_URL") },
});
