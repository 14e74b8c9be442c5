import "dotenv/config";
import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma-post-database/schema.prisma",
  datasource: { url: process.env["POST_DATABASE_URL"]! },
});
