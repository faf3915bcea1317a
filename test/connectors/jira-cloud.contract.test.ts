import { contractSuite } from "./contract.ts";
import { jiraSide } from "./fakes/jira-side.ts";

contractSuite("Jira Cloud", () => jiraSide({ flavour: "cloud" }));
contractSuite("Jira Service Management on Cloud", () => jiraSide({ flavour: "cloud", isService: true, zone: "Europe/Paris" }));
