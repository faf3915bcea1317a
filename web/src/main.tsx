import "@mantine/core/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "@fontsource-variable/inter/opsz.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "./base.css";
import { StrictMode, Suspense } from "react";
import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createColours } from "./colours.ts";
import { queryClient } from "./data/query-client.ts";
import { startLanguage } from "./locales/index.ts";
import { router } from "./router.tsx";
import { styleNonce } from "./style-nonce.ts";
import { cssVariables, theme } from "./theme.ts";

// Dialogues keep the page from scrolling by a style sheet of their own, which must carry the nonce, too.
setNonce(styleNonce());
const colours = createColours();
await startLanguage();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={colours} getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
