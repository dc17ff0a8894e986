import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const root = document.querySelector<HTMLElement>("#reference");

SwaggerUI({
  url: "/api/openapi.json",
  domNode: root,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: false,
  // Would send the document to another origin.
  validatorUrl: null,
  onComplete: () => {
    root?.removeAttribute("aria-busy");
    // Swagger UI's label does not name its list of servers.
    root?.querySelector("#servers")?.setAttribute("aria-label", "Server");
  },
});
