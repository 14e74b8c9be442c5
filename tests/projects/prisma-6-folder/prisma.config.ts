import { defineConfig } from "@prisma/client/generator-helper";

export default defineConfig({
  generator: { provider: "prisma-client-js" },
  datasource: { provider: "postgresql" },
});
