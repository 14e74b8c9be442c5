import "dotenv/config";
import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma-user-database/schema.prisma",
  datasource: { url: process.env["USER_DATABASE_URL"]! },
});
