import { contractSuite } from "./contract.ts";
import { jiraSide } from "./fakes/jira-side.ts";

contractSuite("Jira Data Center", () => jiraSide({ flavour: "data-center" }));
contractSuite("Jira Service Management on Data Center", () => jiraSide({ flavour: "data-center", isService: true, zone: "Asia/Kolkata" }));
