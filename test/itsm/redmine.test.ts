import { contractSuite } from "../connectors/contract.ts";
import { redmineServer } from "./redmine.ts";

contractSuite("Redmine, a real one", () => redmineServer());
