import { contractSuite } from "./contract.ts";
import { serviceNowSide } from "./fakes/servicenow-side.ts";

contractSuite("ServiceNow, incidents", () => serviceNowSide());
contractSuite("ServiceNow, change requests (OAuth, journal not readable)", () => serviceNowSide({ table: "change_request", zone: "Europe/Paris", auth: "oauth", journals: false }));
