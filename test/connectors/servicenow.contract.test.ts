import { contractSuite } from "./contract.ts";
import { serviceNowSide } from "./fakes/servicenow-side.ts";

contractSuite("ServiceNow, incidents", () => serviceNowSide());
contractSuite("ServiceNow, change requests by client credentials, comments as the record shows them", () => serviceNowSide({ table: "change_request", zone: "Europe/Paris", auth: "oauth", journals: false }));
